import { NotAllowedError } from '@backstage/errors';
import { storeUpdatePermission } from '@urumi/backstage-plugin-urumi-stores-common';
import { Knex } from 'knex';
import { StoreAuthorizer } from '../authorization';
import { ClusterRegistry } from '../clusters/ClusterRegistry';
import { ClusterConfig } from '../config';
import { countLivingByCluster } from '../database/operations/livingStores';
import { Caller } from './callers';
import { Placement, placeStore } from './placeStore';
import { StoreRequest } from './StoreRequestReader';

/** In which cluster a store is made. */
export class StorePlacement {
  readonly #authorizer: StoreAuthorizer;
  readonly #clusters: ClusterRegistry;

  constructor(options: {
    authorizer: StoreAuthorizer;
    clusters: ClusterRegistry;
  }) {
    this.#authorizer = options.authorizer;
    this.#clusters = options.clusters;
  }

  /**
   * The clusters of the request that are open to the caller: whoever makes a store for an owner
   * must be able to change that owner's stores there.
   *
   * @throws NotAllowedError when there is none.
   */
  async allowedClusters(
    caller: Caller,
    request: StoreRequest,
  ): Promise<ClusterConfig[]> {
    const allowed: ClusterConfig[] = [];
    let denied: unknown;
    for (const cluster of request.clusters) {
      try {
        await this.#authorizer.authorizeStore(
          caller.credentials,
          storeUpdatePermission,
          {
            id: 'new',
            owner: request.owner,
            engine: request.registered.engine.id,
            cluster: cluster.name,
          },
        );
        allowed.push(cluster);
      } catch (error) {
        if (!(error instanceof NotAllowedError)) {
          throw error;
        }
        denied = error;
      }
    }
    if (allowed.length === 0) {
      throw denied;
    }
    return allowed;
  }

  /**
   * The cluster of a new store, as things are. In a transaction that has taken a place in the
   * limits before nobody else gets the room.
   *
   * @throws ConflictError when no cluster has room.
   */
  async place(
    knex: Knex,
    { clusters, placedBy }: Pick<StoreRequest, 'clusters' | 'placedBy'>,
  ): Promise<Placement> {
    const limited = clusters.filter(({ capacity }) => capacity !== undefined);
    const living = await countLivingByCluster(
      knex,
      limited.map(({ name }) => name),
    );
    return placeStore(
      clusters.map(cluster => ({
        cluster,
        living: living.get(cluster.name) ?? 0,
        reachable: this.#clusters.get(cluster.name).view.status().reachable,
      })),
      placedBy,
    );
  }
}
