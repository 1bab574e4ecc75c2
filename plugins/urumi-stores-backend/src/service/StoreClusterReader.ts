import { AuditorService } from '@backstage/backend-plugin-api';
import { ConflictError } from '@backstage/errors';
import {
  StoreCredentials,
  storeCredentialsReadPermission,
  storeReadPermission,
  StoreResources,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { ClusterRegistry } from '../clusters/ClusterRegistry';
import { withStoreAccess } from '../clusters/withStoreAccess';
import { shopUrl } from '../config';
import { StoreRow } from '../database/rows';
import { EngineRegistry } from '../engines/EngineRegistry';
import { CREDENTIALS_SECRET } from '../jobs/plan';
import { readCredentialsSecret } from '../kubernetes/credentialsSecret';
import { storeResources } from '../kubernetes/storeResources';
import { audited, auditRefusal } from './audited';
import { withClusterRefusals } from './clusterRefusals';
import { Caller } from './callers';
import { reachableCluster } from './reachableCluster';
import { StoreReader } from './StoreReader';

/** What can be read of stores from their clusters. */
export class StoreClusterReader {
  readonly #reader: StoreReader;
  readonly #clusters: ClusterRegistry;
  readonly #engines: EngineRegistry;
  readonly #auditor: AuditorService;

  constructor(options: {
    reader: StoreReader;
    clusters: ClusterRegistry;
    engines: EngineRegistry;
    auditor: AuditorService;
  }) {
    this.#reader = options.reader;
    this.#clusters = options.clusters;
    this.#engines = options.engines;
    this.#auditor = options.auditor;
  }

  /** @throws ServiceUnavailableError when the cluster cannot be seen at the moment. */
  async resources(caller: Caller, storeId: string): Promise<StoreResources> {
    const store = await this.#reader.find(caller, storeId, storeReadPermission);
    const cluster = reachableCluster(this.#clusters, store);
    return {
      cluster: store.cluster,
      namespace: store.namespace,
      simulated_nodes: cluster.facts()?.simulatedNodes ?? false,
      items: storeResources(cluster.view.objects(store.namespace)),
    };
  }

  /**
   * The admin login, from the store's namespace; each reading is audited.
   *
   * @throws ConflictError when the store has no login yet, or no more.
   */
  async credentials(
    caller: Caller,
    storeId: string,
  ): Promise<StoreCredentials> {
    const audit = {
      eventId: 'store-credentials-read',
      severityLevel: 'high' as const,
      meta: { actor: caller.principal, storeId },
    };
    const store = await auditRefusal(this.#auditor, audit, () =>
      this.#reader.find(caller, storeId, storeCredentialsReadPermission),
    );
    return audited(this.#auditor, audit, async () => this.#readLogin(store));
  }

  async #readLogin(store: StoreRow): Promise<StoreCredentials> {
    const registered = this.#engines.get(store.engine);
    if (
      !registered ||
      !['READY', 'PROVISIONING', 'FAILED'].includes(store.status)
    ) {
      throw notAvailable(store);
    }
    const { engine } = registered;
    const cluster = reachableCluster(this.#clusters, store);
    const { id: storeId, namespace, namespace_uid: uid } = store;
    const secret = await withClusterRefusals(store.cluster, () =>
      withStoreAccess(cluster, { storeId, namespace, uid }, () =>
        readCredentialsSecret(cluster.client, {
          namespace,
          name: CREDENTIALS_SECRET,
        }),
      ),
    );
    const username = secret?.[engine.credentials.usernameKey];
    const password = secret?.[engine.credentials.passwordKey];
    if (username === undefined || password === undefined) {
      throw notAvailable(store);
    }
    return {
      store_id: store.id,
      username,
      password,
      admin_url: engine.adminUrl(shopUrl(cluster.config, store.hostname)),
    };
  }
}

function notAvailable(store: StoreRow): ConflictError {
  return new ConflictError(
    `Store ${store.id} is ${store.status} and has no admin login at the moment`,
  );
}
