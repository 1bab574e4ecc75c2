import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBackendPlugin } from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import urumiStoresModuleMedusa from '@urumi/backstage-plugin-urumi-stores-backend-module-medusa';
import { URUMI_STORES_PLUGIN_ID } from '@urumi/backstage-plugin-urumi-stores-common';
import {
  StoreEngine,
  storeEnginesExtensionPoint,
} from '@urumi/backstage-plugin-urumi-stores-node';
import {
  renderPlatform,
  Rights,
  RoleRule,
  rulesOf,
} from '../__testUtils__/platformChart';
import { testHelm } from '../__testUtils__/testEnvironment';
import { createWooCommerceEngine, findChartsDirectory } from '../engines';
import { HelmCli } from '../helm';
import { LISTED_KINDS } from '../jobs/remove/removedItems';
import { buildGuardrails, KubernetesObject } from '../kubernetes';
import { WATCHED_RESOURCES } from '../kubernetes/watchedResources';

jest.setTimeout(120_000);

const RELEASE = 'platform';
const NAMESPACE = 'store-1';

/** The engines of this repository. */
async function allEngines(): Promise<StoreEngine[]> {
  const engines: StoreEngine[] = [
    createWooCommerceEngine({
      chartDirectory: join(findChartsDirectory(), 'woocommerce'),
    }),
  ];
  const backend = await startTestBackend({
    features: [
      createBackendPlugin({
        pluginId: URUMI_STORES_PLUGIN_ID,
        register(env) {
          env.registerExtensionPoint(storeEnginesExtensionPoint, {
            addEngine: engine => engines.push(engine),
          });
          env.registerInit({ deps: {}, async init() {} });
        },
      }),
      urumiStoresModuleMedusa,
    ],
  });
  await backend.stop();
  return engines;
}

/** What the charts make in every plan, and what is put beside them. */
async function renderStores() {
  const directory = await mkdtemp(join(tmpdir(), 'platform-roles-'));
  const helm = await HelmCli.create({
    binary: testHelm(),
    logger: mockServices.logger.mock(),
    tempDirectory: directory,
    metrics: { helmCalled: () => {} },
  });
  const charts: KubernetesObject[] = [];
  const guardrails: KubernetesObject[] = [];
  const engines = await allEngines();
  for (const engine of engines) {
    for (const plan of engine.plans) {
      charts.push(
        ...(await helm.template({
          release: NAMESPACE,
          namespace: NAMESPACE,
          chartDirectory: engine.chartDirectory,
          values: engine.values({
            storeId: '01991b1e-7a52-7c3d-8e4f-5a6b7c8d9e0f',
            displayName: 'Shop',
            hostname: 'shop.localhost',
            url: 'http://shop.localhost',
            parameters: {},
            plan,
            credentialsSecretName: 'store-credentials',
            serviceAccountName: 'store',
            images: engine.images,
            ingressClassName: undefined,
            storageClassName: undefined,
            commonLabels: {},
          }),
        })),
      );
      guardrails.push(
        ...buildGuardrails({
          namespace: NAMESPACE,
          storeId: '1',
          engine,
          plan,
          ingressNamespace: 'ingress',
          dnsNamespace: 'kube-system',
          pullSecrets: ['{"auths":{}}'],
        }),
      );
    }
  }
  await rm(directory, { recursive: true });
  return { engines, charts, guardrails };
}

