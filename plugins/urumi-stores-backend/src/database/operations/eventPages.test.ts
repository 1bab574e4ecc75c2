import { Knex } from 'knex';
import {
  databases,
  migratedDatabase,
  seedStore,
} from '../../__testUtils__/testDatabase';
import { runTransaction } from '../transaction';
import {
  appendEvent,
  EventFilter,
  eventsAfter,
  eventsBefore,
  NewEvent,
} from './storeEvents';

jest.setTimeout(60_000);

const NEWEST = Number.MAX_SAFE_INTEGER;

describe.each(databases.eachSupportedId())('pages of events on %s', id => {
  let knex: Knex;
  let storeId: string;

  beforeEach(async () => {
    knex = await migratedDatabase(id);
    ({ storeId } = await seedStore(knex));
    const { storeId: other } = await seedStore(knex);
    await knex('store_events').delete();
    await append(other, 'ready');
    await append(storeId, 'queued');
    await append(storeId, 'step.finished');
    await append(storeId, 'stepped', 'warning');
    await append(storeId, 'failed', 'error');
  });

  afterEach(() => knex.destroy());

  const append = (store: string, type: string, level?: NewEvent['level']) =>
    runTransaction(knex, trx =>
      appendEvent(trx, store, {
        type,
        message: type,
        actor: 'user:default/ada',
        level,
      }),
    );

  const typesOf = (rows: { event_type: string }[]) =>
    rows.map(row => row.event_type);

  it('go back from an id, the newest first', async () => {
    const first = await eventsBefore(knex, storeId, NEWEST, 3, {});
    expect(typesOf(first)).toEqual(['failed', 'stepped', 'step.finished']);
    const second = await eventsBefore(
      knex,
      storeId,
      Number(first[2].id),
      3,
      {},
    );
    expect(typesOf(second)).toEqual(['queued']);
  });

  it.each<[EventFilter, string[]]>([
    [{ levels: ['warning', 'error'] }, ['failed', 'stepped']],
    [{ types: ['step'] }, ['step.finished']],
    [{ types: ['queued', 'failed'] }, ['failed', 'queued']],
    [{ types: ['step', 'failed'], levels: ['error'] }, ['failed']],
    [{ types: ['ready'] }, []],
  ])('are narrowed by %j', async (filter, types) => {
    expect(
      typesOf(await eventsBefore(knex, storeId, NEWEST, 10, filter)),
    ).toEqual(types);
    expect(typesOf(await eventsAfter(knex, storeId, 0, 10, filter))).toEqual(
      types.reverse(),
    );
  });
});
