import { Knex } from 'knex';
import { v7 as uuidv7 } from 'uuid';
import {
  addFinishedJobs,
  analyze,
  fillStores,
} from '../__testUtils__/manyRows';
import { countRowsRead, plansOf } from '../__testUtils__/queryPlans';
import {
  databases,
  migratedDatabase,
  seedStore,
} from '../__testUtils__/testDatabase';
import { cancelJobs } from '../database/operations/cancelJobs';
import { claimJobs } from '../database/operations/claimJobs';
import { endLease } from '../database/operations/endLease';
import { enqueueJob } from '../database/operations/enqueueJob';
import { listStepsOf, stepsUpdate } from '../database/operations/jobSteps';
import { readGauges } from '../database/operations/gauges';
import { holdLeases } from '../database/operations/holdLeases';
import {
  currentJob,
  listJobs,
  queuePositions,
} from '../database/operations/jobs';
import {
  findExpiredLeases,
  Lease,
  lockLease,
  renewLeases,
} from '../database/operations/leases';
import {
  countLiving,
  countLivingByCluster,
} from '../database/operations/livingStores';
import { listStores } from '../database/operations/listStores';
import {
  findUnpromotedStores,
  promoteWaitingJob,
} from '../database/operations/promoteWaitingJob';
import { releaseRecords } from '../database/operations/releaseRecords';
import { recentSteps } from '../database/operations/recentSteps';
import {
  eventsAfter,
  eventsBefore,
  newestEvents,
} from '../database/operations/storeEvents';
import { updateStore } from '../database/operations/updateStore';
import { wakeJobs } from '../database/operations/wakeJobs';
import { runTransaction } from '../database/transaction';

jest.setTimeout(240_000);

/** What the statements are run with. */
interface Subject {
  knex: Knex;
  storeId: string;
  /** Of running jobs. */
  leases: Lease[];
}

interface Statement {
  name: string;
  run: (subject: Subject) => Promise<unknown>;
  /** One of them is used. */
  indexes: RegExp;
  /** It reads all that waits, or counts all stores. */
  readsBacklog?: boolean;
}

const ACTIONS = ['PROVISION', 'DELETE'] as const;
/** Never read as a whole. */
const TABLES = ['provisioning_jobs', 'store_events', 'job_steps'];
/** There are as many jobs in progress as workers have slots. */
const HELD =
  /jobs_running_idx|jobs_status_idx|jobs_pkey|autoindex_provisioning_jobs/;
const STEP_KEY = /job_steps_pkey|autoindex_job_steps/;
const ACTIVE = /one_active_idx|jobs_store_idx/;
/** On Postgres a partial index that is smaller may stand in for the primary key. */
const JOB_KEY = /jobs_running_idx|jobs_pkey|autoindex_provisioning_jobs/;

const claim = ({ knex }: Subject) =>
  claimJobs(knex, {
    workerId: 'worker',
    limit: 4,
    leaseMs: 60_000,
    actions: ACTIONS,
  });

