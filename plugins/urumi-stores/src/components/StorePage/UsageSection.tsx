import { Button, Flex, Skeleton, Text } from '@backstage/ui';
import { RiRefreshLine } from '@remixicon/react';
import LinearProgress from '@material-ui/core/LinearProgress';
import { makeStyles } from '@material-ui/core/styles';
import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  ResourceUsage,
  Store,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { urumiStoresApiRef } from '../../api';
import { useAskedQuery } from '../../hooks/useAskedQuery';
import { urumiStoresTranslationRef } from '../../translation';
import { ApiErrorState } from '../ApiErrorState';
import { Section } from '../Section';

/** What people ask for, in the order in which it is shown; Kubernetes has other names for it. */
const KNOWN = [
  ['limits.cpu', 'limitsCpu'],
  ['requests.cpu', 'requestsCpu'],
  ['limits.memory', 'limitsMemory'],
  ['requests.memory', 'requestsMemory'],
  ['requests.storage', 'requestsStorage'],
  ['limits.ephemeral-storage', 'limitsScratch'],
  ['requests.ephemeral-storage', 'requestsScratch'],
  ['persistentvolumeclaims', 'volumes'],
  ['pods', 'pods'],
] as const;

const useStyles = makeStyles({
  list: {
    margin: 0,
    padding: 0,
    listStyle: 'none',
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(14rem, 1fr))',
    gap: 'var(--bui-space-4)',
  },
  bar: { marginTop: 'var(--bui-space-1)', borderRadius: 4, height: 6 },
});

/** What the plan allows the store, and what of it is used. */
export function UsageSection(props: { store: Store }) {
  const { store } = props;
  const classes = useStyles();
  const storesApi = useApi(urumiStoresApiRef);
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const { value, error, isLoading, reload } = useAskedQuery({
    // Another status, or a change of the plan, is another use.
    key: `${store.id}:${store.status}:${store.plan}`,
    load: signal => storesApi.getUsage(store.id, { signal }),
  });
  // What a plan forbids altogether is no limit that anybody watches.
  const items = value?.items.filter(({ share }) => share !== null) ?? [];
  return (
    <Section
      title={t('usage.title')}
      actions={
        <Button
          variant="tertiary"
          size="small"
          iconStart={<RiRefreshLine />}
          onPress={reload}
          isPending={isLoading}
          aria-label={`${t('usage.refresh')}: ${t('usage.title')}`}
        >
          {t('usage.refresh')}
        </Button>
      }
    >
      <Flex direction="column" gap="3">
        <Text as="p" variant="body-small" color="secondary">
          {t('usage.hint', { plan: store.plan })}
        </Text>
        {error && <ApiErrorState error={error} onRetry={reload} />}
        {!value && !error && (
          <div role="status" aria-label={t('loading')}>
            <Skeleton height={64} />
          </div>
        )}
        {value && items.length === 0 && (
          <Text color="secondary">{t('usage.empty')}</Text>
        )}
        <ul className={classes.list}>
          {sorted(items).map(item => (
            <Usage key={item.resource} item={item} />
          ))}
        </ul>
      </Flex>
    </Section>
  );
}

function Usage(props: { item: ResourceUsage }) {
  const { resource, used, hard, share } = props.item;
  const classes = useStyles();
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const known = KNOWN.find(([id]) => id === resource);
  // What is only counted, such as count/deployments.apps, says enough without its group.
  const name = known
    ? t(`usageName.${known[1]}`)
    : resource.replace(/^count\/([^.]+).*/, '$1');
  const amount = t('usage.of', { used, hard });
  return (
    <li>
      <Flex justify="between" gap="2">
        <Text as="span" weight="bold">
          {name}
        </Text>
        <Text
          as="span"
          variant="body-small"
          color="secondary"
          style={{ whiteSpace: 'nowrap' }}
        >
          {amount}
        </Text>
      </Flex>
      <LinearProgress
        className={classes.bar}
        variant="determinate"
        value={Math.min(100, Math.round((share ?? 0) * 100))}
        aria-label={`${name}: ${amount}`}
      />
    </li>
  );
}

function sorted(items: readonly ResourceUsage[]): ResourceUsage[] {
  const rank = ({ resource }: ResourceUsage) => {
    const index = KNOWN.findIndex(([id]) => id === resource);
    return index < 0 ? KNOWN.length : index;
  };
  return [...items].sort((left, right) => rank(left) - rank(right));
}
