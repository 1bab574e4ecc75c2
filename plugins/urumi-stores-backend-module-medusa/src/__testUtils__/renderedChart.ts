import { JsonObject } from '@backstage/types';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { parseAllDocuments } from 'yaml';

const run = promisify(execFile);

export interface Sizes {
  requests: Record<string, string>;
  limits: Record<string, string>;
}

export interface Container {
  name: string;
  image: string;
  args?: string[];
  command?: string[];
  env?: { name: string; value: string }[];
  resources: Sizes;
  securityContext: JsonObject;
  startupProbe: JsonObject;
  livenessProbe?: JsonObject;
  readinessProbe?: JsonObject;
}

export interface PodTemplate {
  metadata: { labels: Record<string, string> };
  spec: JsonObject & { containers: Container[] };
}

export interface Claim {
  kind?: string;
  metadata: { name: string; labels: Record<string, string> };
  spec: { resources: Sizes; storageClassName?: string };
}

export interface KubernetesObject {
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    labels: Record<string, string>;
    annotations?: Record<string, string>;
  };
  data?: Record<string, string>;
  spec: JsonObject & {
    template?: PodTemplate;
    volumeClaimTemplates?: Claim[];
  };
}

/** Runs the Helm program of the tests. */
export async function runHelm(options: {
  args: string[];
  home: string;
}): Promise<string> {
  const helm = process.env.URUMI_TEST_HELM;
  if (!helm) {
    throw new Error('URUMI_TEST_HELM is not set: these tests need Helm');
  }
  const { stdout } = await run(helm, options.args, {
    env: { HOME: options.home },
    maxBuffer: 10_000_000,
  });
  return stdout;
}

/** The objects in a manifest that Helm has rendered. */
export function parseManifest(manifest: string): KubernetesObject[] {
  return parseAllDocuments(manifest)
    .map(document => document.toJS() as KubernetesObject | null)
    .filter(object => object !== null);
}

/** The templates of the pods that objects make, by the kind and name of the object. */
export function podTemplates(
  objects: KubernetesObject[],
): Map<string, PodTemplate> {
  return new Map(
    objects.flatMap(({ kind, metadata, spec }) =>
      spec?.template
        ? [[`${kind} ${metadata.name.replace(/-.*/, '')}`, spec.template]]
        : [],
    ),
  );
}

/** All volume claims, those of StatefulSets included. */
export function claims(objects: KubernetesObject[]): Claim[] {
  return objects.flatMap(object =>
    object.kind === 'PersistentVolumeClaim'
      ? [object as unknown as Claim]
      : object.spec?.volumeClaimTemplates ?? [],
  );
}

/** Cores for CPU, bytes for the rest. */
export function quantity(text: string): number {
  const [, digits, unit] = /^([0-9.]+)(m|Ki|Mi|Gi)?$/.exec(text) ?? [];
  const factors: Record<string, number> = {
    m: 1 / 1000,
    Ki: 2 ** 10,
    Mi: 2 ** 20,
    Gi: 2 ** 30,
  };
  return Number(digits) * (unit ? factors[unit] : 1);
}

/** Every key and every text in a value. */
export function strings(value: unknown): string[] {
  if (typeof value === 'string') {
    return [value];
  }
  return value && typeof value === 'object'
    ? Object.entries(value).flat().flatMap(strings)
    : [];
}
