import { ButtonLink, Flex, Text } from '@backstage/ui';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import { rootRouteRef } from '../../routes';
import { urumiStoresTranslationRef } from '../../translation';
import { ApiErrorState } from '../ApiErrorState';
import { Section } from '../Section';
import { StoresPagination } from '../StoresPagination';
import { OwnedStoresTable } from './OwnedStoresTable';
import { useOwnedStores } from './useOwnedStores';

/** The stores of the group or the user that an entity stands for. */
export function OwnedStoresCard() {
  const { entity } = useEntity();
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const listLink = useRouteRef(rootRouteRef);
  const owner = stringifyEntityRef(entity);
  const stores = useOwnedStores(owner);
  const isPerson = entity.kind.toLocaleLowerCase('en-US') === 'user';
  const title = isPerson ? t('ownedStores.ofPerson') : t('ownedStores.ofTeam');

  return (
    <Section title={title}>
      <Flex direction="column" gap="3">
        {stores.error && (
          <ApiErrorState error={stores.error} onRetry={stores.reload} />
        )}
        {stores.value?.items.length === 0 && !stores.isStale ? (
          <>
            <Text>{t('ownedStores.empty')}</Text>
            <Text color="secondary">{t('ownedStores.emptyHint')}</Text>
          </>
        ) : (
          (stores.value || !stores.error) && (
            <OwnedStoresTable title={title} stores={stores} />
          )
        )}
        <StoresPagination stores={stores} />
        {stores.value && stores.value.items.length > 0 && (
          <div>
            <ButtonLink
              variant="secondary"
              href={`${listLink()}?${new URLSearchParams({ owner })}`}
            >
              {t('ownedStores.all')}
            </ButtonLink>
          </div>
        )}
      </Flex>
    </Section>
  );
}
