import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '@backstage/errors';
import { parse } from 'yaml';

export interface ChartDescription {
  name: string;
  version: string;
  /** Version of the shop software; empty when the chart names none. */
  appVersion: string;
}

/** @throws InputError when the directory holds no chart. */
export async function describeChart(
  directory: string,
): Promise<ChartDescription> {
  const path = join(directory, 'Chart.yaml');
  try {
    const chart: Partial<ChartDescription> | undefined = parse(
      await readFile(path, 'utf8'),
    );
    if (!chart?.name || !chart.version) {
      throw new Error('it names no chart and version');
    }
    return {
      name: String(chart.name),
      version: String(chart.version),
      appVersion: String(chart.appVersion ?? ''),
    };
  } catch (error) {
    throw new InputError(`The chart file '${path}' cannot be read`, error);
  }
}
