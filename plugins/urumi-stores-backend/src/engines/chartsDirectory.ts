import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Finds the store charts when the configuration does not say where they are: the nearest
 * folder `charts` going up from this package, be it in the repository or in an image.
 *
 * @throws NotFoundError when there is none.
 */
export function findChartsDirectory(options?: { from?: string }): string {
  const start =
    options?.from ??
    resolvePackagePath('@urumi/backstage-plugin-urumi-stores-backend');
  let directory = start;
  for (;;) {
    const charts = join(directory, 'charts');
    if (statSync(charts, { throwIfNoEntry: false })?.isDirectory()) {
      return charts;
    }
    const parent = dirname(directory);
    if (parent === directory) {
      throw new NotFoundError(
        `No folder 'charts' in ${start} or above it; set the directory of the store charts in the configuration`,
      );
    }
    directory = parent;
  }
}
