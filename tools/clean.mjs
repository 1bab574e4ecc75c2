// make clean: removes the database and the cluster of one copy, together.
import fs from 'node:fs';
import { clusterKinds, keptClusterKind } from './lib/clusterKinds.mjs';
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
  const kind = clusterKinds[(await keptClusterKind({ paths })) ?? 'sim'];
  console.log(
    [
      `Removing the state in ${directory}:`,
      `  the database with all stores, jobs and events (${paths.database})`,
      `  ${kind.contents} (${paths.cluster})`,
      '  the API token, the kubeconfig, other secrets, ports and logs',
    ].join('\n'),
  );
  await endLeftovers({ paths });
  await kind.remove?.({ paths });
  await removeState(directory);
  unlock();
});
