// make stop: ends a running copy in order, or what a crash has left of one.
import fs from 'node:fs';
import { stateDirectory } from './lib/paths.mjs';
import { runMain } from './lib/problem.mjs';
import { ProcessRecord } from './lib/processes.mjs';
import { endLeftovers } from './lib/product.mjs';
import { statePaths } from './lib/state.mjs';

await runMain(async () => {
  const directory = stateDirectory();
  const paths = statePaths(directory);
  if (!fs.existsSync(directory)) {
    console.log(`${directory} does not exist: nothing runs from it.`);
    return;
  }
  const ended = [];
  // The running copy ends its own children first.
  if (
    await new ProcessRecord(paths.processes).end('start', { patience: 90_000 })
  ) {
    ended.push('the running copy');
  }
  ended.push(...(await endLeftovers({ paths })));
  console.log(
    ended.length > 0 ? `Ended: ${ended.join(', ')}.` : 'Nothing was running.',
  );
});
