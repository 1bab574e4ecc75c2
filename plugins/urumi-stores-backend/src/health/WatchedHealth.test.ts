import { Knex } from 'knex';
import {
  databases,
  migratedDatabase,
  seedReadyStore,
  seedStore,
} from '../__testUtils__/testDatabase';
import { updateStore } from '../database/operations/updateStore';
import { runTransaction } from '../database/transaction';
import { claim } from '../kubernetes/__fixtures__/storeObjects';
import { StoreObjects } from '../kubernetes/StoreObjects';
import { WatchedHealth } from './WatchedHealth';

jest.setTimeout(120_000);

const HOUR = 3_600_000;

const well: StoreObjects = {
  namespace: {
    namespace: '',
    name: 'store',
    uid: 'one',
    labels: {},
    phase: 'Active',
    createdAt: undefined,
    deleting: false,
  },
  pods: [],
  deployments: [],
  replicaSets: [],
  statefulSets: [],
  jobs: [],
  claims: [claim('Bound')],
  ingresses: [],
  services: [],
  warnings: [],
  volumes: [],
};
const impaired: StoreObjects = { ...well, claims: [claim('Lost')] };
const gone: StoreObjects = { ...well, namespace: undefined, claims: [] };

describe.each(databases.eachSupportedId())(
  'what the watch shows, on %s',
  databaseId => {
    let knex: Knex;
    let watched: WatchedHealth;

    beforeEach(async () => {
      knex = await migratedDatabase(databaseId);
      watched = new WatchedHealth({ knex });
    });

    const rest = (id: string) =>
      knex('stores')
        .where({ id })
        .update({ health_due_at: Date.now() + HOUR });

    /** A READY store that is to be looked at in an hour. */
    async function readyStore() {
      const id = await seedReadyStore(knex);
      await rest(id);
      return id;
    }

    async function isDue(id: string) {
      const { health_due_at: due } = await knex('stores')
        .where({ id })
        .first('health_due_at');
      return due !== null && Number(due) < Date.now() + HOUR / 2;
    }

    async function show(id: string, ...views: StoreObjects[]) {
      views.forEach(objects => watched.storeChanged(id, objects));
      await watched.bringLooksForward();
    }

    it('brings a look forward when a READY store gets worse, when it is well again, and when its namespace is gone', async () => {
      const id = await readyStore();
      await show(id, well);
      expect(await isDue(id)).toBe(false);
      await show(id, impaired);
      expect(await isDue(id)).toBe(true);

      await rest(id);
      await show(id, impaired);
      expect(await isDue(id)).toBe(false);
      await show(id, well);
      expect(await isDue(id)).toBe(true);

      await rest(id);
      await show(id, well, gone);
      expect(await isDue(id)).toBe(true);
    });

    it('asks for no look for what a store went through until it was READY, however fast that was', async () => {
      const { storeId } = await seedStore(knex);
      await show(storeId, impaired);
      await runTransaction(knex, async trx => {
        for (const status of ['PROVISIONING', 'READY'] as const) {
          await updateStore(trx, storeId, { status, lookInMs: HOUR });
        }
      });
      await show(storeId, well);
      expect(await isDue(storeId)).toBe(false);

      const fast = await readyStore();
      await show(fast, impaired, well);
      expect(await isDue(fast)).toBe(false);
    });

    it('keeps what it could not write while the database was away', async () => {
      const id = await readyStore();
      await knex.raw('ALTER TABLE stores RENAME TO stores_away');
      await expect(show(id, impaired)).rejects.toThrow();
      await knex.raw('ALTER TABLE stores_away RENAME TO stores');
      await watched.bringLooksForward();
      expect(await isDue(id)).toBe(true);
    });
  },
);
