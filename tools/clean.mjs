// make clean: removes the database and the cluster of one copy, together.
import fs from 'node:fs';
import { tryLock } from './lib/lock.mjs';
import { stateDirectory } from './lib/paths.mjs';
import { Problem, runMain } from './lib/problem.mjs';
import { endLeftovers } from './lib/product.mjs';
import { removeState, statePaths } from './lib/state.mjs';

await runMain(async () => {
  const directory = stateDirectory();
  const paths = statePaths(directory);
  if (!fs.existsSync(directory)) {
    console.log(`${directory} does not exist: nothing to remove.`);
    return;
  }
  const unlock = await tryLock(paths.lock);
  if (!unlock) {
    throw new Problem(
      `${directory} is in use by a running copy. End that one first (make stop).`,
    );
  }
  console.log(
    [
      `Removing the state in ${directory}:`,
      `  the database with all stores, jobs and events (${paths.database})`,
      `  the simulated cluster with everything in it (${paths.cluster})`,
      '  the API token, the kubeconfig, other secrets, ports and logs',
      'A cluster that was used by CLUSTER=current keeps the stores in it.',
    ].join('\n'),
  );
  await endLeftovers({ paths });
  await removeState(directory);
  unlock();
});
