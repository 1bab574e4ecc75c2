import { NotificationService } from '@backstage/plugin-notifications-node';
import { Knex } from 'knex';
import { RecordingLogger } from '../__testUtils__/RecordingLogger';
import {
  databases,
  migratedDatabase,
  seedReadyStore,
} from '../__testUtils__/testDatabase';
import { eventually } from '../__testUtils__/TestStore';
import { updateStore } from '../database/operations/updateStore';
import { runTransaction } from '../database/transaction';
import { StoreNotifier } from './StoreNotifier';

jest.setTimeout(120_000);

type Sent = Parameters<NotificationService['send']>[0];

const ALL = { ready: true, failed: true, degraded: true, deleted: true };

describe.each(databases.eachSupportedId())(
  'StoreNotifier on %s',
  databaseId => {
    let knex: Knex;
    let logger: RecordingLogger;
    let sent: Sent[];
    const notifiers: StoreNotifier[] = [];

    beforeEach(async () => {
      knex = await migratedDatabase(databaseId);
      logger = new RecordingLogger();
      sent = [];
    });

    afterEach(async () => {
      await Promise.all(notifiers.splice(0).map(notifier => notifier.stop()));
    });

    function start(
      options: { send?: NotificationService['send']; kinds?: typeof ALL } = {},
    ) {
      const notifier = new StoreNotifier({
        knex,
        logger,
        notifications: {
          send: options.send ?? (async each => void sent.push(each)),
        },
        kinds: options.kinds ?? ALL,
        pollMs: 10,
      });
      notifiers.push(notifier);
      notifier.start();
      return notifier;
    }

    const pending = async () =>
      knex('stores').whereNotNull('notice').select('id');
    const untilTold = () =>
      eventually(
        async () => (await pending()).length === 0,
        'all owners are told',
      );

    async function setStatus(
      id: string,
      ...statuses: ('DELETING' | 'DELETED')[]
    ) {
      await runTransaction(knex, async trx => {
        for (const status of statuses) {
          await updateStore(trx, id, { status });
        }
      });
    }

    it('tells the owner of each store once, however many processes there are', async () => {
      const ids: string[] = [];
      for (let n = 0; n < 30; n++) {
        ids.push(await seedReadyStore(knex));
      }
      start();
      start();
      start();
      await untilTold();
      expect(sent.map(({ payload }) => payload.link).sort()).toEqual(
        ids.map(id => `/stores/${id}`).sort(),
      );
      expect(sent[0]).toEqual({
        recipients: { type: 'entity', entityRef: 'group:default/storefront' },
        payload: {
          title: 'Store Käse & Köstliches 🧀 is ready',
          link: expect.stringMatching(/^\/stores\/[0-9a-f-]{36}$/),
          severity: 'normal',
          topic: 'urumi-stores.ready',
          scope: expect.stringMatching(/^urumi-stores:[0-9a-f-]{36}$/),
        },
      });
    });

    it('takes the same scope for all that it tells of a store', async () => {
      const id = await seedReadyStore(knex);
      start();
      await untilTold();
      await setStatus(id, 'DELETING', 'DELETED');
      await untilTold();
      expect(
        sent.map(({ payload: { topic, scope } }) => ({ topic, scope })),
      ).toEqual([
        { topic: 'urumi-stores.ready', scope: `urumi-stores:${id}` },
        { topic: 'urumi-stores.deleted', scope: `urumi-stores:${id}` },
      ]);
    });

    it('goes on where a process has ended between the commit and the sending', async () => {
      await seedReadyStore(knex);
      const never = start({ send: () => new Promise(() => {}) });
      await eventually(async () => {
        const [{ notice_due_at: due, notice_since: since }] = await knex(
          'stores',
        );
        return Number(due) > Number(since);
      }, 'the notice is being sent');
      // What time does to the claim of a process that has ended.
      await knex('stores').update({ notice_due_at: 1 });
      await never.stop();
      start();
      await untilTold();
      expect(sent).toHaveLength(1);
    });

    it('says once that nobody can be told, holds nothing up, and tells them afterwards', async () => {
      let isThere = false;
      let tried = 0;
      start({
        send: async each => {
          tried += 1;
          if (!isThere) {
            throw new Error('Request failed with status 404');
          }
          sent.push(each);
        },
      });
      const id = await seedReadyStore(knex);
      await eventually(async () => tried > 0, 'the first try');
      await setStatus(id, 'DELETING', 'DELETED');
      await seedReadyStore(knex);
      isThere = true;
      await notifiers[0].stop();
      // A new process does not wait for the next try of the old one.
      await knex('stores').whereNotNull('notice').update({ notice_due_at: 1 });
      start({ send: async each => void sent.push(each) });
      await untilTold();
      expect(sent.map(({ payload }) => payload.topic).sort()).toEqual([
        'urumi-stores.deleted',
        'urumi-stores.ready',
      ]);
      const warnings = logger.lines.filter(line => line.startsWith('warn'));
      expect(warnings).toHaveLength(1);
      expect(warnings[0]).toContain('status 404');
    });

    it('sends nothing of a kind that is turned off, and nothing that is old', async () => {
      await seedReadyStore(knex);
      const old = await seedReadyStore(knex);
      await setStatus(old, 'DELETING', 'DELETED');
      await knex('stores').where({ id: old }).update({ notice_since: 1 });
      start({ kinds: { ...ALL, ready: false } });
      await untilTold();
      expect(sent).toEqual([]);
    });
  },
);
