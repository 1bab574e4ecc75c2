import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Finds the store charts when the configuration does not say where they are: the nearest folder
 * `charts` going up from this package that has this engine's chart.
 *
 * @throws NotFoundError when there is none.
 */
export function findChartsDirectory(options?: { from?: string }): string {
  const start =
    options?.from ??
    resolvePackagePath(
      '@urumi/backstage-plugin-urumi-stores-backend-module-medusa',
    );
  let directory = start;
  for (;;) {
    const charts = join(directory, 'charts');
    const chart = join(charts, 'medusa', 'Chart.yaml');
    if (statSync(chart, { throwIfNoEntry: false })?.isFile()) {
      return charts;
    }
    const parent = dirname(directory);
    if (parent === directory) {
      throw new NotFoundError(
        `No 'charts/medusa' in ${start} or above it; set urumiStores.chartsDirectory`,
      );
    }
    directory = parent;
  }
}
