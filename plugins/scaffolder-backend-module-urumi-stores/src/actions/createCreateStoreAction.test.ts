import { mockServices } from '@backstage/backend-test-utils';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import { parse } from 'yaml';
import { StoresServer } from '../__testUtils__/StoresServer';
import { createCreateStoreAction } from './createCreateStoreAction';
import { createStoreExamples } from './createStoreExamples';

const storeId = '019ab3c4-5d6e-7f80-9a0b-1c2d3e4f5a6b';

describe('urumi:store:create', () => {
  let server: StoresServer;

  beforeEach(async () => {
    server = await StoresServer.start();
    server.answer = ({ method, path, query }) =>
      method === 'POST' && path === '/stores' && query === ''
        ? {
            status: 202,
            body: {
              store_id: storeId,
              status: 'QUEUED',
              namespace: `store-${storeId}`,
              queued_job_id: 'job',
            },
          }
        : undefined;
  });
  afterEach(() => server.stop());

  it.each(createStoreExamples)('$description', async ({ example }) => {
    const { input, action: actionId } = parse(example).steps[0];
    const action = createCreateStoreAction({ stores: server.service() });
    expect(actionId).toBe(action.id);
    const context = createMockActionContext({
      input,
      task: { id: 'task-1' },
    });
    await action.handler(context);

    const { displayName, ...rest } = input;
    expect(server.requests).toEqual([
      {
        method: 'POST',
        path: '/stores',
        query: '',
        idempotencyKey: 'scaffolder.task-1.mock-step-id',
        body: { display_name: displayName, ...rest },
      },
    ]);
    expect(new Map((context.output as jest.Mock).mock.calls)).toEqual(
      new Map([
        ['storeId', storeId],
        ['namespace', `store-${storeId}`],
        ['entityRef', `resource:default/store-${storeId}`],
        ['storePageUrl', `/stores/${storeId}`],
      ]),
    );
  });

  it('asks for a cluster by its labels', async () => {
    const action = createCreateStoreAction({ stores: server.service() });
    await action.handler(
      createMockActionContext({
        input: { displayName: 'Shop', clusterLabels: { region: 'eu' } },
        task: { id: 'task-1' },
      }),
    );
    expect(server.requests.map(({ body }) => body)).toEqual([
      { display_name: 'Shop', cluster_labels: { region: 'eu' } },
    ]);
  });

  it('asks once per step, and with a key of its own per round of a loop', async () => {
    const action = createCreateStoreAction({ stores: server.service() });
    const context = createMockActionContext({
      input: { displayName: 'One of many' },
      task: { id: 'task-1' },
    });
    const done = new Map<string, unknown>();
    const checkpoint: typeof context.checkpoint = async ({ key, fn }) => {
      const value = done.get(key) ?? (await fn());
      done.set(key, value);
      return value as Awaited<ReturnType<typeof fn>>;
    };
    for (const key of [0, 1, 1]) {
      await action.handler({
        ...context,
        checkpoint,
        each: { key, value: 'x' },
      });
    }
    expect(server.requests.map(request => request.idempotencyKey)).toEqual([
      'scaffolder.task-1.mock-step-id.0',
      'scaffolder.task-1.mock-step-id.1',
    ]);
  });

  it('shows the plan in a dry run, and creates nothing', async () => {
    const usage = { used: 1, allowed: 50, left: 49 };
    server.answer = ({ query }) =>
      query === '?dry_run=true'
        ? {
            body: {
              engine: 'woocommerce',
              plan: 'small',
              cluster: 'local',
              owner: 'group:default/storefront',
              namespace: 'store-x',
              host: 'store-x.localhost',
              chart: { name: 'woocommerce', version: '0.1.0' },
              objects: { Deployment: 1, StatefulSet: 1 },
              quota: { 'limits.memory': '2Gi' },
              limits: {
                owner: 'group:default/storefront',
                stores_per_owner: usage,
                stores_total: usage,
                writes_per_minute: usage,
              },
              problems: [
                { code: 'ClusterUnreachable', message: 'local is down' },
              ],
            },
          }
        : undefined;
    const action = createCreateStoreAction({ stores: server.service() });
    expect(action.supportsDryRun).toBe(true);
    const logger = mockServices.logger.mock();
    const context = createMockActionContext({ input: { displayName: 'Try' } });
    await action.handler({ ...context, logger, isDryRun: true });
    expect(server.requests.map(({ query }) => query)).toEqual([
      '?dry_run=true',
    ]);
    const log = logger.info.mock.calls.map(([line]) => line).join('\n');
    expect(new Map((context.output as jest.Mock).mock.calls)).toEqual(
      new Map([
        ['storeId', 'x'],
        ['entityRef', 'resource:default/store-x'],
        ['storePageUrl', '/stores/x'],
        ['namespace', 'store-x'],
      ]),
    );
    for (const part of [
      'group:default/storefront',
      'store-x.localhost',
      'woocommerce 0.1.0',
      'Deployment 1, StatefulSet 1',
      'limits.memory 2Gi',
      '49 more stores',
      'local is down',
    ]) {
      expect(log).toContain(part);
    }
  });

  it('asks for nothing once the task is cancelled', async () => {
    const action = createCreateStoreAction({ stores: server.service() });
    await expect(
      action.handler({
        ...createMockActionContext({ input: { displayName: 'Shop' } }),
        signal: AbortSignal.abort(),
      }),
    ).rejects.toThrow(/abort/i);
    expect(server.requests).toEqual([]);
  });

  it('fails with what the API says', async () => {
    server.answer = () => ({
      status: 409,
      body: {
        error: {
          name: 'ConflictError',
          message: 'group:default/storefront has 50 of 50 stores',
        },
        detail: 'group:default/storefront has 50 of 50 stores',
      },
    });
    const action = createCreateStoreAction({ stores: server.service() });
    await expect(
      action.handler(createMockActionContext({ input: {} })),
    ).rejects.toThrow('has 50 of 50 stores');
  });
});
