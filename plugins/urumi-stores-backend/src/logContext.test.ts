import { setTimeout as sleep } from 'node:timers/promises';
import { RecordingLogger } from './__testUtils__/RecordingLogger';
import { recordSpans } from './__testUtils__/recordSpans';
import { createContextLogger, withLogFields } from './logContext';
import { inSpan } from './tracing';

it('puts the fields of the work onto each of its lines, and onto no other', async () => {
  const recording = new RecordingLogger();
  const logger = createContextLogger(recording);
  await withLogFields({ store_id: 's' }, async () => {
    await sleep(1);
    logger.info('in the store', { more: 1 });
    await withLogFields({ job_id: 'j' }, async () =>
      logger.child({ plugin: 'p' }).error('in the job', new Error('lost')),
    );
  });
  logger.debug('outside');
  expect(recording.lines).toEqual([
    'info in the store {"more":1} {"store_id":"s"}',
    expect.stringMatching(
      /^error in the job Error: lost[^]* {"plugin":"p","store_id":"s","job_id":"j"}$/,
    ),
    'debug outside {} {}',
  ]);
});

it('names the trace of what is traced', async () => {
  const recording = new RecordingLogger();
  const logger = createContextLogger(recording);
  const spans = recordSpans();
  await inSpan({ name: 'work' }, async () => logger.warn('inside'));
  const [{ traceId }] = spans.spans().map(span => span.spanContext());
  await spans.stop();
  await inSpan({ name: 'work' }, async () => logger.warn('not recorded'));
  expect(recording.lines).toEqual([
    `warn inside {} {"trace_id":"${traceId}"}`,
    'warn not recorded {} {}',
  ]);
});
