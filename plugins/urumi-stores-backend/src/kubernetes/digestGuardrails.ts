import { createHash } from 'node:crypto';
import { KubernetesObject } from './KubernetesObject';

const DIGITS = 16;

/**
 * A digest of each guardrail by `Kind/name`: it tells later whether the platform itself has changed
 * what it wants. Secrets are left out.
 */
export function digestGuardrails(
  objects: readonly KubernetesObject[],
): Record<string, string> {
  return Object.fromEntries(
    objects
      .filter(({ kind }) => kind !== 'Secret')
      .map(object => [
        guardrailKey(object.kind, object.metadata.name),
        createHash('sha256')
          .update(JSON.stringify(object))
          .digest('hex')
          .slice(0, DIGITS),
      ]),
  );
}

/** Under which a guardrail stands in {@link digestGuardrails}. */
export function guardrailKey(kind: string, name: string): string {
  return `${kind}/${name}`;
}
