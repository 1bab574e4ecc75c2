import { Knex } from 'knex';
import { readGauges } from '../../database/operations/gauges';
import {
  currentJob,
  listJobs,
  queuePositions,
} from '../../database/operations/jobs';
import {
  countLiving,
  countLivingByCluster,
} from '../../database/operations/livingStores';
import { listStores } from '../../database/operations/listStores';
import { releaseRecords } from '../../database/operations/releaseRecords';
import { recentSteps } from '../../database/operations/recentSteps';
import {
  eventsAfter,
  eventsBefore,
  newestEvents,
} from '../../database/operations/storeEvents';
import { wakeJobs } from '../../database/operations/wakeJobs';
import { Statement, Subject } from './Statement';

const stores = { includeDeleted: false, visible: () => {} };
const all = { ...stores, includeDeleted: true };
const newest = { sort: '-created_at', limit: 51 } as const;
const owner = ['group:default/team-7'];
const ofOwner = (query: Knex.QueryBuilder) => {
  query.whereIn('stores.owner_ref', owner);
};

/** What people and programs read. */
export const readStatements: Statement[] = [
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
