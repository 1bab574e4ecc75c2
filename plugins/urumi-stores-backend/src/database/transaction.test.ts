import { EventEmitter, once } from 'node:events';
import { Knex } from 'knex';
import {
  databases,
  migratedDatabase,
  postgresId,
  seedStore,
} from '../__testUtils__/testDatabase';
import { lockStore } from './operations/lockStore';
import { runTransaction } from './transaction';

jest.setTimeout(120_000);

describe.each(databases.eachSupportedId())('runTransaction on %s', id => {
  it('gives what the work gives, and takes back all of one that fails', async () => {
    const knex = await migratedDatabase(id);
    const { storeId } = await seedStore(knex);
    const rename = (trx: Knex.Transaction, name: string) =>
      trx('stores').where({ id: storeId }).update({ display_name: name });
    await expect(runTransaction(knex, trx => rename(trx, 'One'))).resolves.toBe(
      1,
    );
    await expect(
      runTransaction(knex, async trx => {
        await rename(trx, 'Two');
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    await expect(
      knex('stores').where({ id: storeId }).first('display_name'),
    ).resolves.toEqual({ display_name: 'One' });
  });
});

// On SQLite there is one process, and nobody to take over from it.
const postgres = postgresId;
if (postgres) {
  it('does not keep a store from the others when its process stands still in the middle', async () => {
    const knex = await migratedDatabase(postgres);
    const { storeId } = await seedStore(knex);
    const events = new EventEmitter();
    const held = once(events, 'held');
    const stopped = runTransaction(knex, async trx => {
      await lockStore(trx, storeId);
      events.emit('held');
      await once(events, 'goOn');
      await lockStore(trx, storeId);
    });
    await held;
    await expect(
      runTransaction(knex, trx => lockStore(trx, storeId)),
    ).resolves.toMatchObject({ id: storeId });
    events.emit('goOn');
    await expect(stopped).rejects.toThrow();
  });
}