/** What workers do all the time; never by reading all jobs, whatever the planner knows. */
const engineStatements: Statement[] = [
  { name: 'claim', indexes: /jobs_ready_idx/, run: claim },
  {
    name: 'heartbeat',
    indexes: JOB_KEY,
    run: ({ knex, leases }) => renewLeases(knex, leases, 60_000),
  },
  {
    name: 'expired leases',
    indexes: /jobs_running_idx|jobs_status_idx/,
    run: ({ knex }) => findExpiredLeases(knex, 1_000, 100),
  },
  {
    name: 'proof of a lease',
    indexes: JOB_KEY,
    run: ({ knex, leases }) =>
      runTransaction(knex, trx => lockLease(trx, leases[0])),
  },
  {
    name: 'end of a lease',
    indexes: HELD,
    run: ({ knex, leases }) =>
      runTransaction(knex, trx =>
        endLease(trx, leases[0], { status: 'CANCELLED' }),
      ),
  },
  {
    name: 'hold of leases',
    indexes: HELD,
    run: ({ knex, leases }) =>
      runTransaction(knex, trx => holdLeases(trx, leases)),
  },
  {
    name: 'steps of jobs',
    indexes: STEP_KEY,
    run: ({ knex, leases }) =>
      listStepsOf(
        knex,
        leases.map(({ jobId }) => jobId),
      ),
  },
  {
    name: 'change of steps',
    indexes: STEP_KEY,
    run: ({ knex, leases }) =>
      runTransaction(knex, async trx => {
        const held = await holdLeases(trx, leases);
        await stepsUpdate(
          trx,
          [...held.values()].map(({ job }) => ({
            job,
            name: 'one',
            state: 'running',
            message: null,
          })),
        );
      }),
  },
  {
    name: 'change of stores',
    indexes: /stores_pkey|autoindex_stores/,
    run: ({ knex, storeId }) =>
      runTransaction(knex, trx =>
        updateStore(trx, storeId, { url: 'http://shop.localhost' }),
      ),
  },
  {
    name: 'promotion',
    // The latter where statistics say that hardly any job waits.
    indexes: /jobs_waiting_idx|jobs_status_idx/,
    run: ({ knex, storeId }) => promoteWaitingJob(knex, storeId),
  },
  {
    name: 'search for lost promotions',
    indexes: /jobs_waiting_idx|jobs_status_idx/,
    run: ({ knex }) => findUnpromotedStores(knex, 100),
  },
  {
    name: 'enqueue',
    indexes: ACTIVE,
    run: ({ knex, storeId }) =>
      runTransaction(knex, trx =>
        enqueueJob(trx, {
          id: uuidv7(),
          storeId,
          action: 'DELETE',
          priority: 10,
          maxAttempts: 3,
          actor: 'user:default/ada',
          payload: {},
          steps: ['one'],
        }),
      ),
  },
  {
    name: 'cancel',
    indexes: ACTIVE,
    run: ({ knex, storeId }) =>
      runTransaction(knex, trx => cancelJobs(trx, storeId)),
  },
  {
    name: 'wake the jobs of stores',
    indexes: ACTIVE,
    run: ({ knex, leases }) =>
      wakeJobs(knex, { storeIds: leases.map(({ storeId }) => storeId) }),
  },
];

const stores = { includeDeleted: false, visible: () => {} };
const all = { ...stores, includeDeleted: true };
const newest = { sort: '-created_at', limit: 51 } as const;
const owner = ['group:default/team-7'];
const ofOwner = (query: Knex.QueryBuilder) => {
  query.whereIn('stores.owner_ref', owner);
};

