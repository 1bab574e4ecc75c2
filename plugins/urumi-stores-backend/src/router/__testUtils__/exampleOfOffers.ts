import {
  ClusterOffer,
  Engine,
  StoreLimits,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { STORE, TIME } from './exampleOfStore';

const ONE_OF_MANY = { used: 1, allowed: 50, left: 49 };
export const LIMITS: StoreLimits = {
  owner: STORE.owner,
  stores_per_owner: ONE_OF_MANY,
  stores_total: ONE_OF_MANY,
  writes_per_minute: ONE_OF_MANY,
  person: 'user:default/sana',
  stores_per_person: ONE_OF_MANY,
  creates_per_minute: ONE_OF_MANY,
  deletes_per_minute: ONE_OF_MANY,
  plans: [{ plan: 'large', stores_per_owner: ONE_OF_MANY, stores_total: null }],
};

export const ENGINES: Engine[] = [
  {
    id: 'woocommerce',
    title: 'WooCommerce',
    description: 'WordPress with WooCommerce',
    enabled: true,
    chart_version: '1.0.0',
    app_version: '10.0.0',
    default_plan: 'small',
    plans: [
      {
        name: 'small',
        title: 'Small',
        description: 'For trying',
        quota: { pods: '5' },
      },
    ],
    parameters_schema: { type: 'object' },
  },
];

export const CLUSTERS: ClusterOffer[] = [
  {
    name: 'local',
    reachable: false,
    simulated_nodes: null,
    message: "The cluster 'local' does not answer.",
    since: TIME,
    incident: {
      code: 'ClusterUnreachable',
      message: "The cluster 'local' does not answer.",
      owner: 'platform_operator',
      next_action: 'Look at it',
      since: TIME,
      stores_waiting: 3,
    },
    labels: { region: 'eu' },
    capacity: { used: 3, allowed: 10, left: 7 },
  },
];
