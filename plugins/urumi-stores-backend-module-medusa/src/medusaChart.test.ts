import { JsonObject } from '@backstage/types';
import {
  claims,
  KubernetesObject,
  PodTemplate,
  strings,
} from '@urumi/backstage-plugin-urumi-stores-node/testUtils';
import {
  commonLabels,
  engine,
  helm,
  podOf,
  podsOf,
  render,
  storeId,
  valuesFile,
  valuesOf,
} from './__testUtils__/medusaChart';

describe.each(engine.plans.map(plan => [plan.name, plan] as const))(
  'the chart in plan %s',
  (_, plan) => {
    let objects: KubernetesObject[];
    let pods: Map<string, PodTemplate>;

    beforeAll(async () => {
      objects = await render(valuesOf({ plan }));
      pods = podsOf(objects);
    });

    const pod = (name: string) => podOf(objects, name);

    it('passes helm lint', async () => {
      await expect(
        helm(
          'lint',
          engine.chartDirectory,
          '--strict',
          '--values',
          valuesFile(),
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
  },
);
