import useAsync from 'react-use/esm/useAsync';
import { parseEntityRef } from '@backstage/catalog-model';
import { identityApiRef, useApi } from '@backstage/core-plugin-api';

/** An owner that the signed-in user may choose. */
export interface OwnerOption {
  /** Entity ref. */
  id: string;
  label: string;
}

/** Who is signed in, and for whom that person may create stores. */
export interface OwnerOptions {
  /** Entity ref. */
  person: string;
  /** The person's groups; the person, when there is no group. */
  owners: OwnerOption[];
}

/** For whom the signed-in user may create stores; undefined until it is known. */
export function useOwnerOptions(): OwnerOptions | undefined {
  const identityApi = useApi(identityApiRef);
  const { value } = useAsync(
    () => identityApi.getBackstageIdentity(),
    [identityApi],
  );
  if (!value) {
    return undefined;
  }
  const { userEntityRef, ownershipEntityRefs } = value;
  const groups = ownershipEntityRefs.filter(
    ref => parseEntityRef(ref).kind.toLocaleLowerCase('en-US') === 'group',
  );
  return {
    person: userEntityRef,
    owners: (groups.length > 0 ? groups : [userEntityRef]).map(ref => ({
      id: ref,
      label: ownerLabel(ref),
    })),
  };
}

function ownerLabel(ref: string): string {
  const { namespace, name } = parseEntityRef(ref);
  return namespace === 'default' ? name : `${namespace}/${name}`;
}
