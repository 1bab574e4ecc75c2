import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import urumiStoresPlugin from '@urumi/backstage-plugin-urumi-stores-backend';
import urumiStoresModuleMedusa from '@urumi/backstage-plugin-urumi-stores-backend-module-medusa';
import { Engine, Store } from '@urumi/backstage-plugin-urumi-stores-common';
import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import request from 'supertest';
import { explainedFindings } from './__testUtils__/explainedFindings';
import { ManifestChecks } from './__testUtils__/manifestChecks';

const run = promisify(execFile);

jest.setTimeout(300_000);

/** Every chart with the values of every plan, against the schema, admission and quota of a real API server, and against kube-score. */
describe('the engines of this backend', () => {
  let backend: Awaited<ReturnType<typeof startTestBackend>>;

  const call = async <T>(
    method: 'get' | 'post' | 'delete',
    path: string,
    body?: object,
  ): Promise<T> => {
    const answer = await request(backend.server)
      [method](`/api/urumi-stores${path}`)
      .set('authorization', mockCredentials.service.header())
      .send(body);
    expect({ path, status: answer.status, body: answer.body }).toMatchObject({
      status: method === 'get' ? 200 : 202,
    });
    return answer.body;
  };

  beforeAll(async () => {
    backend = await startTestBackend({
      features: [
        urumiStoresPlugin,
        urumiStoresModuleMedusa,
        catalogServiceMock.factory({
          entities: [
            {
              apiVersion: 'backstage.io/v1alpha1',
              kind: 'Group',
              metadata: { name: 'platform', namespace: 'default' },
              spec: { type: 'team', children: [] },
            },
          ],
        }),
        mockServices.rootConfig.factory({
          data: {
            app: { baseUrl: 'http://localhost' },
            backend: { baseUrl: 'http://localhost' },
            urumiStores: {
              helm: { binary: process.env.URUMI_TEST_HELM },
              clusters: [
                { name: 'sim', kubeconfig: process.env.URUMI_TEST_KUBECONFIG },
              ],
              images: { registry: 'registry.example.com/urumi' },
            },
          },
        }),
      ],
    });
  });

  afterAll(() => backend.stop());

  async function until(id: string, status: Store['status']): Promise<Store> {
    for (;;) {
      const store = await call<Store>('get', `/stores/${id}`);
      expect([store.engine, store.plan, store.last_error]).toEqual([
        store.engine,
        store.plan,
        null,
      ]);
      if (store.status === status) {
        return store;
      }
      await sleep(250);
    }
  }

  it('make a store in each of their plans, and remove it', async () => {
    const engines = await call<Engine[]>('get', '/engines');
    expect(engines.map(({ id }) => id).sort()).toEqual([
      'medusa',
      'woocommerce',
    ]);
    const wanted = engines.flatMap(({ id, plans }) =>
      plans.map(plan => ({ engine: id, plan: plan.name })),
    );
    const made = await Promise.all(
      wanted.map(body => call<{ store_id: string }>('post', '/stores', body)),
    );
    const stores = await Promise.all(
      made.map(({ store_id: id }) => until(id, 'READY')),
    );
    for (const { id, url, admin_url: adminUrl } of stores) {
      expect(adminUrl?.startsWith(`${url}/`)).toBe(true);
      const { items } = await call<{
        items: { kind: string; details: { images?: string[] } }[];
      }>('get', `/stores/${id}/resources`);
      const images = items.flatMap(({ details }) => details.images ?? []);
      expect(images.length).toBeGreaterThan(1);
      for (const image of images) {
        expect(image).toMatch(/^registry\.example\.com\/urumi\/[^/]+:[^:]+$/);
      }
    }
    const checks = await ManifestChecks.create();
    const explained = await explainedFindings();
    for (const { namespace } of stores) {
      const { stdout: manifest } = await run(
        process.env.URUMI_TEST_HELM ?? 'helm',
        [
          ...['get', 'manifest', namespace, '--namespace', namespace],
          ...['--kubeconfig', process.env.URUMI_TEST_KUBECONFIG ?? ''],
        ],
      );
      await checks.conform(manifest);
      expect(
        (await checks.score(manifest)).filter(
          ({ check }) => !explained.includes(check),
        ),
      ).toEqual([]);
    }
    await checks.close();
    await Promise.all(
      made.map(async ({ store_id: id }) => {
        await call('delete', `/stores/${id}`);
        await until(id, 'DELETED');
      }),
    );
  });
});
