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
  const owners = useOwnerOptions();
  return (
    <>
      <Header
        title={t('create.title')}
        breadcrumbs={[{ label: t('create.back'), href: listLink() }]}
      />
      <Container pb="8">
        <Flex direction="column" gap="4" style={{ maxWidth: 720 }}>
          <StoreNotices stores={[]} />
          <CreateStoreGate>
            {(engines, defaults) =>
              owners ? (
                <CreateStoreForm
                  engines={engines}
                  defaults={defaults}
                  owners={owners}
                />
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
