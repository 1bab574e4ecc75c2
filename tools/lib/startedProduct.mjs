import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import readline from 'node:readline';
import { repoRoot } from './paths.mjs';
import { Problem } from './problem.mjs';

/**
 * Starts a copy of the product as `make start` does, with all its state in `directory`.
 *
 * @param options.cluster kind of its cluster
 * @param options.env more variables, such as `APP_CONFIG_*`
 * @returns `stop`, which ends it as Ctrl-C does and fails when that was not orderly
 */
export async function startCopy({
  directory,
  port,
  signal,
  cluster = 'sim',
  env = {},
}) {
  const child = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      path.join(repoRoot, 'tools/start.mjs'),
    ],
    {
      detached: true,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        ...process.env,
        ...env,
        CLUSTER: cluster,
        PORT: `${port}`,
        URUMI_STATE: directory,
      },
    },
  );
  const closed = once(child, 'close');
  const stop = async () => {
    child.kill('SIGTERM');
    const [code] = await closed;
    if (code !== 0) {
      throw new Problem(
        `The product ended with code ${code} when it was asked to end`,
      );
    }
  };

  let isReady = false;
  const ready = new Promise(resolve => {
    readline.createInterface({ input: child.stdout }).on('line', line => {
      console.log(line);
      if (line.startsWith('Urumi Stores is ready')) {
        isReady = true;
        resolve();
      }
    });
  });
  const aborted = signal.aborted ? Promise.resolve() : once(signal, 'abort');
  await Promise.race([ready, closed, aborted]);
  if (!isReady) {
    child.kill('SIGTERM');
    await closed;
    signal.throwIfAborted();
    throw new Problem('The product did not start, see above');
  }
  return { stop };
}
