import { StoreEngineRelease, StoreRollbackAdvice } from './StoreEngine';

/**
 * What keeps a store's data in one image.
 *
 * @public
 */
export interface RollbackRule {
  /** What people call the software, such as `WooCommerce`. */
  title: string;
  /**
   * How much of the version must be the same for the older software to work on the data of the
   * newer one: the `major` version, `minor` as well, or all of it.
   */
  keepsDataWithin: 'major' | 'minor' | 'patch';
}

const PARTS = { major: 1, minor: 2, patch: Infinity };

/**
 * Advises on a rollback by the versions of the images that change the store's data.
 *
 * @param rules - by the names of the engine's images; an image without a rule changes no data.
 *
 * @public
 */
export function adviseRollbackByVersions(
  { from, to }: { from: StoreEngineRelease; to: StoreEngineRelease },
  rules: Record<string, RollbackRule>,
): StoreRollbackAdvice {
  const obstacles = Object.entries(rules).flatMap(
    ([name, { title, keepsDataWithin }]) => {
      const now = versionOf(from.images[name]);
      const then = versionOf(to.images[name]);
      const count = PARTS[keepsDataWithin];
      return now === then || isSame(now, then, count)
        ? []
        : [
            `${title} ${
              now || '(unknown)'
            } may have changed the database in a way that ${
              then || 'the version of that time'
            } does not understand`,
          ];
    },
  );
  return obstacles.length > 0
    ? { possible: false, reason: `${obstacles.join('; ')}.` }
    : { possible: true, reason: 'The database fits both versions.' };
}

/** The tag of an image, or its digest when it has none. */
function versionOf(reference: string | undefined): string {
  const [named, digest = ''] = (reference ?? '').split('@');
  return /:([^/:]+)$/.exec(named)?.[1] ?? digest;
}

/** Whether the first parts of two versions are the same; of what is no version, nothing is known. */
function isSame(left: string, right: string, count: number): boolean {
  if (!/^\d+(\.\d+)*\b/.test(left) || !/^\d+(\.\d+)*\b/.test(right)) {
    return false;
  }
  const head = (version: string) =>
    version.split(/[.-]/).slice(0, count).join('.');
  return head(left) === head(right);
}