/** What people and programs read. */
const readStatements: Statement[] = [
  {
    name: 'wake all jobs that wait for the cluster',
    indexes: /jobs_ready_idx/,
    readsBacklog: true,
    run: ({ knex }) => wakeJobs(knex, { waitingFor: ['cluster'] }),
  },
  {
    name: 'newest stores',
    indexes: /stores_living_created_idx/,
    run: ({ knex }) => listStores(knex, stores, newest),
  },
  {
    name: 'oldest stores',
    indexes: /stores_living_created_idx/,
    run: ({ knex }) =>
      listStores(knex, stores, { ...newest, sort: 'created_at' }),
  },
  {
    name: 'next page of stores',
    indexes: /stores_living_created_idx/,
    run: ({ knex, storeId }) =>
      listStores(knex, stores, {
        ...newest,
        start: { createdAt: Date.now() - 5_000, id: storeId },
      }),
  },
  {
    name: 'stores of an owner',
    indexes: /stores_(living_)?owner_idx/,
    run: ({ knex }) => listStores(knex, { ...stores, owner }, newest),
  },
  {
    name: 'stores that a conditional decision leaves',
    indexes: /stores_(living_)?owner_idx/,
    run: ({ knex }) =>
      listStores(knex, { ...stores, visible: ofOwner }, newest),
  },
  {
    name: 'stores by their ids',
    indexes: /stores_pkey|autoindex_stores/,
    run: ({ knex, leases }) =>
      listStores(
        knex,
        { ids: leases.map(({ storeId }) => storeId), ...all },
        newest,
      ),
  },
  {
    name: 'stores by their ids that a conditional decision leaves',
    indexes: /stores_pkey|autoindex_stores|stores_(living_)?owner_idx/,
    run: ({ knex, leases }) =>
      listStores(
        knex,
        {
          ids: leases.map(({ storeId }) => storeId),
          ...all,
          visible: ofOwner,
        },
        newest,
      ),
  },
  {
    name: 'stores of a status',
    indexes: /stores_(living_)?(status|created)_idx/,
    run: ({ knex }) =>
      listStores(knex, { ...stores, status: ['FAILED'] }, newest),
  },
  {
    name: 'stores whose name, host name or id begins with a text',
    indexes: /stores_(living_)?title_idx[^]*stores_hostname_idx/,
    run: ({ knex }) => listStores(knex, { ...stores, q: 'shop 7777' }, newest),
  },
  {
    name: 'living stores of a person',
    indexes: /stores_living_person_idx/,
    run: ({ knex }) => countLiving(knex, { created_by: 'user:default/eve' }),
  },
  {
    name: 'living stores of a plan and an owner',
    indexes: /stores_living_plan_idx|stores_owner_idx/,
    run: ({ knex }) =>
      countLiving(knex, { plan: 'large', owner_ref: owner[0] }),
  },
  {
    name: 'living stores of clusters',
    indexes: /stores_living_cluster_order_idx/,
    run: ({ knex }) => countLivingByCluster(knex, ['west', 'east']),
  },
  {
    name: 'newest jobs',
    indexes: /jobs_created_idx/,
    run: ({ knex }) => listJobs(knex, { visible: stores.visible }, 51),
  },
  {
    name: 'next page of jobs',
    indexes: /jobs_created_idx/,
    run: ({ knex, storeId }) =>
      listJobs(
        knex,
        {
          visible: stores.visible,
          after: { createdAt: Date.now() - 5_000, id: storeId },
        },
        51,
      ),
  },
  ...(['QUEUED', 'IN_PROGRESS', 'FAILED'] as const).map(status => ({
    name: `jobs that are ${status}`,
    indexes:
      /jobs_status_idx|jobs_created_idx|jobs_one_active_idx|jobs_running_idx/,
    run: ({ knex }: Subject) =>
      listJobs(knex, { visible: stores.visible, status: [status] }, 51),
  })),
  {
    name: 'jobs that a conditional decision leaves',
    indexes: /jobs_created_idx|jobs_store_idx/,
    run: ({ knex }) => listJobs(knex, { visible: ofOwner }, 51),
  },
  {
    name: 'jobs of a store',
    indexes: /jobs_store_idx/,
    run: ({ knex, storeId }) =>
      listJobs(knex, { visible: stores.visible, storeId }, 51),
  },
  {
    name: 'current job of a store',
    indexes: /jobs_store_idx/,
    run: ({ knex, storeId }) => currentJob(knex, storeId),
  },
  {
    name: 'releases of a store',
    indexes: /jobs_store_idx/,
    run: ({ knex, storeId }) =>
      releaseRecords(knex, storeId, {
        limit: 101,
        after: { createdAt: Date.now(), id: storeId },
      }),
  },
  {
    name: 'places in the queue',
    indexes: /jobs_ready_idx/,
    run: ({ knex }) => queuePositions(knex, 1_000),
  },
  {
    name: 'events after an id',
    indexes: /store_events_store_idx/,
    run: ({ knex, storeId }) => eventsAfter(knex, storeId, 5, 100),
  },
  {
    name: 'events before an id',
    indexes: /store_events_store_idx/,
    run: ({ knex, storeId }) =>
      eventsBefore(knex, storeId, Number.MAX_SAFE_INTEGER, 50, {
        levels: ['error'],
        types: ['step'],
      }),
  },
  {
    name: 'steps of jobs that ended last',
    indexes: /jobs_completed_idx/,
    run: ({ knex }) => recentSteps(knex, 200),
  },
  {
    name: 'newest events',
    indexes: /store_events_store_idx/,
    run: ({ knex, storeId }) => newestEvents(knex, storeId, 50),
  },
  {
    name: 'gauges of the jobs',
    indexes: /jobs_status_idx/,
    readsBacklog: true,
    run: ({ knex }) => readGauges(knex),
  },
];

