import { createMockDirectory } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import { StoreEnginePlan } from '@urumi/backstage-plugin-urumi-stores-node';
import { join } from 'node:path';
import {
  claims,
  KubernetesObject,
  parseManifest,
  podTemplates,
  quantity,
  runHelm,
  strings,
  sumOfPods,
} from '@urumi/backstage-plugin-urumi-stores-node/testUtils';
import { findChartsDirectory } from './chartsDirectory';
import { createWooCommerceEngine } from './WooCommerceEngine';

const engine = createWooCommerceEngine({
  chartDirectory: join(findChartsDirectory(), 'woocommerce'),
});
const storeId = '01991b1e-7a52-7c3d-8e4f-5a6b7c8d9e0f';
const commonLabels = { 'urumi.io/store': storeId, 'urumi.io/managed': 'true' };

const directory = createMockDirectory();

function helm(...args: string[]): Promise<string> {
  return runHelm({ args, home: directory.path });
}

function valuesOf(options: {
  plan: StoreEnginePlan;
  displayName?: string;
  classes?: string;
}): JsonObject {
  return engine.values({
    storeId,
    displayName: options.displayName,
    hostname: `store-${storeId}.localhost`,
    url: `http://store-${storeId}.localhost:8080`,
    parameters: {},
    plan: options.plan,
    credentialsSecretName: 'store-credentials',
    serviceAccountName: 'store',
    images: engine.images,
    ingressClassName: options.classes,
    storageClassName: options.classes,
    commonLabels,
  });
}

async function render(values: JsonObject): Promise<KubernetesObject[]> {
  directory.addContent({ 'values.json': JSON.stringify(values) });
  return parseManifest(
    await helm(
      'template',
      `store-${storeId}`,
      engine.chartDirectory,
      '--values',
      directory.resolve('values.json'),
    ),
  );
}

describe.each(engine.plans.map(plan => [plan.name, plan] as const))(
  'the chart in plan %s',
  (_, plan) => {
    let objects: KubernetesObject[];

    beforeAll(async () => {
      objects = await render(valuesOf({ plan }));
    });

    it('passes helm lint', async () => {
      await expect(
        helm(
          'lint',
          engine.chartDirectory,
          '--strict',
          '--values',
          directory.resolve('values.json'),
        ),
      ).resolves.toContain('0 chart(s) failed');
    });

    it('makes these objects, none of them a hook or of another namespace', () => {
      expect(objects.map(object => object.kind).sort()).toEqual([
        'ConfigMap',
        'ConfigMap',
        'Deployment',
        'Ingress',
        'Job',
        'PersistentVolumeClaim',
        'Service',
        'Service',
        'StatefulSet',
      ]);
      for (const { metadata } of objects) {
        expect(metadata.namespace).toBeUndefined();
        expect(Object.keys(metadata.annotations ?? {})).not.toContain(
          'helm.sh/hook',
        );
      }
    });

    it('labels every object, pod and volume claim', () => {
      const labelled = [
        ...objects.map(object => object.metadata),
        ...podTemplates(objects).map(({ template }) => template.metadata),
        ...claims(objects).map(claim => claim.metadata),
      ];
      expect(labelled).toHaveLength(9 + 3 + 2);
      for (const { labels } of labelled) {
        expect(labels).toEqual({
          ...commonLabels,
          'app.kubernetes.io/name': 'woocommerce',
          'app.kubernetes.io/instance': `store-${storeId}`,
          'app.kubernetes.io/component': expect.stringMatching(
            /^(web|database|setup)$/,
          ),
          'app.kubernetes.io/managed-by': 'Helm',
        });
      }
    });

    it('has one kind of pod for each component of the engine, found by its labels', () => {
      const pods = podTemplates(objects).map(({ template }) => template);
      const matching = (labels: Record<string, string>) =>
        pods.filter(pod =>
          Object.entries(labels).every(
            ([key, value]) => pod.metadata.labels[key] === value,
          ),
        );
      expect(pods).toHaveLength(engine.components.length);
      for (const { podLabels } of [
        ...engine.components,
        ...engine.network.entryPoints,
        ...engine.network.publicEgress,
        ...engine.network.internal.flatMap(({ from, to }) => [
          { podLabels: from },
          { podLabels: to },
        ]),
      ]) {
        expect(matching(podLabels)).toHaveLength(1);
      }
    });

    it('runs pods that Pod Security restricted admits, from pinned images', () => {
      for (const { template } of podTemplates(objects)) {
        const { spec } = template;
        expect(spec).toMatchObject({
          automountServiceAccountToken: false,
          serviceAccountName: 'store',
          securityContext: {
            runAsNonRoot: true,
            seccompProfile: { type: 'RuntimeDefault' },
          },
        });
        expect(Object.keys(spec)).not.toEqual(
          expect.arrayContaining([
            expect.stringMatching(/^host(Network|PID|IPC)$/),
          ]),
        );
        expect(spec.initContainers).toBeUndefined();
        for (const container of spec.containers) {
          expect(container.securityContext).toEqual({
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          });
          expect(container.image).toMatch(
            /^(urumi\.local\/wordpress-woo:\d+\.\d+\.\d+|docker\.io\/library\/mariadb:11\.8@sha256:[0-9a-f]{64})$/,
          );
        }
      }
      expect(strings(objects).filter(text => text === 'hostPath')).toEqual([]);
    });

    it('fits into its quota with every pod that can exist at once', () => {
      const pod = (kind: string) =>
        podTemplates(objects).filter(({ object }) => object.kind === kind)[0]
          .template;
      const setup = pod('Job');
      // A web pod beside its replacement, and the set-up of an upgrade beside the last one.
      const pods = [
        pod('Deployment'),
        pod('Deployment'),
        pod('StatefulSet'),
        setup,
        setup,
      ];
      for (const part of ['requests', 'limits'] as const) {
        for (const resource of ['cpu', 'memory'] as const) {
          expect(sumOfPods({ pods, part, resource })).toBeLessThan(
            quantity(plan.quota[`${part}.${resource}`]),
          );
        }
      }
      expect(pods.length).toBeLessThan(Number(plan.quota.pods));

      const sizes = claims(objects).map(claim =>
        quantity(claim.spec.resources.requests.storage),
      );
      expect(sizes.length).toBeLessThanOrEqual(
        Number(plan.quota.persistentvolumeclaims),
      );
      expect(sizes.reduce((a, b) => a + b)).toBeLessThanOrEqual(
        quantity(plan.quota['requests.storage']),
      );
      expect(Math.max(...sizes)).toBeLessThanOrEqual(
        quantity(plan.limitRange.maxVolume),
      );

      const count = (kind: string) =>
        objects.filter(object => object.kind === kind).length;
      // The cluster adds kube-root-ca.crt to the ConfigMaps.
      expect(count('ConfigMap') + 1).toBeLessThan(
        Number(plan.quota['count/configmaps']),
      );
      expect(count('Job') * 2).toBeLessThan(
        Number(plan.quota['count/jobs.batch']),
      );
      expect(count('Service')).toBeLessThan(Number(plan.quota.services));
      // Five revisions of the release, the one being written, and the credentials.
      expect(7).toBeLessThan(Number(plan.quota['count/secrets']));
      for (const [kind, key] of [
        ['Deployment', 'count/deployments.apps'],
        ['StatefulSet', 'count/statefulsets.apps'],
        ['Ingress', 'count/ingresses.networking.k8s.io'],
      ]) {
        expect(count(kind)).toBeLessThanOrEqual(Number(plan.quota[key]));
      }
    });

    it('gives containers without sizes something that the quota has room for', () => {
      for (const resource of ['cpu', 'memory'] as const) {
        const request = quantity(plan.limitRange.defaultRequest[resource]);
        const limit = quantity(plan.limitRange.default[resource]);
        expect(request).toBeGreaterThan(0);
        expect(request).toBeLessThanOrEqual(limit);
        expect(limit).toBeLessThan(quantity(plan.quota[`limits.${resource}`]));
      }
    });
  },
);

