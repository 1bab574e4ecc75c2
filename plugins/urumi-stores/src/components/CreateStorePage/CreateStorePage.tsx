import { Container, Flex, Header } from '@backstage/ui';
import { useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { rootRouteRef } from '../../routes';
import { urumiStoresTranslationRef } from '../../translation';
import { StoreNotices } from '../StoreNotices';
import { CreateStoreGate, CreateStoreSkeleton } from '../StoreParameters';
import { CreateStoreForm } from './CreateStoreForm';
import { useOwnerOptions } from './useOwnerOptions';

/** Where a store is created. */
export function CreateStorePage() {
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const listLink = useRouteRef(rootRouteRef);
  const people = useOwnerOptions();
  return (
    <>
      <Header
        title={t('create.title')}
        breadcrumbs={[{ label: t('create.back'), href: listLink() }]}
      />
      <Container pb="8">
        <Flex direction="column" gap="4">
          <StoreNotices stores={[]} />
          <CreateStoreGate>
            {offer =>
              people ? (
                <CreateStoreForm offer={offer} people={people} />
              ) : (
                <CreateStoreSkeleton />
              )
            }
          </CreateStoreGate>
        </Flex>
      </Container>
    </>
  );
}
