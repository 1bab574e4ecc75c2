import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { renderPlatform } from '../__testUtils__/platformChart';
import { testHelm } from '../__testUtils__/testEnvironment';
import { TestStore } from '../__testUtils__/TestStore';
import { findChartsDirectory } from '../engines';
import { ClusterClient, KubernetesObject } from '../kubernetes';

jest.setTimeout(120_000);

const run = promisify(execFile);
const charts = findChartsDirectory();

interface PodSpec {
  automountServiceAccountToken?: boolean;
  securityContext: object;
  containers: {
    name: string;
    image: string;
    securityContext: object;
    resources: object;
  }[];
}

/** What the pods of Deployments and StatefulSets are made from. */
function podsOf(objects: KubernetesObject[]): PodSpec[] {
  return objects.flatMap(({ spec }) => {
    const { template } = (spec ?? {}) as { template?: { spec: PodSpec } };
    return template ? [template.spec] : [];
  });
}

describe.each(['local', 'prod', 'vps'] as const)(
  'the platform chart with values-%s',
  values => {
    const namespace = `platform-${randomBytes(4).toString('hex')}`;
    let client: ClusterClient;
    let objects: KubernetesObject[];

    beforeAll(async () => {
      client = await TestStore.connect();
      objects = await renderPlatform({ release: namespace, namespace, values });
    });

    afterAll(() => client.close());

    it('passes helm lint', async () => {
      const { stdout } = await run(testHelm(), [
        'lint',
        join(charts, 'platform'),
        '--strict',
        '--values',
        join(charts, `../values/values-${values}.yaml`),
      ]);
      expect(stdout).toContain('0 chart(s) failed');
    });

    it('makes objects that a real API server takes', async () => {
      await client.create({
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: {
          name: namespace,
          labels: { 'pod-security.kubernetes.io/enforce': 'restricted' },
        },
      });
      let taken = 0;
      for (const object of objects) {
        await client.apply(object, { fieldManager: 'test', dryRun: true });
        taken += 1;
      }
      expect(taken).toBe(objects.length);
      await client.delete(
        client.objectPath('v1', 'Namespace', undefined, namespace),
      );
    });

    it('runs pods without rights on their node, a root file system to write to, or images of no version', () => {
      const pods = podsOf(objects);
      expect(pods).toHaveLength(values === 'prod' ? 1 : 2);
      for (const { securityContext, containers } of pods) {
        expect(securityContext).toMatchObject({
          runAsNonRoot: true,
          seccompProfile: { type: 'RuntimeDefault' },
        });
        for (const container of containers) {
          expect(container.securityContext).toEqual({
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          });
          expect(container.image).toMatch(/:(?!latest)[\w.-]+$/);
          expect(container.resources).toMatchObject({
            requests: { cpu: expect.anything(), memory: expect.anything() },
            limits: { memory: expect.anything() },
          });
        }
      }
    });

    it('writes no password into its configuration', () => {
      const config = objects.find(({ kind }) => kind === 'ConfigMap');
      expect(JSON.stringify(config)).toContain('/etc/platform/secrets');
      const secrets = objects.filter(({ kind }) => kind === 'Secret');
      for (const { data } of secrets) {
        for (const value of Object.values((data ?? {}) as object)) {
          const text = Buffer.from(String(value), 'base64').toString();
          expect(JSON.stringify(config)).not.toContain(text);
        }
      }
    });

    it('adds alerts, dashboard and telemetry where they are asked for', async () => {
      const asked = await renderPlatform({
        release: namespace,
        namespace,
        values,
        set: [
          'metrics.prometheusRule.enabled=true',
          'metrics.prometheusRule.labels.release=prometheus',
          'metrics.prometheusRule.runbook=https://wiki.example.com/runbook',
          'metrics.dashboard.enabled=true',
          'extraEnv.OTEL_EXPORTER_OTLP_ENDPOINT=http://collector:4318',
          'extraEnvFrom=telemetry',
        ],
      });
      expect(objects.map(({ kind }) => kind)).not.toContain('PrometheusRule');
      expect(asked).toHaveLength(objects.length + 2);
      const rule = asked.find(({ kind }) => kind === 'PrometheusRule');
      expect(rule?.metadata.labels).toMatchObject({ release: 'prometheus' });
      expect(JSON.stringify(rule?.spec)).toContain(
        '"runbook_url":"https://wiki.example.com/runbook#urumistoresabsent"',
      );
      const dashboard = asked.find(({ metadata }) =>
        metadata.name.endsWith('-dashboard'),
      );
      const { 'urumi-stores.json': json } = dashboard?.data as {
        'urumi-stores.json': string;
      };
      expect(JSON.parse(json).panels).not.toHaveLength(0);
      const pods = podsOf(asked).flatMap(({ containers }) => containers);
      expect(pods).toContainEqual(
        expect.objectContaining({
          name: 'backend',
          env: [
            {
              name: 'OTEL_EXPORTER_OTLP_ENDPOINT',
              value: 'http://collector:4318',
            },
          ],
          envFrom: [{ secretRef: { name: 'telemetry' } }],
        }),
      );
    });
  },
);
