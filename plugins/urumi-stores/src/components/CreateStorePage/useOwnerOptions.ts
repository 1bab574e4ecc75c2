import useAsync from 'react-use/esm/useAsync';
import { parseEntityRef } from '@backstage/catalog-model';
import { identityApiRef, useApi } from '@backstage/core-plugin-api';

/** An owner that the signed-in user may choose. */
export interface OwnerOption {
  /** Entity ref. */
  id: string;
  label: string;
}

/** The groups of the signed-in user; the user, when there is no group. */
export function useOwnerOptions(): OwnerOption[] | undefined {
  const identityApi = useApi(identityApiRef);
  const { value } = useAsync(
    () => identityApi.getBackstageIdentity(),
    [identityApi],
  );
  if (!value) {
    return undefined;
  }
  const groups = value.ownershipEntityRefs.filter(
    ref => parseEntityRef(ref).kind.toLocaleLowerCase('en-US') === 'group',
  );
  return (groups.length > 0 ? groups : [value.userEntityRef]).map(ref => ({
    id: ref,
    label: ownerLabel(ref),
  }));
}

function ownerLabel(ref: string): string {
  const { namespace, name } = parseEntityRef(ref);
  return namespace === 'default' ? name : `${namespace}/${name}`;
}
