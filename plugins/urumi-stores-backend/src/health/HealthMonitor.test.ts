import { mockServices } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { setTimeout as sleep } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';
import {
  databases,
  migratedDatabase,
  seedReadyStore,
} from '../__testUtils__/testDatabase';
import { eventually } from '../__testUtils__/TestStore';
import { StoreChanges } from '../changes/StoreChanges';
import { claimLooks } from '../database/operations/claimLooks';
import { enqueueJob } from '../database/operations/enqueueJob';
import { findStore } from '../database/operations/findStore';
import { lockStore } from '../database/operations/lockStore';
import { newestEvents } from '../database/operations/storeEvents';
import { StoreRow } from '../database/rows';
import { runTransaction } from '../database/transaction';
import { createStoresMetrics } from '../metrics';
import { HealthMonitor } from './HealthMonitor';
import { HealthRecorder } from './HealthRecorder';
import { Inspection } from './Inspection';

jest.setTimeout(120_000);

const healthy: Inspection = {
  health: { state: 'healthy', opened: false, message: 'All is well.' },
  drift: { state: 'known', findings: [] },
};
const degraded: Inspection = {
  ...healthy,
  health: {
    state: 'degraded',
    cause: {
      code: 'ContainerCrashLoop',
      message: 'Container db crashed 5 times',
      error_class: 'operator_fixable',
      owner: 'platform_operator',
      next_action: 'Read the log; then retry.',
    },
  },
};

const enqueue = (knex: Knex, storeId: string) =>
  runTransaction(knex, async trx => {
    await lockStore(trx, storeId);
    return enqueueJob(trx, {
      id: uuidv7(),
      storeId,
      action: 'RECONCILE',
      priority: 100,
      maxAttempts: 3,
      actor: 'user:default/sana',
      payload: {},
      steps: ['one'],
    });
  });

describe.each(databases.eachSupportedId())('health on %s', databaseId => {
  let knex: Knex;
  let logger: ReturnType<typeof mockServices.logger.mock>;
  let changes: StoreChanges;
  let monitors: HealthMonitor[];

  beforeEach(async () => {
    knex = await migratedDatabase(databaseId);
    logger = mockServices.logger.mock();
    changes = new StoreChanges({
      events: mockServices.events.mock(),
      signals: { publish: async () => {} },
      logger,
    });
    monitors = [];
  });

  afterEach(async () => {
    await Promise.all(monitors.map(monitor => monitor.stop()));
  });

  /** A process of its own that looks at stores all the time. */
  function startMonitor(inspect: (store: StoreRow) => Promise<Inspection>) {
    const monitor = new HealthMonitor({
      knex,
      logger,
      inspector: { inspect },
      recorder: new HealthRecorder({ knex, changes }),
      metrics: createStoresMetrics({ logger }),
      intervalMs: 10,
    });
    monitors.push(monitor);
    monitor.start();
  }

  it('is looked at for ever, by never more than one of several processes, and a bounded number at a time', async () => {
    const storeIds: string[] = [];
    for (let i = 0; i < 20; i++) {
      storeIds.push(await seedReadyStore(knex));
    }
    const looks = new Map<string, number>();
    const running = new Set<string>();
    let together = 0;
    let most = 0;
    const startProcess = () => {
      let mine = 0;
      startMonitor(async ({ id }) => {
        together += running.has(id) ? 1 : 0;
        running.add(id);
        mine += 1;
        most = Math.max(most, mine);
        looks.set(id, (looks.get(id) ?? 0) + 1);
        await sleep(20);
        mine -= 1;
        running.delete(id);
        return healthy;
      });
    };
    startProcess();
    startProcess();
    startProcess();
    await eventually(
      () => storeIds.every(id => (looks.get(id) ?? 0) >= 2),
      'each store is looked at again',
    );
    expect(together).toBe(0);
    expect(most).toBeLessThanOrEqual(8);
  });

  it('goes on after looks that go wrong and while the database is away', async () => {
    await seedReadyStore(knex);
    let looks = 0;
    startMonitor(async () => {
      looks += 1;
      return healthy;
    });
    await eventually(() => looks > 0, 'the first look');
    await knex.raw('ALTER TABLE stores RENAME TO stores_away');
    await eventually(
      () => logger.error.mock.calls.length > 0,
      'the loop has failed',
    );
    await knex.raw('ALTER TABLE stores_away RENAME TO stores');
    const before = looks;
    await eventually(() => looks > before, 'it goes on');

    const other = await seedReadyStore(knex);
    startMonitor(async () => {
      throw new Error('A look went wrong');
    });
    await eventually(
      () => logger.warn.mock.calls.some(([text]) => text.includes('looked at')),
      'the look is told of',
    );
    expect(await findStore(knex, other)).toMatchObject({ status: 'READY' });
  });

  it('leaves a store alone that a job works on, and one that a job went to work on meanwhile', async () => {
    const busy = await seedReadyStore(knex);
    const idle = await seedReadyStore(knex);
    await enqueue(knex, busy);
    const seen = new Set<string>();
    startMonitor(async ({ id }) => {
      seen.add(id);
      if (id === idle && seen.size === 1) {
        await enqueue(knex, idle);
      }
      return degraded;
    });
    await eventually(async () => {
      const row = await findStore(knex, idle);
      return seen.has(idle) && row?.health_lease_expires_at === null;
    }, 'the look is over');
    expect(seen).toEqual(new Set([idle]));
    for (const id of [busy, idle]) {
      const row = await findStore(knex, id);
      expect(row).toMatchObject({ health_cause: null });
      expect(row?.conditions).not.toContain('Degraded');
      expect(await newestEvents(knex, id, 10)).toEqual([]);
    }
  });

  it('writes what is new, once, in the name of the platform', async () => {
    const id = await seedReadyStore(knex);
    const recorder = new HealthRecorder({ knex, changes });
    const look = async () => {
      await knex('stores').where({ id }).update({ health_due_at: 0 });
      const [claimed] = await claimLooks(knex, {
        limit: 1,
        leaseMs: 60_000,
        nextMs: 600_000,
      });
      return recorder.record(claimed, degraded, 600_000);
    };
    await expect(look()).resolves.toBe('degraded');
    const after = await findStore(knex, id);
    await expect(look()).resolves.toBe('degraded');
    expect((await findStore(knex, id))?.updated_at).toEqual(after?.updated_at);
    expect(await newestEvents(knex, id, 10)).toMatchObject([
      {
        event_type: 'health.degraded',
        actor: 'system:health',
        level: 'warning',
        job_id: null,
      },
    ]);
    expect(after).toMatchObject({ status: 'READY' });
  });
});
