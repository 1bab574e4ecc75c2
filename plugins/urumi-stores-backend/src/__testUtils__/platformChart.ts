import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findChartsDirectory } from '../engines';
import { parseManifest } from '../helm/HelmCli';
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

/** The objects that the platform's chart makes for trying on one machine. */
export async function renderPlatform(options: {
  release: string;
  namespace: string;
}): Promise<KubernetesObject[]> {
  const charts = findChartsDirectory();
  const { stdout } = await run(testHelm(), [
    'template',
    options.release,
    join(charts, 'platform'),
    '--namespace',
    options.namespace,
    '--values',
    join(charts, '../values/values-local.yaml'),
  ]);
  return parseManifest(stdout);
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
            rights.#add([group, resource, name], verbs);
          }
        }
      }
    }
    return rights;
  }

  /** Adds verbs on a kind of an API version, or on the object of that name alone. */
  add(apiVersion: string, kind: string, verbs: string[], name = ''): this {
    const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
    this.#add([group, resourceName(kind), name], verbs);
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

  #add(parts: string[], verbs: string[]) {
    const what = parts.filter(Boolean).join('/');
    this.#verbs.set(
      what,
      new Set([...(this.#verbs.get(what) ?? []), ...verbs]),
    );
  }
}