describe('the roles of the platform chart', () => {
  let platform: KubernetesObject[];

  beforeAll(async () => {
    platform = await renderPlatform({
      release: RELEASE,
      namespace: 'platform',
    });
  });

  it('allow inside of a store exactly what its chart, Helm and the platform do there', async () => {
    const { engines, charts, guardrails } = await renderStores();
    expect(engines.map(({ id }) => id).sort()).toEqual([
      'medusa',
      'woocommerce',
    ]);
    const needed = new Rights();
    for (const { apiVersion, kind, metadata } of charts) {
      // Helm looks each object up, applies it, and deletes it, unless the chart says that it stays.
      const isKept =
        metadata.annotations?.['helm.sh/resource-policy'] === 'keep';
      needed.add(apiVersion, kind, [
        'get',
        'create',
        'patch',
        ...(isKept ? [] : ['delete']),
      ]);
    }
    // Helm's own records; releaseSecrets.ts unlocks one by an update, credentialsSecret.ts adds keys by a patch.
    needed.add('v1', 'Secret', [
      ...['get', 'list', 'create', 'update', 'delete'],
      'patch',
    ]);
    for (const { apiVersion, kind } of guardrails) {
      needed.add(apiVersion, kind, ['create', 'patch']);
    }
    // A policy that is no longer among them is removed.
    needed.add('networking.k8s.io/v1', 'NetworkPolicy', ['delete']);
    // drift/readLiveObjects.ts lists each kind, but for Secrets.
    for (const { apiVersion, kind } of [...charts, ...guardrails]) {
      needed.add(apiVersion, kind, ['list']);
    }
    // What goes with a store is listed before.
    for (const [kind, apiVersion] of Object.entries(LISTED_KINDS)) {
      needed.add(apiVersion, kind, ['list']);
    }
    needed
      // readPodLog.ts, readQuotas.ts
      .addResource('', 'pods/log', ['get'])
      .add('v1', 'ResourceQuota', ['list'])
      // closeStorefrontStep.ts
      .add('networking.k8s.io/v1', 'Ingress', ['list', 'delete'])
      // healWorkloads.ts
      .add('v1', 'Pod', ['delete'])
      .add('batch/v1', 'Job', ['delete', 'patch'])
      .add('apps/v1', 'ReplicaSet', ['patch'])
      .add('apps/v1', 'StatefulSet', ['patch']);
    const allowed = Rights.of(
      rulesOf(platform, 'ClusterRole', `${RELEASE}-store`),
    );
    expect(allowed.toJSON()).toEqual(needed.toJSON());
  });

  it('allow in the whole cluster exactly what the platform sees, and namespaces', () => {
    const needed = new Rights()
      // ensureNamespace.ts, removeNamespace.ts, findLeftBehind.ts
      .add('v1', 'Namespace', ['get', 'list', 'create', 'patch', 'delete'])
      // inventoryStep.ts, OrphanRemover.ts
      .add('v1', 'PersistentVolume', ['get', 'delete'])
      // readClusterFacts.ts
      .add('v1', 'Node', ['list'])
      .add('storage.k8s.io/v1', 'StorageClass', ['list'])
      .add('networking.k8s.io/v1', 'IngressClass', ['list'])
      // storeAccess.ts
      .add(
        'rbac.authorization.k8s.io/v1',
        'RoleBinding',
        ['create', 'patch'],
        `${RELEASE}-store`,
      )
      .add(
        'rbac.authorization.k8s.io/v1',
        'ClusterRole',
        ['bind'],
        `${RELEASE}-store`,
      );
    for (const { path } of Object.values(WATCHED_RESOURCES)) {
      // /api/v1/pods, /apis/apps/v1/deployments
      const [resource = '', , group = ''] = path.split('/').reverse();
      needed.addResource(group === 'api' ? '' : group, resource, [
        'list',
        'watch',
      ]);
    }
    const allowed = Rights.of(
      rulesOf(platform, 'ClusterRole', `${RELEASE}-provisioner`),
    );
    expect(allowed.toJSON()).toEqual(needed.toJSON());
    // readClusterFacts.ts, beside what it sees of Services anywhere.
    expect(
      Rights.of(rulesOf(platform, 'Role', `${RELEASE}-provisioner`)).toJSON(),
    ).toEqual({ 'discovery.k8s.io/endpointslices': ['list'] });
  });

  it('hold no wildcard, no way to more rights, and no Secrets outside of stores', () => {
    const roles = platform.filter(({ kind }) => /^(Cluster)?Role$/.test(kind));
    expect(roles.map(({ metadata }) => metadata.name).sort()).toEqual([
      'platform-provisioner',
      'platform-provisioner',
      'platform-store',
      'platform-viewer',
    ]);
    for (const { metadata, rules } of roles) {
      for (const rule of rules as RoleRule[]) {
        const words = [...rule.apiGroups, ...rule.resources, ...rule.verbs];
        expect(words).not.toContain('*');
        expect(words).not.toContain('escalate');
        expect(words).not.toContain('impersonate');
        expect(words).not.toContain('serviceaccounts/token');
        expect({
          secretsOf: words.includes('secrets') ? metadata.name : undefined,
          binds: rule.verbs.includes('bind') ? rule.resourceNames : undefined,
        }).toEqual({
          secretsOf: words.includes('secrets') ? 'platform-store' : undefined,
          binds: rule.verbs.includes('bind') ? ['platform-store'] : undefined,
        });
      }
    }
    const bindings = platform.filter(({ kind }) =>
      /^(Cluster)?RoleBinding$/.test(kind),
    );
    expect(JSON.stringify(bindings)).not.toContain('platform-store');
  });
});
