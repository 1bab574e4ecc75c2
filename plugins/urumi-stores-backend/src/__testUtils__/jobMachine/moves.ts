import fc from 'fast-check';
import { JobAction } from '@urumi/backstage-plugin-urumi-stores-common';
import { isPostgres } from '../../database/dialect';
import { ClaimedJob } from '../../database/operations/claimedJob';
import { findStores } from '../../database/operations/findStores';
import { wakeJobs } from '../../database/operations/wakeJobs';
import { MAX_ATTEMPTS } from '../../jobs/plan';
import { Invariants, takeSnapshot } from './invariants';
import {
  hasActiveAndWaiting,
  JobModel,
  ModelRun,
  ModelStore,
  Outcome,
  OUTCOMES,
} from './JobModel';
import { JobSystem } from './JobSystem';

/** The engine, and what was seen of it. */
export interface World {
  system: JobSystem;
  invariants: Invariants;
  /** Stores whose promotion was lost and not made up for yet. */
  unpromoted: Set<string>;
}

type Move = fc.AsyncCommand<JobModel, World>;

/** Stores that each run of moves works on. */
export const STORES = 3;

/** After each move the database must be what the model says. */
async function compare(model: JobModel, world: World) {
  const { system, invariants, unpromoted } = world;
  for (const [index, store] of model.stores.entries()) {
    const active = store.jobs.some(({ status }) =>
      ['QUEUED', 'IN_PROGRESS'].includes(status),
    );
    if (active) {
      unpromoted.delete(system.storeIds[index]);
    }
  }
  const rows = await invariants.check(unpromoted);
  const actual = rows.map(row => ({
    id: row.id,
    status: row.status,
    attempt: row.attempt,
    crashes: row.crash_count,
    cancelRequested: row.cancel_requested_at !== null,
  }));
  const expected = model.stores
    .flatMap(({ jobs }) => jobs)
    .map(({ id, status, attempt, crashes, cancelRequested }) => ({
      id,
      status,
      attempt,
      crashes,
      cancelRequested,
    }));
  const byId = (a: { id: string }, b: { id: string }) =>
    a.id.localeCompare(b.id);
  expect(actual.sort(byId)).toEqual(expected.sort(byId));
  const stores = await findStores(system.knex, system.storeIds);
  for (const [index, { status }] of model.stores.entries()) {
    const row = stores.find(({ id }) => id === system.storeIds[index]);
    expect(row?.status).toBe(status);
  }
}

function move(
  name: string,
  run: (model: JobModel, world: World) => Promise<void>,
  check: (model: Readonly<JobModel>) => boolean = () => true,
): Move {
  return {
    check,
    toString: () => name,
    async run(model, world) {
      await run(model, world);
      await compare(model, world);
    },
  };
}

/** A move of a worker that has a job in hand, or believes so. */
function runMove(
  name: string,
  choice: number,
  act: (model: JobModel, world: World, run: ModelRun) => Promise<void>,
  check: (model: Readonly<JobModel>, run: ModelRun) => boolean = () => true,
): Move {
  const pick = ({ runs }: Readonly<JobModel>) => runs[choice % runs.length];
  return move(
    `${name} #${choice}`,
    async (model, world) => {
      const run = pick(model);
      const before = model.isHeld(run)
        ? undefined
        : await takeSnapshot(world.system.knex);
      await act(model, world, run);
      if (before !== undefined) {
        // It has lost the job: it writes nothing.
        expect(await takeSnapshot(world.system.knex)).toBe(before);
      }
    },
    model => model.runs.length > 0 && check(model, pick(model)),
  );
}

const enqueue = (index: number, action: JobAction) =>
  move(`enqueue ${action} of store ${index}`, async (model, { system }) => {
    const maxAttempts = 2;
    const id = await system.enqueue(system.storeIds[index], {
      action,
      maxAttempts,
    });
    const job = model.enqueue(model.stores[index], { id, action, maxAttempts });
    expect(id).toBe(job.id);
  });

function expectClaimed(
  claimed: readonly ClaimedJob[],
  { system, count }: { system: JobSystem; count: number },
) {
  expect(claimed).toHaveLength(count);
  // From rows that it knows a worker writes by other statements than from those that it has to hold first.
  const known = claimed.filter(({ rows }) => rows !== undefined);
  expect(known).toHaveLength(isPostgres(system.knex) ? count : 0);
}

const claim = (limit: number) =>
  move(`claim ${limit}`, async (model, { system, invariants }) => {
    const due = model.dueJobs();
    const claimed = await system.claim(limit);
    expectClaimed(claimed, { system, count: Math.min(limit, due.length) });
    invariants.claimed(claimed.map(({ job }) => job));
    for (const each of claimed) {
      const found = due.find(({ job }) => job.id === each.job.id);
      if (!found) {
        throw new Error(`Job ${each.job.id} was claimed and is not due`);
      }
      model.claims += 1;
      model.claim({ ...found, claim: model.claims });
      await system.begin(model.claims, each);
    }
  });

const heartbeat = (choice: number) =>
  runMove('heartbeat', choice, async (model, { system }, run) => {
    const answer = await system.heartbeat(run.claim);
    if (model.isHeld(run)) {
      run.job.leaseExpired = false;
      expect(answer).toEqual({ cancelRequested: run.job.cancelRequested });
    } else {
      expect(answer).toBeUndefined();
    }
  });

