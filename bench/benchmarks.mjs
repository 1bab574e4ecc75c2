// All benchmarks by name. It loads packages, so they have to be installed before.
import { measure as catalog } from './catalog.mjs';
import { measure as listStores } from './listStores.mjs';
import { measure as manyStores } from './manyStores.mjs';
import { measure as noopJob } from './noopJob.mjs';
import { measure as oneStore } from './oneStore.mjs';
import { measure as pages } from './pages.mjs';
import { measure as platform } from './platform.mjs';
import { measure as postStores } from './postStores.mjs';
import { measure as provision } from './provision.mjs';
import { measure as queue } from './queue.mjs';
import { measure as realStores } from './realStores.mjs';
import { measure as replicas } from './replicas.mjs';
import { measure as start } from './start.mjs';
import { measure as upgradeStores } from './upgradeStores.mjs';

/** What each measures, and how. */
export const benchmarks = {
  start,
  pages,
  'post-stores': postStores,
  'list-stores': listStores,
  catalog,
  'noop-job': noopJob,
  queue,
  replicas,
  provision,
  'one-store': oneStore,
  'many-stores': manyStores,
  'upgrade-stores': upgradeStores,
  'real-stores': realStores,
  platform,
};

/** These need no cluster or start some of their own, and no other one shall run beside them. */
export const withOwnClusters = [
  'catalog',
  'one-store',
  'many-stores',
  'platform',
];
