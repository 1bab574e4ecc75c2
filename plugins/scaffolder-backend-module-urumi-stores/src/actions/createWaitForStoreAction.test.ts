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
      ['status', until],
      ...(url === null ? [] : [['url', url]]),
    ]);
  });
});
