import { ReadableSpan } from '@opentelemetry/sdk-trace-node';
import { recordSpans } from '../__testUtils__/recordSpans';
import {
  databases,
  migratedDatabase,
  seedStore,
} from '../__testUtils__/testDatabase';
import { createTestWorker, done, step } from '../__testUtils__/testWorker';
import { untilJob } from '../__testUtils__/untilStored';
import { JobStep, StepFailedError } from '../jobs/types';
import { inSpan } from '../tracing';

jest.setTimeout(60_000);

describe.each(databases.eachSupportedId())('traces on %s', databaseId => {
  let recording: ReturnType<typeof recordSpans>;
  let knex: Awaited<ReturnType<typeof migratedDatabase>>;

  beforeAll(async () => {
    knex = await migratedDatabase(databaseId);
  });

  beforeEach(() => {
    recording = recordSpans();
  });

  afterEach(() => recording.stop());

  const named = (name: string) =>
    recording.spans().filter(span => span.name === name);

  /** Asks for a store as a request does, and lets a worker of its own run its job. */
  async function run(
    steps: JobStep[],
    options: { traceParent?: string | null; end?: 'SUCCEEDED' | 'FAILED' } = {},
  ) {
    const { jobId, storeId } = await inSpan({ name: 'request' }, () =>
      seedStore(knex),
    );
    if (options.traceParent !== undefined) {
      await knex('provisioning_jobs')
        .where({ id: jobId })
        .update({ trace_parent: options.traceParent });
    }
    const worker = createTestWorker(knex, steps);
    worker.start();
    await untilJob(knex, jobId, options.end ?? 'SUCCEEDED');
    await worker.stop();
    return { jobId, storeId };
  }

  const isUnder = (parent: ReadableSpan, child: ReadableSpan) =>
    child.parentSpanContext?.spanId === parent.spanContext().spanId &&
    child.spanContext().traceId === parent.spanContext().traceId;

  it('go on in the worker from the request that asked', async () => {
    const { jobId, storeId } = await run([
      step('one', () => done),
      step('two', () => ({ state: 'skipped', message: 'no need' })),
    ]);
    const [request] = named('request');
    const [job] = named('job PROVISION');
    const [one] = named('step one');
    const [two] = named('step two');
    expect(isUnder(request, job)).toBe(true);
    expect(isUnder(job, one)).toBe(true);
    expect(isUnder(job, two)).toBe(true);
    expect(job.attributes).toEqual({
      'urumi.job.id': jobId,
      'urumi.job.action': 'PROVISION',
      'urumi.job.attempt': 1,
      'urumi.job.outcome': 'succeeded',
      'urumi.store.id': storeId,
    });
    expect(two.attributes).toMatchObject({ 'urumi.step.state': 'skipped' });
  });

  it('have a span for each time that a job is taken in hand', async () => {
    let looks = 0;
    await run([
      step('one', () => {
        looks += 1;
        return looks === 1
          ? {
              state: 'waiting',
              message: 'not yet',
              waitingFor: 'workloads',
              recheckMs: 1,
              deadlineMs: 60_000,
            }
          : done;
      }),
      step('two', () => done),
    ]);
    const [request] = named('request');
    const jobs = named('job PROVISION');
    expect(
      jobs.map(({ attributes }) => attributes['urumi.job.outcome']),
    ).toEqual(['waiting', 'succeeded']);
    expect(jobs.every(job => isUnder(request, job))).toBe(true);
  });

  it('say why a job failed, and never a password', async () => {
    await run(
      [
        step('one', () => {
          throw new StepFailedError({
            code: 'QuotaExceeded',
            message: 'The quota is used up, password=hunter2',
            error_class: 'user_fixable',
            owner: 'store_owner',
            next_action: 'Choose a larger plan.',
          });
        }),
      ],
      { end: 'FAILED' },
    );
    const [job] = named('job PROVISION');
    expect(job.attributes).toMatchObject({
      'urumi.job.outcome': 'failed',
      'urumi.failure.code': 'QuotaExceeded',
      'urumi.failure.class': 'user_fixable',
    });
    const [one] = named('step one');
    for (const { status } of [job, one]) {
      expect(status.message).toContain('The quota is used up');
      expect(status.message).not.toContain('hunter2');
    }
  });

  it.each([null, 'damaged', `00-${'0'.repeat(32)}-${'0'.repeat(16)}-01`])(
    'begin anew for a job whose trace is %s',
    async traceParent => {
      await run([step('one', () => done), step('two', () => done)], {
        traceParent,
      });
      const [job] = named('job PROVISION');
      const [one] = named('step one');
      expect(job.spanContext().traceId).toMatch(/[1-9a-f]/);
      expect(isUnder(named('request')[0], job)).toBe(false);
      expect(isUnder(job, one)).toBe(true);
    },
  );

  it('leave nothing with a job where there is no telemetry', async () => {
    await recording.stop();
    const { jobId } = await run([
      step('one', () => done),
      step('two', () => done),
    ]);
    expect(
      await knex('provisioning_jobs').where({ id: jobId }).first(),
    ).toMatchObject({ trace_parent: null });
  });
});
