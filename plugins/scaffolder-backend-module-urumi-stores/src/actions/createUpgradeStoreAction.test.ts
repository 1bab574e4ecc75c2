import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import {
  StoreDetails,
  StoreEvent,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { parse } from 'yaml';
import { FakeClock } from '../__testUtils__/FakeClock';
import { aStore, StoresServer } from '../__testUtils__/StoresServer';
import { createUpgradeStoreAction } from './createUpgradeStoreAction';
import { upgradeStoreExamples } from './upgradeStoreExamples';
import { waitForUpgrade } from './waitForUpgrade';

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

  function answerWith(store: Partial<StoreDetails>, events: StoreEvent[] = []) {
    server.answer = ({ method, path }) => {
      if (method === 'POST') {
        return {
          status: 202,
          body: { store_id: input.storeId, queued_job_id: JOB_ID },
        };
      }
      return path.endsWith('/events')
        ? { body: events }
        : { body: aStore({ id: input.storeId, status: 'READY', ...store }) };
    };
  }

  async function run(part: object = {}) {
    const action = createUpgradeStoreAction({ stores: server.service() });
    expect(actionId).toBe(action.id);
    const context = { ...createMockActionContext({ input }), ...part };
    await action.handler(context);
    return new Map((context.output as jest.Mock).mock.calls);
  }

  it('asks for what is given and for nothing else, and waits for the end', async () => {
    answerWith({
      job: aJob({ state: 'SUCCEEDED', ...ended }),
      url: 'http://shop.localhost:8080',
    });
    await expect(run()).resolves.toEqual(
      new Map([
        ['storeId', input.storeId],
        ['entityRef', `resource:default/store-${input.storeId}`],
        ['storePageUrl', `/stores/${input.storeId}`],
        ['url', 'http://shop.localhost:8080'],
      ]),
    );
    expect(server.requests.at(0)).toMatchObject({
      method: 'POST',
      path: `/stores/${input.storeId}/upgrade`,
      body: { plan: 'medium', parameters: { currency: 'EUR' } },
    });
  });

  it('asks for nothing in a dry run, and says which store would get what', async () => {
    answerWith({ plan: 'small' });
    const logger = mockServices.logger.mock();
    await run({ isDryRun: true, logger });
    expect(server.requests.map(({ method }) => method)).toEqual(['GET']);
    expect(logger.info.mock.calls.flat().join()).toMatch(
      /Would upgrade store .* \(Summer sale\) of plan small .*medium/,
    );
    answerWith({ status: 'FAILED' });
    await expect(run({ isDryRun: true })).rejects.toThrow(
      'only a READY store can be upgraded',
    );
  });

  it('goes on in a dry run with a store that an earlier step only would have made', async () => {
    server.answer = () => ({
      status: 404,
      body: { error: { name: 'NotFoundError', message: 'There is no store' } },
    });
    const logger = mockServices.logger.mock();
    await run({ isDryRun: true, logger });
    expect(logger.info.mock.calls.flat().join()).toMatch(
      /Would upgrade store .*, which is not there yet: .*medium/,
    );
    await expect(run()).rejects.toThrow('could not be upgraded');
  });

  it('asks once, also when the task is recovered after a crash', async () => {
    answerWith({ job: aJob({ state: 'SUCCEEDED', ...ended }) });
    const checkpoint = async () => JOB_ID;
    await run({ checkpoint });
    expect(server.requests.map(({ method }) => method)).not.toContain('POST');
  });

  it('logs each event once, and never stays silent for 20 seconds', async () => {
    const clock = new FakeClock();
    const logger = mockServices.logger.mock();
    let looks = 0;
    server.answer = ({ path, query }) => {
      if (path.endsWith('/events')) {
        return { body: query === '?after=0' ? [{ ...failed, id: 7 }] : [] };
      }
      looks += 1;
      const job =
        looks < 60 ? aJob({}) : aJob({ state: 'SUCCEEDED', ...ended });
      return { body: aStore({ id: input.storeId, status: 'READY', job }) };
    };
    let silentSince = 0;
    let longestSilence = 0;
    const noteSilence = () => {
      longestSilence = Math.max(longestSilence, clock.now() - silentSince);
      silentSince = clock.now();
    };
    logger.info.mockImplementation(noteSilence);
    logger.error.mockImplementation(noteSilence);
    await waitForUpgrade({
      stores: server.service(),
      credentials: mockCredentials.user(),
      storeId: input.storeId,
      jobId: JOB_ID,
      timeoutMs: 600_000,
      logger,
      clock,
    });
    expect(logger.error.mock.calls.flat()).toEqual([
      'upgrade.failed: Pod web-1 crashes.',
    ]);
    expect(longestSilence).toBeGreaterThan(0);
    expect(longestSilence).toBeLessThan(20_000);
  });

  it('stops at once when the task is cancelled', async () => {
    answerWith({ job: aJob({}) });
    const cancel = new AbortController();
    const waiting = run({ signal: cancel.signal });
    cancel.abort();
    await expect(waiting).rejects.toThrow(/abort/i);
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
