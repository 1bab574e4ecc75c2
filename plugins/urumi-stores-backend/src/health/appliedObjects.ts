import { JsonObject } from '@backstage/types';
import { StoreDrift } from '@urumi/backstage-plugin-urumi-stores-common';
import { StoreRow } from '../database/rows';
import { parseManifest } from '../helm/parseManifest';
import { ReleaseRevision } from '../helm/releaseSecrets';
import { AppliedObject } from '../kubernetes/drift';
import { KubernetesObject } from '../kubernetes/KubernetesObject';

/** Everything that the platform has applied for a store: its guardrails and its release. */
export function appliedObjects(
  store: StoreRow,
  options: {
    guardrails: readonly KubernetesObject[];
    release: ReleaseRevision | undefined;
  },
): AppliedObject[] {
  const { namespace } = store;
  return [
    ...options.guardrails.map(object => ({
      part: 'guardrails' as const,
      object,
    })),
    ...parseManifest(options.release?.manifest ?? '').map(object => ({
      part: 'release' as const,
      object: {
        ...object,
        metadata: { ...object.metadata, namespace },
      },
    })),
  ];
}

/** That the release is not the revision which the platform has applied. */
export function releaseDrift(
  { release_name: name }: StoreRow,
  release: ReleaseRevision | undefined,
  recorded: JsonObject | undefined,
): StoreDrift[] {
  const drift = { kind: 'Release', name, part: 'release' } as const;
  if (!release) {
    return [
      {
        ...drift,
        change: 'missing',
        field: null,
        expected: null,
        actual: null,
        changed_by: null,
        changed_at: null,
      },
    ];
  }
  if (release.revision === recorded?.revision) {
    return [];
  }
  const [writer] = release.secret.metadata.managedFields ?? [];
  return [
    {
      ...drift,
      change: 'changed',
      field: 'revision',
      expected: recorded ? String(recorded.revision) : null,
      actual: String(release.revision),
      changed_by: writer?.manager ?? null,
      changed_at: writer?.time ? new Date(writer.time).toISOString() : null,
    },
  ];
}
