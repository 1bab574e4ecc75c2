import { SqlRunner } from '../lib/setupState';
import { ProductJournal } from './products';

/** Remembers in the table of the set-up which products are being added. */
export function productJournal(sql: SqlRunner): ProductJournal {
  const write = async (handles: string[]) => {
    await sql.query('UPDATE urumi.setup SET adding = $1', [
      JSON.stringify(handles),
    ]);
  };
  return {
    read: async () => {
      const { rows } = await sql.query('SELECT adding FROM urumi.setup');
      return (rows[0]?.adding ?? []) as string[];
    },
    begin: write,
    end: () => write([]),
  };
}
