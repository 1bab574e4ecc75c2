import { parseEntityRef } from '@backstage/catalog-model';

/** Name of the property of the form that holds the picked store, unless `ui:options` says so. */
export const STORE_PROPERTY = 'store';

const ENTITY_NAME = /^store-([0-9a-f-]{36})$/;

/**
 * Id of the store that was picked in the form of a template.
 *
 * @param property - name of the property that holds its entity ref
 * @returns undefined when nothing is picked there, or something else than a store
 */
export function readStoreId(
  formData: unknown,
  property: string = STORE_PROPERTY,
): string | undefined {
  const ref = ((formData ?? {}) as Record<string, unknown>)[property];
  if (typeof ref !== 'string' || ref === '') {
    return undefined;
  }
  try {
    const { name } = parseEntityRef(ref, {
      defaultKind: 'resource',
      defaultNamespace: 'default',
    });
    return ENTITY_NAME.exec(name)?.[1];
  } catch {
    return undefined;
  }
}
