import { RequestControl } from './ApiTransport';
import { ClusterClient } from './ClusterClient';
import { buildGuardrails, BuildGuardrailsOptions } from './guardrails';

/** Field manager of everything that stands beside a store's chart. */
export const GUARDRAILS_MANAGER = 'urumi-guardrails';

/**
 * Brings a store's guardrails to what they should be, and removes network policies that are no
 * longer among them: an old one would go on to allow.
 */
export async function applyGuardrails(
  client: ClusterClient,
  options: BuildGuardrailsOptions & RequestControl,
): Promise<void> {
  const { signal, timeoutMs, ...rest } = options;
  const control = { signal, timeoutMs };
  const objects = buildGuardrails(rest);
  await Promise.all(
    objects.map(object =>
      client.apply(object, { ...control, fieldManager: GUARDRAILS_MANAGER }),
    ),
  );
  const path = client.objectPath(
    'networking.k8s.io/v1',
    'NetworkPolicy',
    options.namespace,
  );
  const names = new Set(
    objects
      .filter(({ kind }) => kind === 'NetworkPolicy')
      .map(({ metadata }) => metadata.name),
  );
  const { items } = await client.list(path, control);
  for (const { metadata } of items) {
    if (!names.has(metadata.name)) {
      await client.delete(`${path}/${metadata.name}`, {
        ...control,
        uid: metadata.uid,
      });
    }
  }
}
