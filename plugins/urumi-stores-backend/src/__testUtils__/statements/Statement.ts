import { Knex } from 'knex';
import { seedStore } from '../testDatabase';
import { claimJobRows } from '../claimJobRows';
import { Lease } from '../../database/operations/leases';

/** What the statements are run with. */
export interface Subject {
  knex: Knex;
  storeId: string;
  /** Of running jobs. */
  leases: Lease[];
}

/** A statement of the product, and how it has to be carried out. */
export interface Statement {
  name: string;
  run: (subject: Subject) => Promise<unknown>;
  /** One of them is used. */
  indexes: RegExp;
  /** It reads all that waits, or counts all stores. */
  readsBacklog?: boolean;
}

/** What the jobs of the statements do. */
export const ACTIONS = ['PROVISION', 'DELETE'] as const;

/** Two jobs in hand, beside whatever else there is. */
export async function createSubject(knex: Knex): Promise<Subject> {
  const running = await Promise.all([
    seedStore(knex, { priority: 1 }),
    seedStore(knex, { priority: 1 }),
  ]);
  const jobs = await claimJobRows(knex, {
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
