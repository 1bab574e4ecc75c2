import { JsonObject } from '@backstage/types';
import {
  StoreProbeContext,
  StoreProbeError,
} from '@urumi/backstage-plugin-urumi-stores-node';
import { FailureCause } from '@urumi/backstage-plugin-urumi-stores-common';
import { shopUrl } from '../../config';
import { StoreRow } from '../../database/rows';
import { readCredentialsSecret } from '../../kubernetes/credentialsSecret';
import { ShopConnection } from '../../shops/ShopConnection';
import { CREDENTIALS_SECRET } from '../plan';
import { currentView, StoreTools } from '../StoreTools';
import { StepFailedError } from '../types';

/** Of one run of a probe, in milliseconds: one that takes longer would not count as waiting. */
const RUN_MS = 30_000;

/** What a probe of a running shop works with. */
export interface RunningShop {
  tools: StoreTools;
  connection: ShopConnection;
  probe: StoreProbeContext;
}

/**
 * Runs one probe of a shop over HTTP, within 30 seconds.
 *
 * @param options - `name`: of the probe, for messages.
 * @throws StoreProbeError when the shop does not pass, StepFailedError when its passwords are gone.
 */
export async function askShop<T>(
  options: {
    name: string;
    tools: StoreTools;
    store: StoreRow;
    signal: AbortSignal;
  },
  run: (shop: RunningShop) => Promise<T>,
): Promise<T> {
  const { name, tools, store, signal } = options;
  const ingressAddress = findIngressAddress(tools, store);
  const limited = AbortSignal.any([signal, AbortSignal.timeout(RUN_MS)]);
  const connection = new ShopConnection({
    url: shopUrl(tools.cluster.config, store.hostname),
    ingressAddress,
    signal: limited,
  });
  try {
    const probe = await probeContext(tools, store, connection, limited);
    return await run({ tools, connection, probe });
  } catch (error) {
    throw !signal.aborted && limited.aborted ? tooSlow(name) : error;
  } finally {
    await connection.close();
  }
}

/** That the Secret with the passwords of a store is gone. */
export function credentialsMissing({ namespace }: StoreRow): FailureCause {
  return {
    code: 'CredentialsMissing',
    message: `The Secret ${CREDENTIALS_SECRET} of namespace ${namespace} is gone.`,
    error_class: 'operator_fixable',
    owner: 'platform_operator',
    next_action:
      'Restore the Secret from a backup; with a new one the data of the store could not be opened.',
  };
}

function tooSlow(name: string): StoreProbeError {
  return new StoreProbeError({
    code: 'ShopTooSlow',
    message: `The probe ${name} took longer than ${
      RUN_MS / 1000
    } s; the shop has too little to run with, or waits for something`,
    retry: true,
  });
}

async function probeContext(
  { cluster }: StoreTools,
  store: StoreRow,
  connection: ShopConnection,
  signal: AbortSignal,
): Promise<StoreProbeContext> {
  const credentials = await readCredentialsSecret(cluster.client, {
    namespace: store.namespace,
    name: CREDENTIALS_SECRET,
    signal,
  });
  if (!credentials) {
    throw new StepFailedError(credentialsMissing(store));
  }
  return {
    storeId: store.id,
    url: shopUrl(cluster.config, store.hostname),
    parameters: JSON.parse(store.parameters) as JsonObject,
    credentials,
    signal,
    request: request => connection.request(request),
  };
}

/** @throws StoreProbeError, to be retried, while no controller has taken the shop's Ingress. */
function findIngressAddress(
  { cluster }: StoreTools,
  { namespace, hostname }: StoreRow,
): string {
  const address =
    cluster.config.ingressAddress ??
    currentView(cluster)
      .objects(namespace)
      .ingresses.find(({ hosts }) => hosts.includes(hostname))?.address;
  if (address === undefined) {
    throw new StoreProbeError({
      code: 'NoIngressAddress',
      message: `No ingress controller of cluster ${cluster.config.name} has given the Ingress of ${hostname} an address.`,
      retry: true,
      layer: 'ingress',
    });
  }
  return address;
}
