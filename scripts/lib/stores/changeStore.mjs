import { assertSucceeded, followJob } from './followJob.mjs';
import { Problem } from './Problem.mjs';

/**
 * Asks for a change of a store, and follows it to its end unless `isWaiting` is false. When an upgrade fails, the platform
 * may go back by itself, which is followed as well.
 *
 * @param options.change `upgrade` or `rollback`
 */
export async function changeStore({
  api,
  id,
  change,
  body,
  isWaiting,
  timeoutMs,
}) {
  const started = performance.now();
  const { queued_job_id: jobId } = await api.stores(
    'POST',
    `stores/${encodeURIComponent(id)}/${change}`,
    { body },
  );
  console.log(`${change} of store ${id} is queued as job ${jobId}`);
  if (!isWaiting) {
    return;
  }
  const result = await followJob({ api, storeId: id, jobId, timeoutMs });
  if (result.job.state === 'FAILED') {
    await followWayBack({
      api,
      ...result,
      timeoutMs: timeoutMs - (performance.now() - started),
    });
  }
  assertSucceeded(result);
  const { plan, chart_version: chart, parameters, url } = result.store;
  console.log(
    `done: plan ${plan}, chart ${chart}, parameters ${JSON.stringify(
      parameters,
    )}, ${url ?? 'no address'}`,
  );
}

/** The next job stands where the failed one stood as soon as that has ended: they are written together. */
async function followWayBack({ api, job, store, timeoutMs }) {
  const next = await api.stores('GET', `stores/${store.id}`);
  if (next.job?.action !== 'ROLLBACK' || next.job.id === job.id) {
    return;
  }
  console.log(`The platform takes the store back, job ${next.job.id}`);
  const back = await followJob({
    api,
    storeId: store.id,
    jobId: next.job.id,
    timeoutMs: Math.max(timeoutMs, 1),
  });
  if (back.job.state !== 'SUCCEEDED') {
    throw new Problem(
      `The ${job.action} failed (${job.error_message}), and so did the way back: ${back.job.error_message}`,
      {
        next: 'Remove the cause, then go back by scripts/store-rollback.sh; scripts/store-history.sh lists where to.',
      },
    );
  }
  console.log(`The store is back at plan ${back.store.plan}.`);
}
