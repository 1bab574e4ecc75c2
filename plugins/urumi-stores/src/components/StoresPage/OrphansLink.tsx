import { ButtonLink } from '@backstage/ui';
import { RiGhostLine } from '@remixicon/react';
import { useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import { fleetManagePermission } from '@urumi/backstage-plugin-urumi-stores-common';
import { orphansRouteRef } from '../../routes';
import { urumiStoresTranslationRef } from '../../translation';

/** Leads operators to what stores have left behind. Nobody else sees it. */
export function OrphansLink() {
  const { t } = useTranslationRef(urumiStoresTranslationRef);
  const orphansLink = useRouteRef(orphansRouteRef);
  const { allowed } = usePermission({ permission: fleetManagePermission });
  return allowed ? (
    <ButtonLink
      variant="secondary"
      iconStart={<RiGhostLine />}
      href={orphansLink()}
    >
      {t('orphans.title')}
    </ButtonLink>
  ) : null;
}
