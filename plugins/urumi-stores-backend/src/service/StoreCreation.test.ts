import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import {
  databases,
  migratedDatabase,
  newTestStore,
} from '../__testUtils__/testDatabase';
import { workerParts } from '../__testUtils__/testWorker';
import { StoreAuthorizer } from '../authorization';
import { LimitsConfig } from '../config';
import { ClaimedJob } from '../database/operations/claimedJob';
import { KeptSlot } from '../jobs/SlotKeeper';
import { Caller } from './callers';
import { StoreCreation } from './StoreCreation';
import { StorePlacement } from './StorePlacement';
import { StoreRequest, StoreRequestReader } from './StoreRequestReader';
import { WriteLimit } from './WriteLimit';

jest.setTimeout(60_000);

const MANY = 1_000;
const cluster = { name: 'local', baseDomain: 'localhost' };
const caller: Caller = {
  credentials: mockCredentials.user(),
  principal: 'user:default/ada',
  loadOwnershipRefs: async () => [],
};

describe.each(databases.eachSupportedId())('StoreCreation on %s', id => {
  let knex: Knex;
  let hostname: string;
  /** What became of the slots that were kept. */
  let slots: { started: ClaimedJob[]; givenBack: boolean[] }[];
  let wakes: number;
  let counted: number;
  /** Called when a slot is asked for whom it is kept. */
  let onClaim: () => void;

  beforeEach(async () => {
    knex = await migratedDatabase(id);
    hostname = newTestStore().store.hostname;
    slots = [];
    wakes = 0;
    counted = 0;
    onClaim = () => {};
  });

  function keepSlot(): KeptSlot {
    const slot = { started: [] as ClaimedJob[], givenBack: [] as boolean[] };
    slots.push(slot);
    return {
      get claim() {
        onClaim();
        return { workerId: 'worker', leaseMs: 60_000 };
      },
      start: job => slot.started.push(job),
      giveBack: ({ mayBeMade }) => slot.givenBack.push(mayBeMade),
    };
  }

  function creation(of: Knex): StoreCreation {
    const { changes, metrics } = workerParts(of);
    const limits = {
      storesTotal: MANY,
      storesPerOwner: MANY,
      storesPerPerson: MANY,
      writesPerMinute: MANY,
      createsPerMinute: MANY,
      plans: {},
    } as unknown as LimitsConfig;
    const request = {
      registered: {
        engine: { id: 'woocommerce', title: 'WooCommerce' },
        chart: { version: '0.1.0' },
      },
      plan: { name: 'small' },
      clusters: [cluster],
      placedBy: 'request',
      owner: 'group:default/storefront',
      hostname,
      parameters: {},
    } as unknown as StoreRequest;
    return new StoreCreation({
      knex: of,
      authorizer: { authorize: async () => {} } as unknown as StoreAuthorizer,
      placement: {
        allowedClusters: async () => [cluster],
        place: async () => ({ cluster, reason: 'as asked' }),
      } as unknown as StorePlacement,
      reader: { read: async () => request } as unknown as StoreRequestReader,
      writeLimit: new WriteLimit({ knex: of, limits, metrics }),
      limits,
      changes,
      auditor: mockServices.auditor.mock({
        createEvent: async () => ({
          success: async () => {},
          fail: async () => {},
        }),
      }),
      metrics: {
        ...metrics,
        storeCreated: () => {
          counted += 1;
        },
      },
      wakeWorker: () => {
        wakes += 1;
      },
      keepSlot,
    });
  }

  const jobsOf = (storeId: string) =>
    knex('provisioning_jobs').where({ store_id: storeId }).pluck('id');

  it('has the job begin by the slot that was kept for it', async () => {
    const made = await creation(knex).create(caller, {}, undefined);
    expect(slots).toHaveLength(1);
    const [{ started, givenBack }] = slots;
    expect(started.map(({ job }) => job.id)).toEqual([made.queued_job_id]);
    expect(givenBack).toEqual([]);
    expect(wakes).toBe(0);
  });

  it('gives the slot back when the host name is taken: nothing was made', async () => {
    await creation(knex).create(caller, {}, undefined);
    await expect(
      creation(knex).create(caller, {}, undefined),
    ).rejects.toMatchObject({ name: 'ConflictError' });
    expect(slots[1]).toEqual({ started: [], givenBack: [false] });
    expect(await knex('stores')).toHaveLength(1);
  });

  it('keeps another slot when the database asks for another try', async () => {
    onClaim = () => {
      onClaim = () => {};
      throw Object.assign(new Error('deadlock detected'), { code: '40P01' });
    };
    const made = await creation(knex).create(caller, {}, undefined);
    expect(slots).toHaveLength(2);
    expect(slots[0]).toEqual({ started: [], givenBack: [false] });
    expect(slots[1].started.map(({ job }) => job.id)).toEqual(
      await jobsOf(made.store_id),
    );
    expect(slots[1].givenBack).toEqual([]);
  });

  it('says that the job may be made when the answer to the commit is lost, and answers by the key', async () => {
    const deaf = new Proxy(knex, {
      get: (target, key) =>
        key === 'transaction'
          ? async (work: (trx: Knex.Transaction) => Promise<unknown>) => {
              await target.transaction(work);
              throw new Error('Connection terminated unexpectedly');
            }
          : Reflect.get(target, key),
    });
    await expect(creation(deaf).create(caller, {}, undefined)).rejects.toThrow(
      'Connection terminated',
    );
    expect(slots[0]).toEqual({ started: [], givenBack: [true] });
    expect(wakes).toBe(0);

    hostname = newTestStore().store.hostname;
    const made = await creation(deaf).create(caller, {}, 'a key');
    expect(slots[1]).toEqual({ started: [], givenBack: [true] });
    expect(await jobsOf(made.store_id)).toEqual([made.queued_job_id]);
    expect(wakes).toBe(1);
    expect(counted).toBe(1);
  });
});
