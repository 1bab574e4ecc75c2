import { ClusterIncident } from '@urumi/backstage-plugin-urumi-stores-common';
import { classifyApiMessage } from '../kubernetes/classifyClusterError';
import { ClusterViewStatus } from '../kubernetes/ClusterView';

/** What stands still in a cluster. */
export interface HeldStores {
  /** Stores that have something in hand. */
  busy: number;
  /** Those of them that cannot go on for the cluster's sake. */
  held: number;
  /** Since when, in epoch milliseconds. */
  heldSince: number | undefined;
  /** What one of them was told. */
  message: string | undefined;
}

const UNREACHABLE_ACTION =
  'Look at the API server of the cluster and at the way to it.';

/**
 * The one thing that is wrong with a cluster, however many stores it holds up; undefined when
 * nothing is.
 *
 * @remarks
 * The words are for everybody: addresses stand in the log and at the stores only.
 */
export function clusterIncident(options: {
  name: string;
  status: ClusterViewStatus;
  stores: HeldStores | undefined;
}): ClusterIncident | undefined {
  const { name, status, stores } = options;
  if (!status.reachable) {
    return {
      code: 'ClusterUnreachable',
      message: `The cluster '${name}' does not answer.`,
      owner: 'platform_operator',
      next_action: UNREACHABLE_ACTION,
      since: status.since.toISOString(),
      stores_waiting: stores?.busy ?? 0,
    };
  }
  if (!stores?.held) {
    return undefined;
  }
  const { held, heldSince, message = '' } = stores;
  const known = classifyApiMessage(message);
  const code = known?.code ?? 'ClusterUnreachable';
  return {
    code,
    message: describe(code, name, message),
    owner: 'platform_operator',
    next_action:
      known && known.errorClass === 'operator_fixable'
        ? known.nextAction
        : UNREACHABLE_ACTION,
    since: new Date(heldSince ?? status.since).toISOString(),
    stores_waiting: held,
  };
}

function describe(code: string, name: string, message: string): string {
  switch (code) {
    case 'AdmissionWebhookDown': {
      const [, webhook] = /webhook "([^"]+)"/.exec(message) ?? [];
      return `The admission webhook ${
        webhook ? `'${webhook}' ` : ''
      }of cluster '${name}' does not answer.`;
    }
    case 'CredentialsRefused':
      return `The cluster '${name}' refuses the platform's credentials.`;
    case 'PermissionMissing':
      return `The platform's account lacks a right in cluster '${name}'.`;
    default:
      return `The cluster '${name}' cannot serve at the moment.`;
  }
}
