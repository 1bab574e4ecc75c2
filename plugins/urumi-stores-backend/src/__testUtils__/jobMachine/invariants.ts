import assert from 'node:assert/strict';
import { Knex } from 'knex';
import { EventRow, JobRow, StepRow } from '../../database/rows';

const ENDED = ['SUCCEEDED', 'FAILED', 'CANCELLED'];

/** What must hold in the database after each move, whatever the moves were. */
export class Invariants {
  readonly #knex: Knex;
  /** Fences under which each job was ever leased. */
  readonly #fences = new Map<string, Set<number>>();
  /** Ended jobs, word for word. */
  readonly #ended = new Map<string, string>();
  #greatestFence = 0;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** Takes note of the jobs of one claim. Their fences are greater than all before. */
  claimed(jobs: readonly JobRow[]): void {
    const fences = jobs.map(({ fence }) => Number(fence));
    for (const [index, { id }] of jobs.entries()) {
      assert.ok(fences[index] > this.#greatestFence);
      this.#fences.set(
        id,
        (this.#fences.get(id) ?? new Set()).add(fences[index]),
      );
    }
    this.#greatestFence = Math.max(this.#greatestFence, ...fences);
  }

  /**
   * @param unpromoted - stores whose promotion was lost and not made up for yet.
   * @returns the jobs as they are.
   */
  async check(unpromoted: ReadonlySet<string>): Promise<JobRow[]> {
    const jobs = await this.#knex<JobRow>('provisioning_jobs').select('*');
    const events = await this.#knex<EventRow>('store_events').select('*');
    const steps = await this.#knex<StepRow>('job_steps').select('*');
    this.#oneActiveJobOfAStore(jobs);
    this.#endedJobsStay(jobs);
    this.#eachEndIsToldOnce(jobs, events);
    this.#onlyHoldersWrite(jobs, events, steps);
    for (const { attempt, max_attempts } of jobs) {
      assert.ok(attempt >= 0 && attempt <= max_attempts, `Attempt ${attempt}`);
    }
    for (const { status, store_id } of jobs) {
      if (status === 'WAITING' && !unpromoted.has(store_id)) {
        assert.equal(activeJobs(jobs, store_id).length, 1);
      }
    }
    return jobs;
  }

  #oneActiveJobOfAStore(jobs: JobRow[]) {
    for (const { store_id } of jobs) {
      assert.ok(activeJobs(jobs, store_id).length <= 1);
    }
  }

  #endedJobsStay(jobs: JobRow[]) {
    const rows = new Map(jobs.map(job => [job.id, JSON.stringify(job)]));
    for (const [id, before] of this.#ended) {
      assert.equal(rows.get(id), before);
    }
    for (const { id, status } of jobs) {
      if (ENDED.includes(status)) {
        this.#ended.set(id, rows.get(id) ?? '');
      }
    }
  }

  #eachEndIsToldOnce(jobs: JobRow[], events: EventRow[]) {
    for (const { id, status } of jobs) {
      const told = events
        .filter(({ job_id }) => job_id === id)
        .map(({ event_type }) => event_type)
        .filter(type => type === 'succeeded' || type === 'failed');
      // A store whose installation was cancelled has failed.
      const ended = status === 'SUCCEEDED' || status === 'FAILED';
      assert.ok(
        told.join() === (ended ? status.toLowerCase() : '') ||
          (status === 'CANCELLED' && told.join() === 'failed'),
        `Job ${id} is ${status}, and was told to have ${told}`,
      );
    }
  }

  #onlyHoldersWrite(jobs: JobRow[], events: EventRow[], steps: StepRow[]) {
    const wasLeased = (id: string | null, fence: unknown) =>
      id !== null && this.#fences.get(id)?.has(Number(fence)) === true;
    for (const step of steps) {
      if (step.state !== 'pending') {
        assert.ok(wasLeased(step.job_id, step.fence));
      }
    }
    for (const { job_id, event_type, data } of events) {
      if (event_type === 'job.lease_expired') {
        assert.ok(wasLeased(job_id, JSON.parse(data).fence));
      }
    }
    for (const { id, status, fence } of jobs) {
      if (status === 'IN_PROGRESS') {
        const fences = this.#fences.get(id) ?? [];
        assert.equal(Number(fence), Math.max(...fences));
      }
    }
  }
}

function activeJobs(jobs: JobRow[], storeId: string) {
  return jobs.filter(
    ({ store_id, status }) =>
      store_id === storeId && ['QUEUED', 'IN_PROGRESS'].includes(status),
  );
}

/** All that workers and callers write, to see that nothing was written. */
export async function takeSnapshot(knex: Knex): Promise<string> {
  const tables = [];
  for (const [table, key] of [
    ['stores', 'id'],
    ['provisioning_jobs', 'id'],
    ['job_steps', 'job_id, name'],
    ['store_events', 'id'],
  ]) {
    tables.push(await knex(table).orderByRaw(key).select('*'));
  }
  return JSON.stringify(tables);
}
