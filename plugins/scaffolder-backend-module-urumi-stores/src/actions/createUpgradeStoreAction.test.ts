import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import {
  StoreDetails,
  StoreEvent,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { parse } from 'yaml';
import { aStore, StoresServer } from '../__testUtils__/StoresServer';
import { createUpgradeStoreAction } from './createUpgradeStoreAction';
import { upgradeStoreExamples } from './upgradeStoreExamples';

const { input, action: actionId } = parse(upgradeStoreExamples[0].example)
  .steps[0];
const JOB_ID = '01935c5e-7a40-7000-8000-00000000000a';

function aJob(
  part: Partial<NonNullable<StoreDetails['job']>>,
): NonNullable<StoreDetails['job']> {
  return {
    id: JOB_ID,
    action: 'UPGRADE',
    state: 'IN_PROGRESS',
    attempt: 1,
    max_attempts: 5,
    position: null,
    waiting_for: null,
    locked_by: null,
    lease_expires_at: null,
    run_after: null,
    error_message: null,
    error_class: null,
    actor: 'user:default/sana',
    created_at: '2026-11-23T10:00:00.000Z',
    updated_at: '2026-11-23T10:00:00.000Z',
    completed_at: null,
    ...part,
  };
}

const ended = { completed_at: '2026-11-23T10:05:00.000Z' };

const failed: StoreEvent = {
  id: 1,
  event_type: 'upgrade.failed',
  message: 'Pod web-1 crashes.',
  created_at: '2026-11-23T10:05:00.000Z',
  actor: 'user:default/sana',
  job_id: JOB_ID,
  level: 'error',
  data: {},
};

describe('urumi:store:upgrade', () => {
  let server: StoresServer;

  beforeEach(async () => {
    server = await StoresServer.start();
  });
  afterEach(() => server.stop());

  function answerWith(store: Partial<StoreDetails>) {
    server.answer = ({ method }) =>
      method === 'POST'
        ? {
            status: 202,
            body: { store_id: input.storeId, queued_job_id: JOB_ID },
          }
        : { body: aStore({ id: input.storeId, status: 'READY', ...store }) };
  }

  async function run(part: object = {}) {
    const action = createUpgradeStoreAction({ stores: server.service() });
    expect(actionId).toBe(action.id);
    const context = { ...createMockActionContext({ input }), ...part };
    await action.handler(context);
    return new Map((context.output as jest.Mock).mock.calls);
  }

  it('asks for what is given and for nothing else, and waits for the end', async () => {
    answerWith({ job: aJob({ state: 'SUCCEEDED', ...ended }) });
    await expect(run()).resolves.toEqual(
      new Map([
        ['storeId', input.storeId],
        ['storePageUrl', `/stores/${input.storeId}`],
      ]),
    );
    expect(server.requests.at(0)).toMatchObject({
      method: 'POST',
      path: `/stores/${input.storeId}/upgrade`,
      body: { plan: 'medium', parameters: { currency: 'EUR' } },
    });
  });

  it('asks for nothing in a dry run', async () => {
    await run({ isDryRun: true });
    expect(server.requests).toEqual([]);
  });

  it('fails with the cause, and says that the store is rolled back', async () => {
    answerWith({
      job: aJob({ id: 'another', action: 'ROLLBACK' }),
      events: [failed],
    });
    await expect(run()).rejects.toThrow(
      /has failed: Pod web-1 crashes\. The store is rolled back/,
    );
  });

  it('fails when something newer has taken its place', async () => {
    answerWith({ job: aJob({ id: 'another', action: 'DELETE' }) });
    await expect(run()).rejects.toThrow(/something newer/);
  });

  it('fails when the caller may not', async () => {
    server.answer = () => ({
      status: 403,
      body: { error: { name: 'NotAllowedError', message: 'Not yours' } },
    });
    await expect(run()).rejects.toThrow('Not yours');
  });
});
