import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import { parse } from 'yaml';
import { aStore, StoresServer } from '../__testUtils__/StoresServer';
import { createWaitForStoreAction } from './createWaitForStoreAction';
import { waitForStoreExamples } from './waitForStoreExamples';

describe('urumi:store:wait', () => {
  let server: StoresServer;

  beforeEach(async () => {
    server = await StoresServer.start();
  });
  afterEach(() => server.stop());

  it.each(waitForStoreExamples)('$description', async ({ example }) => {
    const { input, action: actionId } = parse(example).steps[0];
    const until = input.until ?? 'READY';
    const url = until === 'READY' ? 'http://shop.localhost' : null;
    server.answer = ({ path }) =>
      path.endsWith('/events')
        ? { body: [] }
        : { body: aStore({ id: input.storeId, status: until, url }) };
    const action = createWaitForStoreAction({ stores: server.service() });
    expect(actionId).toBe(action.id);
    const context = createMockActionContext({ input });
    await action.handler(context);
    expect((context.output as jest.Mock).mock.calls).toEqual([
      ['storeId', input.storeId],
      ['entityRef', `resource:default/store-${input.storeId}`],
      ['storePageUrl', `/stores/${input.storeId}`],
      ['status', until],
      ...(url === null ? [] : [['url', url]]),
    ]);
  });

  it('waits for nothing in a dry run', async () => {
    const action = createWaitForStoreAction({ stores: server.service() });
    expect(action.supportsDryRun).toBe(true);
    const context = createMockActionContext({
      input: { storeId: 'x', until: 'READY' as const, timeoutMinutes: 5 },
    });
    await action.handler({ ...context, isDryRun: true });
    expect(server.requests).toEqual([]);
    expect(new Map((context.output as jest.Mock).mock.calls)).toEqual(
      new Map([
        ['storeId', 'x'],
        ['entityRef', 'resource:default/store-x'],
        ['storePageUrl', '/stores/x'],
        ['status', 'READY'],
      ]),
    );
  });

  it('stops at once when the task is cancelled', async () => {
    server.answer = ({ path }) =>
      path.endsWith('/events') ? { body: [] } : { body: aStore() };
    const action = createWaitForStoreAction({ stores: server.service() });
    const cancel = new AbortController();
    const waiting = action.handler({
      ...createMockActionContext({
        input: {
          storeId: aStore().id,
          until: 'READY' as const,
          timeoutMinutes: 5,
        },
      }),
      signal: cancel.signal,
    });
    cancel.abort();
    await expect(waiting).rejects.toThrow(/abort/i);
  });
});
