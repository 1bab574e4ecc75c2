import {
  adviseRollbackByVersions,
  RollbackRule,
  StoreEngine,
  StoreEngineCredentials,
  StoreEngineNetwork,
} from '@urumi/backstage-plugin-urumi-stores-node';
import { randomBytes } from 'node:crypto';
import {
  woocommerceParametersSchema,
  woocommerceParameterValues,
} from './woocommerceParameters';
import { createWooCommercePlans } from './woocommercePlans';
import { woocommerceProbe } from './woocommerceProbe';

/** First start included, with image pulls over a slow line. */
const READINESS_DEADLINE_MS = 10 * 60_000;

const MARIADB_IMAGE =
  'docker.io/library/mariadb:11.8@sha256:2439dcd7d14010ecd1ff7a4e1c5abe8e208c34fe35290744deeeaac3569043c3';

const network: StoreEngineNetwork = {
  entryPoints: [{ podLabels: podLabels('web'), port: 8080 }],
  internal: [
    { from: podLabels('web'), to: podLabels('database'), port: 3306 },
    { from: podLabels('setup'), to: podLabels('database'), port: 3306 },
  ],
  // Payment providers, and the submission of mail.
  publicEgress: [{ podLabels: podLabels('web'), ports: [443, 587] }],
};

const credentials: StoreEngineCredentials = {
  usernameKey: 'admin-username',
  passwordKey: 'admin-password',
  generate: () => ({
    'admin-username': 'store-admin',
    'admin-password': randomPassword(),
    'database-password': randomPassword(),
    'database-root-password': randomPassword(),
    'salt-seed': randomPassword(),
    'probe-key': randomPassword(),
    // As WooCommerce itself makes them.
    'api-consumer-key': `ck_${randomBytes(20).toString('hex')}`,
    'api-consumer-secret': `cs_${randomBytes(20).toString('hex')}`,
  }),
};

/**
 * WooCommerce brings its tables up to date when a minor version begins, and has no way back. An
 * older MariaDB does not open the files of a newer series.
 */
const rollbackRules: Record<string, RollbackRule> = {
  'wordpress-woo': { title: 'WooCommerce', keepsDataWithin: 'minor' },
  mariadb: { title: 'MariaDB', keepsDataWithin: 'minor' },
};

/**
 * The engine of WooCommerce stores: WordPress with WooCommerce, and MariaDB.
 *
 * @param options - `chartDirectory`: the directory of the chart `woocommerce`.
 */
export function createWooCommerceEngine(options: {
  chartDirectory: string;
}): StoreEngine {
  return {
    id: 'woocommerce',
    title: 'WooCommerce',
    description: 'WordPress with WooCommerce, and MariaDB',
    chartDirectory: options.chartDirectory,
    plans: createWooCommercePlans({
      readinessDeadlineMs: READINESS_DEADLINE_MS,
    }),
    parametersSchema: woocommerceParametersSchema,
    readinessDeadlineMs: READINESS_DEADLINE_MS,
    images: {
      'wordpress-woo': 'urumi.local/wordpress-woo:11.0.1',
      mariadb: MARIADB_IMAGE,
    },
    probe: woocommerceProbe,
    network,
    credentials,
    values: input => ({
      ...input.plan.values,
      store: {
        id: input.storeId,
        name: input.displayName || input.hostname,
        url: input.url,
        ...woocommerceParameterValues(input),
      },
      credentials: { secretName: input.credentialsSecretName },
      images: input.images,
      serviceAccountName: input.serviceAccountName,
      commonLabels: input.commonLabels,
      ingress: {
        host: input.hostname,
        className: input.ingressClassName ?? '',
      },
      storageClassName: input.storageClassName ?? '',
    }),
    adviseRollback: releases =>
      adviseRollbackByVersions(releases, rollbackRules),
    adminUrl: url => `${url}/wp-admin/`,
    components: ['database', 'setup', 'web'].map(name => ({
      name,
      podLabels: podLabels(name),
    })),
  };
}

function podLabels(component: string): Record<string, string> {
  return {
    'app.kubernetes.io/name': 'woocommerce',
    'app.kubernetes.io/component': component,
  };
}

function randomPassword(): string {
  return randomBytes(32).toString('base64url');
}
