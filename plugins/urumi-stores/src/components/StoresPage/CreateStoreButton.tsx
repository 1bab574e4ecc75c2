import { Button, ButtonLink, Flex, Text } from '@backstage/ui';
import { RiAddLine } from '@remixicon/react';
import { useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import { storeCreatePermission } from '@urumi/backstage-plugin-urumi-stores-common';
import { createStoreRouteRef } from '../../routes';
import { urumiStoresTranslationRef } from '../../translation';

/** Leads to the form; without the permission it says so instead. */
export function CreateStoreButton() {
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const createLink = useRouteRef(createStoreRouteRef);
  const { loading, allowed } = usePermission({
    permission: storeCreatePermission,
  });

  if (allowed) {
    return (
      <ButtonLink
        variant="primary"
        iconStart={<RiAddLine />}
        href={createLink()}
      >
        {t('list.create')}
      </ButtonLink>
    );
  }
  return (
    <Flex direction="column" align="end" gap="1">
      <Button variant="primary" iconStart={<RiAddLine />} isDisabled>
        {t('list.create')}
      </Button>
      {!loading && (
        <Text variant="body-x-small" color="secondary">
          {t('list.createDenied')}
        </Text>
      )}
    </Flex>
  );
}
