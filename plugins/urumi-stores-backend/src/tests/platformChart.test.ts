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

describe.each(['local', 'prod'] as const)(
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
      for (const object of objects) {
        const { kind, metadata } = object;
        expect(
          await client.apply(object, { fieldManager: 'test', dryRun: true }),
        ).toMatchObject({ kind, metadata: { name: metadata.name } });
      }
      await client.delete(
        client.objectPath('v1', 'Namespace', undefined, namespace),
      );
    });

    it('runs pods without rights on their node, a root file system to write to, or images of no version', () => {
      const pods = podsOf(objects);
      expect(pods).toHaveLength(values === 'local' ? 2 : 1);
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
  },
);
