import { RequestControl } from './ApiTransport';
import { ClusterClient } from './ClusterClient';
import { buildGuardrails, BuildGuardrailsOptions } from './guardrails';

/** Field manager of everything that stands beside a store's chart. */
export const GUARDRAILS_MANAGER = 'urumi-guardrails';

/**
 * Brings a store's guardrails to what they should be, and removes network policies that are no
 * longer among them: an old one would go on to allow.
 *
 * @param options - `beforeChange`: what it throws ends this before anything is changed.
 */
export async function applyGuardrails(
  client: ClusterClient,
  options: BuildGuardrailsOptions &
    RequestControl & { beforeChange?: () => Promise<void> },
): Promise<void> {
  const { signal, timeoutMs, beforeChange, ...rest } = options;
  const control = { signal, timeoutMs };
  const path = client.objectPath(
    'networking.k8s.io/v1',
    'NetworkPolicy',
    options.namespace,
  );
  const objects = buildGuardrails(rest);
  const { items } = await client.list(path, control);
  await beforeChange?.();
  await Promise.all(
    objects.map(object =>
      client.apply(object, { ...control, fieldManager: GUARDRAILS_MANAGER }),
    ),
  );
  const names = new Set(
    objects
      .filter(({ kind }) => kind === 'NetworkPolicy')
      .map(({ metadata }) => metadata.name),
  );
  for (const { metadata } of items) {
    if (!names.has(metadata.name)) {
      await client.delete(`${path}/${metadata.name}`, {
        ...control,
        uid: metadata.uid,
      });
    }
  }
}
