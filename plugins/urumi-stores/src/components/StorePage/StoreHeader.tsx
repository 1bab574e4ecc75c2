import { Container, Flex, Header, Text } from '@backstage/ui';
import useMediaQuery from '@material-ui/core/useMediaQuery';
import { useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { StoreDetails } from '@urumi/backstage-plugin-urumi-stores-common';
import { useNow } from '../../hooks/useNow';
import { storeTitle } from '../../lib/storeState';
import { formatDuration, millisecondsSince } from '../../lib/time';
import { rootRouteRef } from '../../routes';
import { urumiStoresTranslationRef } from '../../translation';
import { StoreStatusLabel } from '../StoreStatus';
import { StoreActions } from './StoreActions';

const AGE_REFRESH_MS = 1_000;
const NARROW = '(max-width: 900px)';

/** Who the store is, and what can be done with it. */
export function StoreHeader(props: {
  store: StoreDetails;
  onChanged: () => void;
}) {
  const { store, onChanged } = props;
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const listLink = useRouteRef(rootRouteRef);
  const now = useNow(AGE_REFRESH_MS);
  // The header has one line for its title and all actions: on a phone the title would have no room.
  const isNarrow = useMediaQuery(NARROW);
  const actions = (
    <StoreActions store={store} onChanged={onChanged} withEntityLink />
  );
  return (
    <>
      <Header
        title={storeTitle(store)}
        breadcrumbs={[{ label: t('title'), href: listLink() }]}
        metadata={[
          {
            label: t('store.status'),
            value: <StoreStatusLabel status={store.status} />,
          },
          {
            label: t('store.owner'),
            value: (
              <EntityRefLink entityRef={store.owner} defaultKind="group" />
            ),
          },
          { label: t('store.engine'), value: store.engine },
          { label: t('store.plan'), value: store.plan },
          { label: t('store.cluster'), value: store.cluster },
          {
            label: t('store.age'),
            value: formatDuration(millisecondsSince(store.created_at, now)),
          },
          {
            label: t('store.created'),
            value: <Principal principal={store.created_by} />,
          },
        ]}
        customActions={!isNarrow && actions}
      />
      {isNarrow && (
        <Container>
          <Flex gap="2" style={{ flexWrap: 'wrap' }}>
            {actions}
          </Flex>
        </Container>
      )}
    </>
  );
}

/** Programs have no entity in the catalog. */
function Principal(props: { principal: string }) {
  const { principal } = props;
  return principal.startsWith('user:') ? (
    <EntityRefLink entityRef={principal} />
  ) : (
    <Text variant="body-medium">{principal}</Text>
  );
}
