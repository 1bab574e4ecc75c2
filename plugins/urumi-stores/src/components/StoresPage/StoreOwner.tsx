import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Store } from '@urumi/backstage-plugin-urumi-stores-common';

/** The team or person that a store belongs to. */
export function StoreOwner(props: { store: Pick<Store, 'owner'> }) {
  return <EntityRefLink entityRef={props.store.owner} defaultKind="group" />;
}
