import { JsonObject } from '@backstage/types';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { parseAllDocuments } from 'yaml';

const run = promisify(execFile);

/** @public */
export interface Sizes {
  requests: Record<string, string>;
  limits: Record<string, string>;
}

/** @public */
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

/** @public */
export interface PodTemplate {
  metadata: { labels: Record<string, string> };
  spec: JsonObject & {
    automountServiceAccountToken: boolean;
    serviceAccountName: string;
    securityContext: JsonObject;
    containers: Container[];
    initContainers?: Container[];
  };
}

/** @public */
export interface Claim {
  kind?: string;
  metadata: { name: string; labels: Record<string, string> };
  spec: { resources: Sizes; storageClassName?: string };
}

/** @public */
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

/**
 * Runs the Helm program that URUMI_TEST_HELM names.
 *
 * @public
 */
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

/**
 * The objects in a manifest that Helm has rendered.
 *
 * @public
 */
export function parseManifest(manifest: string): KubernetesObject[] {
  return parseAllDocuments(manifest)
    .map(document => document.toJS() as KubernetesObject | null)
    .filter(object => object !== null);
}

/**
 * The objects that make pods, with the template of their pods.
 *
 * @public
 */
export function podTemplates(objects: KubernetesObject[]) {
  return objects.flatMap(object =>
    object.spec?.template ? [{ object, template: object.spec.template }] : [],
  );
}

/**
 * All volume claims, those of StatefulSets included.
 *
 * @public
 */
export function claims(objects: KubernetesObject[]): Claim[] {
  return objects.flatMap(object =>
    object.kind === 'PersistentVolumeClaim'
      ? [object as unknown as Claim]
      : object.spec?.volumeClaimTemplates ?? [],
  );
}

/**
 * Cores for CPU, bytes for the rest.
 *
 * @public
 */
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

/**
 * What the containers of some pods ask for, together.
 *
 * @public
 */
export function sumOfPods(options: {
  pods: PodTemplate[];
  part: keyof Sizes;
  resource: 'cpu' | 'memory';
}): number {
  return options.pods
    .flatMap(pod => pod.spec.containers)
    .map(({ resources }) => quantity(resources[options.part][options.resource]))
    .reduce((total, size) => total + size, 0);
}

/**
 * Every key and every text in a value.
 *
 * @public
 */
export function strings(value: unknown): string[] {
  if (typeof value === 'string') {
    return [value];
  }
  return value && typeof value === 'object'
    ? Object.entries(value).flat().flatMap(strings)
    : [];
}
