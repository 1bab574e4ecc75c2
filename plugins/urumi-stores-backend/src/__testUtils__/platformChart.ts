import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findChartsDirectory } from '../engines';
import { parseManifest } from '../helm/parseManifest';
import { KubernetesObject } from '../kubernetes';
import { resourceName } from '../kubernetes/resourcePaths';
import { testHelm } from './testEnvironment';

const run = promisify(execFile);

/** One rule of a role. */
export interface RoleRule {
  apiGroups: string[];
  resources: string[];
  resourceNames?: string[];
  verbs: string[];
}

/** The objects that the platform's chart makes, by default for trying on one machine. */
export async function renderPlatform(options: {
  release: string;
  namespace: string;
  values?: 'local' | 'prod' | 'vps';
  /** As `--set` takes them. */
  set?: readonly string[];
}): Promise<KubernetesObject[]> {
  const charts = findChartsDirectory();
  const { stdout } = await run(testHelm(), [
    'template',
    options.release,
    join(charts, 'platform'),
    '--namespace',
    options.namespace,
    '--values',
    join(charts, `../values/values-${options.values ?? 'local'}.yaml`),
    ...(options.set ?? []).flatMap(value => ['--set', value]),
  ]);
  return parseManifest(stdout).map(object => inNamespace(object, options));
}

/** As Helm does it with an object that names no namespace and has to be in one. */
function inNamespace(
  object: KubernetesObject,
  { namespace }: { namespace: string },
): KubernetesObject {
  return /^(Cluster|Validating)/.test(object.kind)
    ? object
    : { ...object, metadata: { namespace, ...object.metadata } };
}

/** The rules of a role, and of nothing when there is none of that name. */
export function rulesOf(
  objects: readonly KubernetesObject[],
  kind: string,
  name: string,
): RoleRule[] {
  const role = objects.find(
    object => object.kind === kind && object.metadata.name === name,
  );
  return (role?.rules ?? []) as RoleRule[];
}

/** Rights by what they are for, such as `apps/deployments`, with those of one name as `apps/deployments/web`. */
export class Rights {
  readonly #verbs = new Map<string, Set<string>>();

  static of(rules: readonly RoleRule[]): Rights {
    const rights = new Rights();
    for (const { apiGroups, resources, resourceNames, verbs } of rules) {
      for (const group of apiGroups) {
        for (const resource of resources) {
          for (const name of resourceNames ?? ['']) {
            rights.addResource(group, resource, verbs, name);
          }
        }
      }
    }
    return rights;
  }

  /** Adds verbs on a kind of an API version, or on the object of that name alone. */
  add(apiVersion: string, kind: string, verbs: string[], name = ''): this {
    const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
    return this.addResource(group, resourceName(kind), verbs, name);
  }

  /** Adds verbs on a resource such as `deployments` of a group such as `apps`. */
  addResource(
    group: string,
    resource: string,
    verbs: readonly string[],
    name = '',
  ): this {
    const what = [group, resource, name].filter(Boolean).join('/');
    const known = this.#verbs.get(what) ?? [];
    this.#verbs.set(what, new Set([...known, ...verbs]));
    return this;
  }

  /** Comparable and readable: sorted. */
  toJSON(): Record<string, string[]> {
    return Object.fromEntries(
      [...this.#verbs]
        .sort(([left], [right]) => (left < right ? -1 : 1))
        .map(([what, verbs]) => [what, [...verbs].sort()]),
    );
  }
}
