import { useState } from 'react';
import { Button, Flex, Select, Switch } from '@backstage/ui';
import { RiFileListLine } from '@remixicon/react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { usePodLog } from '../../hooks/usePodLog';
import { Pod } from '../../lib/readPods';
import { urumiStoresTranslationRef } from '../../translation';
import { ApiErrorState } from '../ApiErrorState';
import { LogText } from './LogText';

/** A log is read when somebody asks for it: it may hold data of customers, and reading is recorded. */
export function PodLogs(props: { storeId: string; pods: Pod[] }) {
  const { storeId, pods } = props;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const [chosen, setChosen] = useState<Pod>();
  const [containerName, setContainerName] = useState<string>();
  const [previous, setPrevious] = useState(false);
  const [follow, setFollow] = useState(false);

  // A pod that has gone since stays, so that what was read of it does, too.
  const pod =
    pods.find(({ name }) => name === chosen?.name) ?? chosen ?? pods[0];
  const offered = !pod || pods.includes(pod) ? pods : [pod, ...pods];
  const container =
    pod?.containers.find(({ name }) => name === containerName) ??
    pod?.containers.find(({ init }) => !init);
  const { log, error, isLoading, read } = usePodLog({
    storeId,
    choice: {
      ...(pod && { pod: pod.name }),
      ...(container && { container: container.name }),
      ...(previous && { previous }),
    },
    follow: follow && !previous,
  });

  const show = () => {
    // Which pod comes first changes with their health; who reads one goes on with it.
    setChosen(pod);
    setContainerName(container?.name);
    read();
  };

  return (
    <Flex direction="column" gap="3">
      <Flex gap="3" align="end" style={{ flexWrap: 'wrap' }}>
        <Select
          size="small"
          label={t('log.pod')}
          value={pod?.name ?? null}
          onChange={key => setChosen(offered.find(({ name }) => name === key))}
          options={offered.map(({ name }) => ({ id: name, label: name }))}
          style={{ width: 260 }}
        />
        <Select
          size="small"
          label={t('log.container')}
          value={container?.name ?? null}
          onChange={key => setContainerName(String(key))}
          options={(pod?.containers ?? []).map(({ name, init }) => ({
            id: name,
            label: init ? t('log.init', { name }) : name,
          }))}
          style={{ width: 200 }}
        />
        <Switch
          label={t('log.previous')}
          isSelected={previous}
          onChange={setPrevious}
        />
        <Switch
          label={t('log.follow')}
          isSelected={follow && !previous}
          isDisabled={previous}
          onChange={setFollow}
        />
        <Button
          variant="secondary"
          iconStart={<RiFileListLine />}
          onPress={show}
          isPending={isLoading}
        >
          {log || error ? t('log.refresh') : t('log.show')}
        </Button>
      </Flex>
      {error && <ApiErrorState error={error} onRetry={read} />}
      {log && <LogText log={log} isFollowed={follow && !previous} />}
    </Flex>
  );
}
