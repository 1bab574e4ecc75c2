import { v7 as uuidv7 } from 'uuid';
import { cancelJobs } from '../../database/operations/cancelJobs';
import { claimJobRows } from '../claimJobRows';
import { claimParkedJobs } from '../../database/operations/claimParkedJobs';
import { endLease } from '../../database/operations/endLease';
import { enqueueJob } from '../../database/operations/enqueueJob';
import { listStepsOf, stepsUpdate } from '../../database/operations/jobSteps';
import { holdLeases } from '../../database/operations/holdLeases';
import {
  findExpiredLeases,
  lockLease,
  readLease,
  renewLeases,
} from '../../database/operations/leases';
import {
  findUnpromotedStores,
  promoteWaitingJob,
} from '../../database/operations/promoteWaitingJob';
import { updateStore } from '../../database/operations/updateStore';
import { wakeJobs } from '../../database/operations/wakeJobs';
import { writeHeldRows } from '../../database/operations/writeHeldRows';
import { runTransaction } from '../../database/transaction';
import { ACTIONS, Statement, Subject } from './Statement';

/** There are as many jobs in progress as workers have slots. */
const HELD =
  /jobs_running_idx|jobs_status_idx|jobs_pkey|autoindex_provisioning_jobs/;
const STEP_KEY = /job_steps_pkey|autoindex_job_steps/;
const ACTIVE = /one_active_idx|jobs_store_idx/;
/** On Postgres a partial index that is smaller may stand in for the primary key. */
const JOB_KEY = /jobs_running_idx|jobs_pkey|autoindex_provisioning_jobs/;

/** A worker takes what is due. */
export const claim = ({ knex }: Subject) =>
  claimJobRows(knex, {
    workerId: 'worker',
    limit: 4,
    leaseMs: 60_000,
    actions: ACTIONS,
  });

/** What workers do all the time; never by reading all jobs, whatever the planner knows. */
export const engineStatements: Statement[] = [
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
    name: 'look at a lease',
    indexes: JOB_KEY,
    run: ({ knex, leases }) => readLease(knex, leases[0]),
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
    name: 'write of held rows',
    indexes: HELD,
    run: async subject => {
      const jobs = await claim(subject);
      const own = jobs.map(job => ({
        jobId: job.id,
        storeId: job.store_id,
        fence: Number(job.fence),
      }));
      await runTransaction(subject.knex, async trx => {
        const held = await holdLeases(trx, own);
        await writeHeldRows(
          trx,
          [...held.values()].map(rows => ({
            rows,
            store: rows.store,
            steps: [{ name: 'one', state: 'done', message: null }],
            events: [{ type: 'step.finished', message: 'It is done.' }],
            end: { status: 'SUCCEEDED' },
            receipt: undefined,
          })),
        );
      });
    },
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
  {
    name: 'claim the parked jobs of stores',
    indexes: ACTIVE,
    run: ({ knex, leases }) =>
      claimParkedJobs(
        knex,
        {
          storeIds: leases.map(({ storeId }) => storeId),
          waitingFor: ['workloads', 'shop', 'deletion'],
        },
        {
          workerId: 'worker',
          limit: 4,
          leaseMs: 60_000,
          actions: ACTIONS,
          payloadSchema: 1,
        },
      ),
  },
];
