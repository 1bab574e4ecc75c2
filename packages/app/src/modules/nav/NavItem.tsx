import { SidebarItem } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { NavContentNavItem } from '@backstage/plugin-app-react';
import { appTranslationRef } from '../../translation';

/** The pages whose titles the app translates. Those of Backstage have none in other languages. */
const titles = new Map([
  ['page:urumi-stores', 'nav.stores'],
  ['page:catalog', 'nav.catalog'],
  ['page:scaffolder', 'nav.create'],
  ['page:techdocs', 'nav.docs'],
  ['page:notifications', 'nav.notifications'],
  ['page:user-settings', 'nav.settings'],
] as const);

/** A page in the sidebar. */
export function NavItem(props: NavContentNavItem) {
  const { node, icon, href, title } = props;
  const { t } = useTranslationRef(appTranslationRef);
  const key = [...titles].find(([id]) => id === node.spec.id)?.[1];
  return (
    <SidebarItem icon={() => icon} to={href} text={key ? t(key) : title} />
  );
}
