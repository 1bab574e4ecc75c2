import { createMockDirectory } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import { StoreEnginePlan } from '@urumi/backstage-plugin-urumi-stores-node';
import { join } from 'node:path';
import {
  claims,
  KubernetesObject,
  parseManifest,
  PodTemplate,
  podTemplates,
  quantity,
  runHelm,
  strings,
} from './__testUtils__/renderedChart';
import { findChartsDirectory } from './chartsDirectory';
import { createMedusaEngine } from './MedusaEngine';

const engine = createMedusaEngine({
  chartDirectory: join(findChartsDirectory(), 'medusa'),
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

function sumOfPods(
  pods: PodTemplate[],
  part: 'requests' | 'limits',
  resource: 'cpu' | 'memory',
): number {
  return pods
    .flatMap(pod => pod.spec.containers)
    .map(({ resources }) => quantity(resources[part][resource]))
    .reduce((total, size) => total + size, 0);
}

describe.each(engine.plans.map(plan => [plan.name, plan] as const))(
  'the chart in plan %s',
  (_, plan) => {
    let objects: KubernetesObject[];
    let pods: Map<string, PodTemplate>;

    beforeAll(async () => {
      objects = await render(valuesOf({ plan }));
      pods = podTemplates(objects);
    });

    const pod = (name: string) => {
      const template = pods.get(name);
      if (!template) {
        throw new Error(`There is no ${name} among ${[...pods.keys()]}`);
      }
      return template;
    };

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

    it('makes these objects, none of them a hook, cluster-scoped, or of another namespace', () => {
      expect(objects.map(object => object.kind).sort()).toEqual([
        'ConfigMap',
        'Deployment',
        'Deployment',
        'Ingress',
        'Job',
        'PersistentVolumeClaim',
        'Service',
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
        ...[...pods.values()].map(template => template.metadata),
        ...claims(objects).map(claim => claim.metadata),
      ];
      expect(labelled).toHaveLength(10 + 4 + 2);
      for (const { labels } of labelled) {
        expect(labels).toEqual({
          ...commonLabels,
          'app.kubernetes.io/name': 'medusa',
          'app.kubernetes.io/instance': `store-${storeId}`,
          'app.kubernetes.io/component': expect.stringMatching(
            /^(server|storefront|database|setup)$/,
          ),
          'app.kubernetes.io/managed-by': 'Helm',
        });
      }
    });

    it('has one kind of pod for each component of the engine, found by its labels', () => {
      const matching = (labels: Record<string, string>) =>
        [...pods.values()].filter(({ metadata }) =>
          Object.entries(labels).every(
            ([key, value]) => metadata.labels[key] === value,
          ),
        );
      expect(pods.size).toBe(engine.components.length);
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

    it('lets in what the ingress and the pods themselves call', () => {
      const ports = (name: string) =>
        pod(name).spec.containers.flatMap(container =>
          (container as unknown as { ports: JsonObject[] }).ports.map(
            ({ containerPort }) => containerPort,
          ),
        );
      expect(engine.network.entryPoints.map(({ port }) => port)).toEqual([
        ...ports('Deployment storefront'),
        ...ports('Deployment server'),
      ]);
      const {
        internal: [toServer, ...toDatabase],
      } = engine.network;
      expect([toServer.port]).toEqual(ports('Deployment server'));
      for (const { port } of toDatabase) {
        expect([port]).toEqual(ports('StatefulSet database'));
      }
    });

    it('runs pods that Pod Security restricted admits, from pinned images', () => {
      for (const { spec } of pods.values()) {
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
          expect(Object.values(engine.images)).toContain(container.image);
        }
      }
      expect(strings(objects).filter(text => text === 'hostPath')).toEqual([]);
    });

    it('never asks for a page to see whether a pod is alive or ready', () => {
      const paths = [...pods.values()]
        .flatMap(({ spec }) => spec.containers)
        .flatMap(({ livenessProbe, readinessProbe, startupProbe }) =>
          [livenessProbe, readinessProbe, startupProbe].map(
            probe => (probe?.httpGet as JsonObject | undefined)?.path,
          ),
        )
        .filter(path => path !== undefined);
      expect([...new Set(paths)].sort()).toEqual([
        '/health',
        '/healthz',
        '/readyz',
      ]);
    });

    it('keeps the server waiting for as long as the set-up may take', () => {
      const [server] = pod('Deployment server').spec.containers;
      const { periodSeconds, failureThreshold } = server.startupProbe;
      const job = objects.find(({ kind }) => kind === 'Job');
      expect(Number(periodSeconds) * Number(failureThreshold)).toBeGreaterThan(
        Number(job?.spec.activeDeadlineSeconds) + 90,
      );
    });

    it('bounds the heap of each Node process below the memory of its container', () => {
      for (const name of [
        'Deployment server',
        'Deployment storefront',
        'Job setup',
      ]) {
        const [{ env, resources }] = pod(name).spec.containers;
        const options = env?.find(one => one.name === 'NODE_OPTIONS')?.value;
        const heap = Number(
          /--max-old-space-size=(\d+)/.exec(options ?? '')?.[1],
        );
        expect(heap * 2 ** 20).toBeLessThan(
          quantity(resources.limits.memory) * 0.8,
        );
      }
    });

    it('fits into its quota with every pod that can exist at once', () => {
      const setup = pod('Job setup');
      const { replicas } = (plan.values.storefront ?? {}) as JsonObject;
      const atOnce = [
        // A server beside its replacement, a rolling update of the storefront, and the set-up of
        // an upgrade beside the last one.
        pod('Deployment server'),
        pod('Deployment server'),
        ...Array<PodTemplate>(Number(replicas) + 1).fill(
          pod('Deployment storefront'),
        ),
        pod('StatefulSet database'),
        setup,
        setup,
      ];
      for (const part of ['requests', 'limits'] as const) {
        for (const resource of ['cpu', 'memory'] as const) {
          expect(sumOfPods(atOnce, part, resource)).toBeLessThan(
            quantity(plan.quota[`${part}.${resource}`]),
          );
        }
      }
      expect(atOnce.length).toBeLessThan(Number(plan.quota.pods));

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
      const settings = objects.find(({ data }) => data?.STORE_NAME);
      expect(settings?.data?.STORE_NAME).toBe(displayName);
      expect(
        strings(objects).filter(text => text.includes(displayName)),
      ).toHaveLength(1);
    },
  );

  it('leads Medusa’s own paths to its server, and all others to the storefront', async () => {
    const objects = await render(valuesOf({ plan }));
    const ingress = objects.find(({ kind }) => kind === 'Ingress');
    const [rule] = ingress?.spec.rules as JsonObject[];
    expect(rule.host).toBe(`store-${storeId}.localhost`);
    const { paths } = rule.http as { paths: JsonObject[] };
    const leading = (to: string) =>
      paths
        .filter(path => strings(path.backend).includes(to))
        .map(({ path }) => path);
    expect(leading('storefront')).toEqual(['/']);
    expect(leading('server')).toEqual([
      '/admin',
      '/app',
      '/auth',
      '/health',
      '/hooks',
      '/static',
      '/store',
    ]);
  });

  it('keeps the database and the pictures on volumes, the latter also without the release', async () => {
    const objects = await render(valuesOf({ plan }));
    expect(
      claims(objects)
        .map(({ metadata }) => metadata.name)
        .sort(),
    ).toEqual(['data', 'uploads']);
    expect(
      objects.find(({ kind }) => kind === 'PersistentVolumeClaim')?.metadata
        .annotations,
    ).toEqual({ 'helm.sh/resource-policy': 'keep' });
  });

  it('hands each pod only the passwords that it needs, as files', async () => {
    const objects = await render(valuesOf({ plan }));
    const keys = Object.fromEntries(
      [...podTemplates(objects)].map(([name, { spec }]) => [
        name,
        (spec.volumes as JsonObject[])
          .flatMap(
            volume =>
              ((volume.secret as JsonObject)?.items ?? []) as JsonObject[],
          )
          .map(({ key }) => key),
      ]),
    );
    expect(keys).toEqual({
      'Deployment server': ['database-password', 'jwt-secret', 'cookie-secret'],
      'Deployment storefront': ['probe-key'],
      'StatefulSet database': ['database-password'],
      'Job setup': [
        'admin-username',
        'admin-password',
        'database-password',
        'jwt-secret',
        'cookie-secret',
      ],
    });
    expect(Object.keys(engine.credentials.generate()).sort()).toEqual(
      [...new Set(Object.values(keys).flat())].sort(),
    );
    expect(strings(objects)).not.toContain('secretKeyRef');
  });

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

  it('makes a new set-up Job when anything changes in it, and only then', async () => {
    const jobName = async (displayName: string, changes: JsonObject = {}) =>
      (await render({ ...valuesOf({ plan, displayName }), ...changes })).find(
        ({ kind }) => kind === 'Job',
      )?.metadata.name;
    const name = await jobName('A');
    expect(name).toMatch(/^setup-[0-9a-f]{10}$/);
    expect(await jobName('A')).toBe(name);
    expect(await jobName('B')).not.toBe(name);
    const images = { ...engine.images, medusa: 'shop/medusa:2.22.0' };
    expect(await jobName('A', { images })).not.toBe(name);
  });

  it.each<[string, JsonObject]>([
    ['unknown', { unknown: 1 }],
    ['password', { credentials: { secretName: 's', password: 'p' } }],
    ['images', { images: { ...engine.images, medusa: 'medusa:latest' } }],
    ['images', { images: { ...engine.images, postgres: 'postgres' } }],
    ['images', { images: { medusa: 'medusa:1' } }],
    ['secretName', { credentials: { secretName: '' } }],
  ])('refuses values with a wrong %s', async (name, change) => {
    await expect(render({ ...valuesOf({ plan }), ...change })).rejects.toThrow(
      new RegExp(`${name}`),
    );
  });
});