const expire = (choice: number) =>
  runMove(
    'lease runs out',
    choice,
    async (_, { system }, run) => {
      await system.expire(run.claim);
      run.job.leaseExpired = true;
    },
    (model, run) => model.isHeld(run),
  );

const finish = (choice: number, outcome: Outcome) =>
  runMove(outcome, choice, async (model, { system }, run) => {
    await system.finish(run.claim, outcome);
    model.finish(run, outcome);
  });

const losePromotion = (choice: number) =>
  runMove(
    'ends without promotion',
    choice,
    async (model, { system, unpromoted }, run) => {
      await system.endAlone(run.claim);
      model.endAlone(run);
      unpromoted.add(system.storeIds[model.stores.indexOf(run.store)]);
    },
    (model, run) => model.isHeld(run),
  );

/** A promotion that did not see the active job, as one that raced with its enqueue would not. */
const promoteUnseeing = (index: number) =>
  move(
    `promotion of store ${index} beside its active job`,
    async (_, { system }) => {
      const promotion = system.promoteUnseeing(system.storeIds[index]);
      await expect(promotion).rejects.toThrow(/unique/i);
    },
    ({ stores }) => hasActiveAndWaiting(stores[index]),
  );

const sweep = move('sweep', async (model, { system, unpromoted }) => {
  await system.sweep();
  model.sweep();
  unpromoted.clear();
});

const letTimePass = move('time passes', async (model, { system }) => {
  await system.letTimePass();
  model.letTimePass();
});

const wake = (index: number) =>
  move(`wake store ${index}`, async (model, { system }) => {
    const woken = await wakeJobs(system.knex, {
      storeIds: [system.storeIds[index]],
    });
    expect(woken).toBe(model.wake(store => store === model.stores[index]));
  });

const wakeAll = () =>
  move('the cluster is back', async (model, { system }) => {
    const woken = await wakeJobs(system.knex, { waitingFor: ['cluster'] });
    expect(woken).toBe(
      model.wake((_, { parkedFor }) => parkedFor === 'cluster'),
    );
  });

const cancel = (index: number) =>
  move(`cancel store ${index}`, async (model, { system }) => {
    await system.cancel(system.storeIds[index]);
    model.cancel(model.stores[index]);
  });

function intendDelete(model: JobModel, store: ModelStore, id: string) {
  const open = model.openDelete(store);
  if (open) {
    return open;
  }
  model.cancel(store);
  store.status = 'DELETING';
  store.toBeDeleted = true;
  return model.enqueue(store, {
    id,
    action: 'DELETE',
    maxAttempts: MAX_ATTEMPTS,
  });
}

const deleteStore = (index: number) =>
  move(`delete store ${index}`, async (model, { system }) => {
    const store = model.stores[index];
    const deletion = system.intents.delete(
      system.caller,
      system.storeIds[index],
    );
    if (store.status === 'DELETED') {
      await expect(deletion).rejects.toThrow('is deleted already');
      return;
    }
    const { queued_job_id: id } = await deletion;
    expect(id).toBe(intendDelete(model, store, id).id);
  });

const retryStore = (index: number) =>
  move(`retry store ${index}`, async (model, { system }) => {
    const store = model.stores[index];
    const retry = system.intents.retry(system.caller, system.storeIds[index]);
    if (store.status !== 'FAILED') {
      await expect(retry).rejects.toThrow('only a FAILED store');
      return;
    }
    const { queued_job_id: id } = await retry;
    if (model.currentJob(store)?.action === 'DELETE') {
      expect(id).toBe(intendDelete(model, store, id).id);
    } else {
      store.status = 'QUEUED';
      const job = model.enqueue(store, {
        id,
        action: 'PROVISION',
        maxAttempts: MAX_ATTEMPTS,
      });
      expect(id).toBe(job.id);
    }
  });

const anyStore = fc.nat({ max: STORES - 1 });
const anyRun = fc.nat({ max: 5 });
const anyClaim = fc.integer({ min: 1, max: 3 }).map(claim);
const anyEnd = fc
  .tuple(anyRun, fc.constantFrom(...OUTCOMES))
  .map(([choice, outcome]) => finish(choice, outcome));

/** Every kind of move; those that bring jobs on are more frequent. */
export const anyMove: fc.Arbitrary<Move>[] = [
  anyClaim,
  anyClaim,
  anyClaim,
  anyEnd,
  anyEnd,
  anyEnd,
  anyEnd,
  anyEnd,
  anyEnd,
  fc
    .tuple(anyStore, fc.constantFrom<JobAction>('PROVISION', 'DELETE'))
    .map(([index, action]) => enqueue(index, action)),
  anyRun.map(heartbeat),
  anyRun.map(expire),
  anyRun.map(expire),
  anyRun.map(losePromotion),
  anyStore.map(promoteUnseeing),
  fc.constant(sweep),
  fc.constant(sweep),
  fc.constant(letTimePass),
  anyStore.map(wake),
  fc.constant(wakeAll()),
  anyStore.map(cancel),
  anyStore.map(deleteStore),
  anyStore.map(retryStore),
];
