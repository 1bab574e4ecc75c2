import { Knex } from 'knex';
import { nowMs } from '../dialect';

/** A chart as it is kept. */
export interface KeptChart {
  /** Of all its files; no two charts have the same. */
  digest: string;
  name: string;
  version: string;
  files: string;
}

/** Keeps a chart, unless it is kept already. */
export async function keepChart(knex: Knex, chart: KeptChart): Promise<void> {
  await knex('store_charts')
    .insert({ ...chart, created_at: nowMs(knex) })
    .onConflict('digest')
    .ignore();
}

/** The files of the chart of a digest; undefined when it was never kept. */
export async function findChartFiles(
  knex: Knex,
  digest: string,
): Promise<string | undefined> {
  const row = await knex('store_charts').where({ digest }).first('files');
  return row?.files;
}

/** Which of these charts are kept. */
export async function keptCharts(
  knex: Knex,
  digests: readonly string[],
): Promise<ReadonlySet<string>> {
  const kept = await knex('store_charts')
    .whereIn('digest', [...digests])
    .pluck('digest');
  return new Set(kept);
}
