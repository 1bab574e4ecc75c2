import { JsonObject } from '@backstage/types';
import { StoreDrift } from '@urumi/backstage-plugin-urumi-stores-common';
import { StoreRow } from '../database/rows';
import { parseManifest } from '../helm/HelmCli';
import { ReleaseRevision } from '../helm/releaseSecrets';
import { StoreTools } from '../jobs/StoreTools';
import { AppliedObject } from '../kubernetes/drift';
import { buildGuardrails, buildNamespace } from '../kubernetes/guardrails';

/** Everything that the platform has applied for a store: its guardrails and its release. */
export function appliedObjects(
  store: StoreRow,
  { cluster, engine, plan }: StoreTools,
  options: {
    pullSecrets: readonly string[];
    release: ReleaseRevision | undefined;
  },
): AppliedObject[] {
  const { id: storeId, namespace } = store;
  const guardrails = [
    buildNamespace({ namespace, storeId }),
    ...buildGuardrails({
      namespace,
      storeId,
      engine,
      plan,
      ingressNamespace: cluster.config.ingressNamespace,
      dnsNamespace: cluster.config.dnsNamespace,
      pullSecrets: options.pullSecrets,
    }),
  ];
  return [
    ...guardrails.map(object => ({ part: 'guardrails' as const, object })),
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