describe('the chart', () => {
  const [plan] = engine.plans;

  it.each([
    `Bob's "Best", a=b, {c} & <d>`,
    '$(STORE_ID) `id` ${HOME} $$ \\ {{ .Values.store.id }}',
    'Tee 茶 🍵 شاي\u200d',
    'two\nlines: - # %\tand "--set x=y"',
    '  true  ',
  ])(
    'passes the display name %j on as it is, to nothing that interprets it',
    async displayName => {
      const objects = await render(valuesOf({ plan, displayName }));
      const settings = objects.find(
        object => object.kind === 'ConfigMap' && object.data?.STORE_NAME,
      );
      expect(settings?.data?.STORE_NAME).toBe(displayName);
      expect(
        strings(objects).filter(text => text.includes(displayName)),
      ).toHaveLength(1);
      for (const { template } of podTemplates(objects)) {
        for (const { command, args } of template.spec.containers) {
          expect(command).toBeUndefined();
          expect(args ?? []).toEqual(
            (args ?? []).filter(arg => ['serve', 'install'].includes(arg)),
          );
        }
      }
    },
  );

  it('names classes only when they are given', async () => {
    const without = strings(await render(valuesOf({ plan })));
    expect(without).not.toContain('ingressClassName');
    expect(without).not.toContain('storageClassName');

    const objects = await render(valuesOf({ plan, classes: 'special' }));
    expect(
      objects.find(({ kind }) => kind === 'Ingress')?.spec.ingressClassName,
    ).toBe('special');
    expect(claims(objects).map(claim => claim.spec.storageClassName)).toEqual([
      'special',
      'special',
    ]);
  });

  it('asks nothing of the ingress controller beyond its rules', async () => {
    const objects = await render(valuesOf({ plan }));
    const ingress = objects.find(({ kind }) => kind === 'Ingress');
    expect(ingress?.metadata.annotations).toBeUndefined();
  });

  it('makes a new set-up Job when anything changes in it, and only then', async () => {
    const jobName = async (displayName: string, size: StoreEnginePlan) =>
      (await render(valuesOf({ plan: size, displayName }))).find(
        ({ kind }) => kind === 'Job',
      )?.metadata.name;
    const name = await jobName('A', plan);
    expect(name).toMatch(/^setup-[0-9a-f]{10}$/);
    expect(await jobName('A', plan)).toBe(name);
    expect(await jobName('B', plan)).not.toBe(name);
    expect(await jobName('A', engine.plans[1])).not.toBe(name);
  });

  it.each<[string, JsonObject]>([
    ['unknown', { unknown: 1 }],
    ['password', { credentials: { secretName: 's', password: 'p' } }],
    [
      'images',
      { images: { 'wordpress-woo': 'shop:latest', mariadb: 'mariadb:11.8' } },
    ],
    ['images', { images: { 'wordpress-woo': 'shop:1', mariadb: 'mariadb' } }],
    ['secretName', { credentials: { secretName: '' } }],
  ])('refuses values with a wrong %s', async (name, change) => {
    await expect(render({ ...valuesOf({ plan }), ...change })).rejects.toThrow(
      new RegExp(`${name}`),
    );
  });
});
