import { setTimeout as delay } from 'node:timers/promises';
import { exitCodes, Problem } from './Problem.mjs';

const everyMs = 1000;

/**
 * Shows what a job does until it has ended. That the platform does not answer for a while, as when it is upgraded itself,
 * is waited for as well.
 *
 * @returns the `job` and the `store` with its details
 * @throws Problem when the time is over; the job goes on
 */
export async function followJob({ api, storeId, jobId, timeoutMs }) {
  const started = performance.now();
  const say = text =>
    console.log(
      `${String(Math.round((performance.now() - started) / 1000)).padStart(
        5,
      )} s  ${text}`,
    );
  const shown = new Map();
  let isAway = false;
  for (;;) {
    try {
      const job = await api.stores('GET', `jobs/${jobId}`);
      const store = await api.stores('GET', `stores/${storeId}`);
      isAway = false;
      showSteps({ store, jobId, shown, say });
      showEvents({ store, jobId, shown, say });
      if (job.completed_at !== null) {
        return { job, store };
      }
    } catch (error) {
      if (!(error instanceof Problem) || isFinal(error)) {
        throw error;
      }
      if (!isAway) {
        say(`waiting for the platform: ${error.message}`);
        isAway = true;
      }
    }
    if (performance.now() - started > timeoutMs) {
      throw new Problem(
        `Job ${jobId} of store ${storeId} has not ended after ${
          timeoutMs / 1000
        } s. It goes on.`,
        {
          next: 'Look at the page of the store for what it waits for; a longer --timeout waits longer.',
          exitCode: exitCodes.timeIsOver,
        },
      );
    }
    await delay(everyMs);
  }
}

/** Whether asking again would be answered in the same way. */
function isFinal({ status }) {
  return status !== undefined && status < 500 && status !== 429;
}

function showSteps({ store, jobId, shown, say }) {
  if (store.job?.id !== jobId) {
    return;
  }
  for (const { name, state, message } of store.steps) {
    const text = `${name}: ${state}${message ? `, ${message}` : ''}`;
    if (state !== 'pending' && shown.get(name) !== text) {
      shown.set(name, text);
      say(text);
    }
  }
}

/** What the steps do not say: warnings, errors and the platform's own order. */
function showEvents({ store, jobId, shown, say }) {
  for (const event of [...store.events].reverse()) {
    const isOfInterest =
      event.level !== 'info' || event.event_type === 'probe.order_placed';
    if (event.job_id === jobId && isOfInterest && !shown.has(event.id)) {
      shown.set(event.id, true);
      say(`${event.event_type}: ${event.message}`);
    }
  }
}

/** @throws Problem with the cause, unless the job has succeeded */
export function assertSucceeded({ job, store }) {
  if (job.state === 'SUCCEEDED') {
    return;
  }
  const { failure } = store;
  throw new Problem(
    `${job.action} of store ${store.id} ended as ${job.state}: ${
      failure?.message ?? job.error_message ?? 'nobody says why'
    }`,
    {
      next: failure
        ? `${failure.next_action} (${failure.owner.replaceAll('_', ' ')})`
        : lastError(store, job) ??
          'Look at the events on the page of the store.',
    },
  );
}

/** The event that tells of a failure ends with the next action. */
function lastError({ events }, { id }) {
  return events.find(
    ({ job_id: jobId, level }) => jobId === id && level === 'error',
  )?.message;
}
