import { RequestControl } from '../ApiTransport';
import { ClusterClient } from '../ClusterClient';
import { KubernetesObject } from '../KubernetesObject';

/** Kinds that are read one by one: the others of the namespace are large, or not the store's. */
const SINGLE_KINDS: readonly string[] = ['Secret', 'Namespace'];

/** Objects of a store as they are now. */
export interface LiveObjects {
  /** The object of the same kind and name. */
  get(object: KubernetesObject): KubernetesObject | undefined;
  ofKind(kind: string): KubernetesObject[];
  /** Uid and version of each object. */
  versions(): string[];
}

/** Reads what there is of the kinds of the given objects, with one request for most kinds. */
export async function readLiveObjects(
  client: ClusterClient,
  namespace: string,
  objects: readonly KubernetesObject[],
  control: RequestControl,
): Promise<LiveObjects> {
  const lists = new Map<string, { apiVersion: string; kind: string }>();
  const single: KubernetesObject[] = [];
  for (const object of objects) {
    const { apiVersion, kind } = object;
    if (SINGLE_KINDS.includes(kind)) {
      single.push(object);
    } else {
      lists.set(`${apiVersion} ${kind}`, { apiVersion, kind });
    }
  }
  const found = new Map<string, KubernetesObject>();
  await Promise.all([
    ...[...lists.values()].map(async ({ apiVersion, kind }) => {
      const path = client.objectPath(apiVersion, kind, namespace);
      const { items } = await client.list(path, control);
      for (const item of items) {
        // The elements of a list do not say what they are.
        found.set(keyOf(kind, item), { ...item, apiVersion, kind });
      }
    }),
    ...single.map(async ({ apiVersion, kind, metadata: { name } }) => {
      const path = client.objectPath(apiVersion, kind, namespace, name);
      const object = await client.get(path, control);
      if (object) {
        found.set(keyOf(kind, object), object);
      }
    }),
  ]);
  const all = [...found.values()];
  return {
    get: object => found.get(keyOf(object.kind, object)),
    ofKind: kind => all.filter(object => object.kind === kind),
    versions: () =>
      all
        .map(({ metadata }) => `${metadata.uid} ${metadata.resourceVersion}`)
        .sort(),
  };
}

function keyOf(kind: string, { metadata }: KubernetesObject): string {
  return `${kind} ${metadata.name}`;
}
