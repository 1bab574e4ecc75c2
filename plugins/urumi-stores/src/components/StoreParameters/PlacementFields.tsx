import { Flex, Select, TextField } from '@backstage/ui';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { ClusterOffer } from '@urumi/backstage-plugin-urumi-stores-common';
import { urumiStoresTranslationRef } from '../../translation';
import { EngineChoice } from './engineChoice';
import { fieldError } from './fieldError';

/** No cluster has it: names are lower-case letters, digits and dashes. */
const ANY = '*';

/** Where the store goes: its host name, and its cluster where there is more than one. */
export function PlacementFields(props: {
  clusters: ClusterOffer[];
  value: EngineChoice;
  onChange: (value: EngineChoice) => void;
  /** By field as the API calls it: `hostname`, `cluster`. */
  errors: Record<string, string>;
}) {
  const { clusters, value, onChange, errors } = props;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const { cluster, hostname, ...rest } = value;
  const describe = ({ labels, reachable, capacity }: ClusterOffer) =>
    [
      ...Object.entries(labels).map(([name, label]) => `${name}: ${label}`),
      ...(capacity
        ? [t('create.clusterRoom', { left: String(capacity.left) })]
        : []),
      ...(reachable ? [] : [t('create.clusterUnreachable')]),
    ].join(' · ');
  return (
    <Flex direction="column" gap="5">
      <TextField
        label={t('create.hostname')}
        description={t('create.hostnameHint')}
        value={hostname ?? ''}
        onChange={text => {
          const name = text.trim();
          onChange({
            ...rest,
            ...(cluster !== undefined && { cluster }),
            ...(name !== '' && { hostname: name }),
          });
        }}
        {...fieldError(errors.hostname)}
      />
      {clusters.length > 1 && (
        <Select
          label={t('create.cluster')}
          description={t('create.clusterHint')}
          value={cluster ?? ANY}
          onChange={key =>
            onChange({
              ...rest,
              ...(hostname !== undefined && { hostname }),
              ...(key !== ANY && { cluster: String(key) }),
            })
          }
          options={[
            { id: ANY, label: t('create.anyCluster') },
            ...clusters.map(offer => ({
              id: offer.name,
              label: offer.name,
              description: describe(offer),
              disabled: offer.capacity?.left === 0,
            })),
          ]}
          {...fieldError(errors.cluster)}
        />
      )}
    </Flex>
  );
}
