import { useState } from 'react';
import {
  Alert,
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Flex,
  Skeleton,
  Text,
  TextField,
} from '@backstage/ui';
import { toError } from '@backstage/errors';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Store } from '@urumi/backstage-plugin-urumi-stores-common';
import { storeTitle } from '../../lib/storeState';
import { urumiStoresTranslationRef } from '../../translation';
import { ApiErrorState } from '../ApiErrorState';
import { BulkList } from './BulkList';
import { BulkAction } from './bulkAction';
import { useBulkRun } from './useBulkRun';
import { useObstacles } from './useObstacles';

const WIDTH = 600;

/**
 * Names what several stores are about to suffer, has it confirmed in writing, does it, and tells
 * store by store how it went.
 */
export function BulkDialog(props: {
  action: BulkAction;
  stores: Store[];
  /** With the ids of the stores that it was asked for. */
  onClose: (done: string[]) => void;
}) {
  const { action, stores, onClose } = props;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const plan = useObstacles(action, stores);
  const bulk = useBulkRun(action, plan.value?.engines ?? []);
  const [typed, setTyped] = useState('');

  const meant = stores.filter(({ id }) => !plan.value?.obstacles.has(id));
  const count = meant.length;
  const isOne = count === 1;
  const phrase = isOne
    ? storeTitle(meant[0])
    : t(`bulk.${action}.phrase`, { count });
  // A name is typed as it is written; phones begin a phrase with a capital.
  const isConfirmed = isOne ? typed === phrase : isSame(typed, phrase);
  const failed = meant.filter(
    ({ id }) => bulk.outcomes.get(id)?.state === 'failed',
  );
  const done = meant.filter(
    ({ id }) => bulk.outcomes.get(id)?.state === 'done',
  );
  const isAsking = bulk.phase === 'asking';
  const close = () => {
    if (bulk.phase !== 'running') {
      onClose(done.map(({ id }) => id));
    }
  };

  return (
    <Dialog width={WIDTH} isOpen onOpenChange={isOpen => isOpen || close()}>
      <DialogHeader>
        {t(`bulk.${action}.title`, { count: stores.length })}
      </DialogHeader>
      <DialogBody>
        <Flex direction="column" gap="3">
          {plan.error && (
            <ApiErrorState error={toError(plan.error)} onRetry={plan.retry} />
          )}
          {plan.loading && (
            <Skeleton height={120} role="status" aria-label={t('loading')} />
          )}
          {plan.value && (
            <>
              {isAsking && count > 0 && (
                <Text as="p">{t(`bulk.${action}.what`)}</Text>
              )}
              {count === 0 && (
                <Alert status="warning" icon title={t(`bulk.${action}.none`)} />
              )}
              <BulkList
                action={action}
                stores={stores}
                plan={plan.value}
                outcomes={bulk.outcomes}
              />
              {isAsking && count > 0 && (
                <TextField
                  label={t('bulk.confirm', { phrase })}
                  value={typed}
                  onChange={setTyped}
                  autoComplete="off"
                />
              )}
              <div role="status">
                {bulk.phase === 'ended' && (
                  <Alert
                    status={done.length < count ? 'warning' : 'success'}
                    icon
                    title={t(`bulk.${action}.ended`, {
                      done: String(done.length),
                      number: String(count),
                    })}
                    description={
                      done.length < count ? t('bulk.endedHint') : undefined
                    }
                  />
                )}
              </div>
            </>
          )}
        </Flex>
      </DialogBody>
      <DialogFooter>
        {isAsking && (
          <>
            <Button variant="secondary" onPress={close}>
              {t('bulk.cancel')}
            </Button>
            <Button
              variant="primary"
              destructive={action === 'delete'}
              isDisabled={count === 0 || !isConfirmed}
              onPress={() => bulk.start(meant)}
            >
              {t(`bulk.${action}.submit`, { count })}
            </Button>
          </>
        )}
        {bulk.phase === 'running' && (
          <Button variant="secondary" onPress={bulk.stop}>
            {t('bulk.stop')}
          </Button>
        )}
        {bulk.phase === 'ended' && (
          <>
            {failed.length > 0 && (
              <Button variant="secondary" onPress={() => bulk.start(failed)}>
                {t('bulk.again')}
              </Button>
            )}
            <Button variant="primary" onPress={close}>
              {t('bulk.close')}
            </Button>
          </>
        )}
      </DialogFooter>
    </Dialog>
  );
}

/** Whether two texts are the same but for their case and the spaces around them. */
function isSame(typed: string, phrase: string): boolean {
  const plain = (text: string) => text.trim().toLocaleLowerCase();
  return plain(typed) === plain(phrase);
}
