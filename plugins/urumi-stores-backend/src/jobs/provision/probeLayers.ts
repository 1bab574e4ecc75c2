import { FailureCause } from '@urumi/backstage-plugin-urumi-stores-common';
import { StoreProbeLayer } from '@urumi/backstage-plugin-urumi-stores-node';

const OF_THE_PLATFORM = {
  error_class: 'operator_fixable',
  owner: 'platform_operator',
} as const;
const OF_THE_SHOP = {
  error_class: 'user_fixable',
  owner: 'store_owner',
} as const;

/** What a person hears of a failure in a layer of a shop, and whose turn it is. */
export const PROBE_LAYERS: Record<
  StoreProbeLayer,
  {
    title: string;
    failure: Pick<FailureCause, 'error_class' | 'owner' | 'next_action'>;
  }
> = {
  dns: {
    title: 'DNS',
    failure: {
      ...OF_THE_PLATFORM,
      next_action:
        'See that the backend can resolve the address of the ingress controller, or set ingressAddress of the cluster, then retry.',
    },
  },
  tls: {
    title: 'TLS',
    failure: {
      ...OF_THE_PLATFORM,
      next_action:
        'Look at the certificate of the host name and its issuer, then retry.',
    },
  },
  ingress: {
    title: 'Ingress',
    failure: {
      ...OF_THE_PLATFORM,
      next_action:
        'Look at the Ingress of the store and at the logs of the ingress controller, then retry.',
    },
  },
  pod: {
    title: 'Pod',
    failure: {
      ...OF_THE_PLATFORM,
      next_action:
        'Look at the pods of the store in the Kubernetes tab, and whether the network lets the ingress controller in, then retry.',
    },
  },
  application: {
    title: 'Application',
    failure: {
      ...OF_THE_SHOP,
      next_action:
        'Look at the logs of the shop and into its admin pages, then retry.',
    },
  },
  payment: {
    title: 'Payment',
    failure: {
      ...OF_THE_SHOP,
      next_action:
        'Switch a payment without contract on in the admin pages of the shop, then retry.',
    },
  },
};
