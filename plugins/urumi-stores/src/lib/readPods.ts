import { JsonValue } from '@backstage/types';
import {
  StoreResource,
  StoreResources,
} from '@urumi/backstage-plugin-urumi-stores-common';

/** A pod with its containers. */
export interface Pod {
  name: string;
  health: StoreResource['health'];
  containers: { name: string; init: boolean; restarts: number }[];
}

/** The pods among the objects of a store, those that are not well first. */
export function readPods(resources: StoreResources): Pod[] {
  return resources.items
    .filter(({ kind }) => kind === 'Pod')
    .map(({ name, health, details }) => ({
      name,
      health,
      containers: containersOf(details.containers),
    }))
    .sort(
      (left, right) =>
        Number(left.health === 'healthy') - Number(right.health === 'healthy'),
    );
}

function containersOf(value: JsonValue | undefined): Pod['containers'] {
  return (Array.isArray(value) ? value : []).flatMap(item =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? {
          name: String(item.name),
          init: item.init === true,
          restarts: Number(item.restarts ?? 0),
        }
      : [],
  );
}
