import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import { parse } from 'yaml';
import { aStore, StoresServer } from '../__testUtils__/StoresServer';
import { createDeleteStoreAction } from './createDeleteStoreAction';
import { deleteStoreExamples } from './deleteStoreExamples';

describe('urumi:store:delete', () => {
  let server: StoresServer;

  beforeEach(async () => {
    server = await StoresServer.start();
  });
  afterEach(() => server.stop());

  const { input, action: actionId } = parse(deleteStoreExamples[0].example)
    .steps[0];
  const storePath = `/stores/${input.storeId}`;

  function livingStore(method: string) {
    return method === 'DELETE'
      ? { status: 202, body: { store_id: input.storeId, queued_job_id: 'job' } }
      : { body: aStore({ id: input.storeId, status: 'READY' }) };
  }

  async function run(part: object = {}) {
    const action = createDeleteStoreAction({ stores: server.service() });
    expect(actionId).toBe(action.id);
    const context = { ...createMockActionContext({ input }), ...part };
    await action.handler(context);
    return new Map((context.output as jest.Mock).mock.calls);
  }

  it('deletes a living store', async () => {
    server.answer = ({ method }) => livingStore(method);
    await expect(run()).resolves.toEqual(
      new Map([
        ['storeId', input.storeId],
        ['entityRef', `resource:default/store-${input.storeId}`],
        ['storePageUrl', storePath],
      ]),
    );
    expect(server.requests.map(({ method, path }) => [method, path])).toEqual([
      ['GET', storePath],
      ['DELETE', storePath],
    ]);
  });

  it('deletes nothing in a dry run', async () => {
    server.answer = ({ method }) => livingStore(method);
    await run({ isDryRun: true });
    expect(server.requests.map(({ method }) => method)).toEqual(['GET']);
  });

  it('succeeds when the store is deleted already, or was never there', async () => {
    server.answer = () => ({
      body: aStore({ id: input.storeId, status: 'DELETED' }),
    });
    await run();
    server.answer = () => undefined;
    await run();
    expect(server.requests.map(({ method }) => method)).toEqual(['GET', 'GET']);
  });

  it('asks once, also when the task is recovered after a crash', async () => {
    server.answer = ({ method }) => livingStore(method);
    await run({ checkpoint: async () => 'job' });
    expect(server.requests.map(({ method }) => method)).toEqual(['GET']);
  });

  it('asks for nothing once the task is cancelled', async () => {
    await expect(run({ signal: AbortSignal.abort() })).rejects.toThrow(
      /abort/i,
    );
    expect(server.requests).toEqual([]);
  });

  it('fails when the caller may not delete it', async () => {
    server.answer = ({ method }) =>
      method === 'DELETE'
        ? {
            status: 403,
            body: { error: { name: 'NotAllowedError', message: 'Not yours' } },
          }
        : livingStore(method);
    await expect(run()).rejects.toThrow('Not yours');
  });
});
