import { settled, withConditions } from '../../conditions/storeConditions';
import { StepEnvironment } from '../StoreTools';
import { JobHandler } from '../types';
import { closeStorefrontStep } from './closeStorefrontStep';
import { readGoneItems } from './removedItems';
import { goneStep } from './goneStep';
import { inventoryStep } from './inventoryStep';
import { removeNamespaceStep } from './removeNamespaceStep';
import { removeReleaseStep } from './removeReleaseStep';

/** Removes a store with all its data, up to DELETED. */
export function deleteHandler(environment: StepEnvironment): JobHandler {
  return {
    action: 'DELETE',
    steps: [
      inventoryStep(environment),
      closeStorefrontStep(environment),
      removeReleaseStep(environment),
      removeNamespaceStep(environment),
      goneStep(environment),
    ],
    started: store => ({
      change: { status: 'DELETING' },
      event: {
        type: 'delete_started',
        message: `The removal from cluster ${store.cluster} has started.`,
      },
    }),
    succeeded: (store, outputOf) => {
      const items = readGoneItems(outputOf('gone'));
      const note = outputOf('inventory')?.note;
      return {
        receipt: { items, note: typeof note === 'string' ? note : null },
        change: {
          status: 'DELETED',
          url: null,
          failure: null,
          stamp: 'deleted_at',
          conditions: withConditions(
            JSON.parse(store.conditions),
            [settled('Deleted', 'The store and its data are gone.')],
            Number(store.updated_at),
          ),
        },
        event: {
          type: 'deleted',
          message:
            'The release, the namespace and the volumes answered that they are gone.',
          data: {
            namespace: store.namespace,
            objects: items.length,
            volumes: items
              .filter(({ kind }) => kind === 'PersistentVolume')
              .map(({ name }) => name),
          },
        },
      };
    },
  };
}
