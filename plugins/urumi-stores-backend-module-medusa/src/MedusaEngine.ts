import {
  adviseRollbackByVersions,
  RollbackRule,
  StoreEngine,
  StoreEngineCredentials,
  StoreEngineNetwork,
} from '@urumi/backstage-plugin-urumi-stores-node';
import { randomBytes } from 'node:crypto';
import {
  medusaParametersSchema,
  medusaParameterValues,
} from './medusaParameters';
import { createMedusaPlans } from './medusaPlans';
import { medusaProbe } from './probe/medusaProbe';

/** First start included, with image pulls over a slow line. */
const READINESS_DEADLINE_MS = 10 * 60_000;

const POSTGRES_IMAGE =
  'docker.io/library/postgres:17@sha256:7958605b474b3d264a969cb3a123d6aa00ad1e1fe9da8a69984dabb704d93317';

const network: StoreEngineNetwork = {
  entryPoints: [
    { podLabels: podLabels('storefront'), port: 8000 },
    { podLabels: podLabels('server'), port: 9000 },
  ],
  internal: [
    { from: podLabels('storefront'), to: podLabels('server'), port: 9000 },
    { from: podLabels('server'), to: podLabels('database'), port: 5432 },
    { from: podLabels('setup'), to: podLabels('database'), port: 5432 },
  ],
  // Payment providers, and the submission of mail.
  publicEgress: [{ podLabels: podLabels('server'), ports: [443, 587] }],
};

const credentials: StoreEngineCredentials = {
  usernameKey: 'admin-username',
  passwordKey: 'admin-password',
  generate: () => ({
    // Medusa's logins are e-mail addresses. Nothing is ever sent to this one.
    'admin-username': 'store-admin@urumi.invalid',
    'admin-password': randomPassword(),
    'database-password': randomPassword(),
    'jwt-secret': randomPassword(),
    'cookie-secret': randomPassword(),
    'probe-key': randomPassword(),
  }),
};

/**
 * Any version of Medusa may bring migrations, which only go forward. An older major version of
 * PostgreSQL does not open the files of a newer one. The storefront keeps nothing.
 */
const rollbackRules: Record<string, RollbackRule> = {
  medusa: { title: 'Medusa', keepsDataWithin: 'patch' },
  postgres: { title: 'PostgreSQL', keepsDataWithin: 'major' },
};

/**
 * The engine of Medusa stores: the Medusa server with its admin, a storefront, and PostgreSQL.
 *
 * @param options - `chartDirectory`: the directory of the chart `medusa`.
 */
export function createMedusaEngine(options: {
  chartDirectory: string;
}): StoreEngine {
  return {
    id: 'medusa',
    title: 'Medusa',
    description: 'Medusa with a storefront, and PostgreSQL',
    chartDirectory: options.chartDirectory,
    plans: createMedusaPlans({ readinessDeadlineMs: READINESS_DEADLINE_MS }),
    parametersSchema: medusaParametersSchema,
    readinessDeadlineMs: READINESS_DEADLINE_MS,
    images: {
      medusa: 'urumi.local/medusa:2.21.2',
      'medusa-storefront': 'urumi.local/medusa-storefront:1.0.0',
      postgres: POSTGRES_IMAGE,
    },
    probe: medusaProbe,
    network,
    credentials,
    values: input => ({
      ...input.plan.values,
      store: {
        id: input.storeId,
        name: input.displayName || input.hostname,
        url: input.url,
        ...medusaParameterValues(input),
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
    adminUrl: url => `${url}/app`,
    components: ['database', 'setup', 'server', 'storefront'].map(name => ({
      name,
      podLabels: podLabels(name),
    })),
  };
}

function podLabels(component: string): Record<string, string> {
  return {
    'app.kubernetes.io/name': 'medusa',
    'app.kubernetes.io/component': component,
  };
}

function randomPassword(): string {
  return randomBytes(32).toString('base64url');
}