async function createSubject(knex: Knex): Promise<Subject> {
  const running = await Promise.all([
    seedStore(knex, { priority: 1 }),
    seedStore(knex, { priority: 1 }),
  ]);
  const jobs = await claimJobs(knex, {
    workerId: 'worker',
    limit: running.length,
    leaseMs: 60_000,
    actions: ACTIONS,
  });
  return {
    knex,
    storeId: running[0].storeId,
    leases: jobs.map(job => ({
      jobId: job.id,
      storeId: job.store_id,
      fence: Number(job.fence),
    })),
  };
}

/** What is wrong with the plans of a statement. */
async function findFaults(
  subject: Subject,
  { run, indexes, readsBacklog }: Statement,
): Promise<string[]> {
  const plans = await plansOf(subject.knex, () => run(subject));
  const faults = plans
    .filter(({ scanned }) =>
      [...TABLES, ...(readsBacklog ? [] : ['stores'])].some(name =>
        scanned.includes(name),
      ),
    )
    .map(({ sql, text }) => `A whole table is read by ${sql}: ${text}`);
  const used = plans.map(({ text }) => text).join('\n');
  return indexes.test(used)
    ? faults
    : [...faults, `No index ${indexes} is used: ${used}`];
}

const postgresIds = databases
  .eachSupportedId()
  .flat()
  .filter(id => id !== 'SQLITE_3');

if (databases.supports('SQLITE_3')) {
  describe('plans of SQLITE_3', () => {
    let subject: Subject;
    beforeAll(async () => {
      subject = await createSubject(await migratedDatabase('SQLITE_3'));
    });

    // Without ANALYZE, SQLite plans by the schema alone: few rows tell as much as many.
    it.each([...engineStatements, ...readStatements])(
      '$name',
      async statement => {
        expect(await findFaults(subject, statement)).toEqual([]);
      },
    );

    it('reads the newest jobs in the order of their index', async () => {
      const [plan] = await plansOf(subject.knex, () =>
        listJobs(subject.knex, { visible: stores.visible }, 51),
      );
      expect(plan).toMatchObject({ sorts: false });
    });
  });
}

for (const id of postgresIds) {
  describe(`plans of ${id}`, () => {
    let knex: Knex;
    let subject: Subject;
    beforeAll(async () => {
      knex = await migratedDatabase(id);
      await fillStores(knex);
      subject = await createSubject(knex);
    });

    describe.each([
      ['10,000 due jobs, statistics of empty tables', async () => {}],
      ['10,000 due jobs, fresh statistics', () => analyze(knex)],
      ['and 100,000 ended jobs, stale statistics', () => addFinishedJobs(knex)],
      ['and 100,000 ended jobs, fresh statistics', () => analyze(knex)],
    ])('%s', (state, prepare) => {
      beforeAll(prepare);

      it.each(engineStatements)('$name', async statement => {
        expect(await findFaults(subject, statement)).toEqual([]);
      });

      it('claims without reading what waits behind', async () => {
        const rows = await countRowsRead(
          knex,
          () => claim(subject),
          'provisioning_jobs',
        );
        expect(rows).toBeGreaterThan(0);
        expect(rows).toBeLessThan(1_000);
      });

      const read = readStatements.filter(
        ({ readsBacklog }) => !readsBacklog || state.includes('fresh'),
      );
      if (state.includes('ended')) {
        it.each(read)('$name', async statement => {
          expect(await findFaults(subject, statement)).toEqual([]);
        });
      }
    });
  });
}
