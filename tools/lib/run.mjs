import { spawn } from 'node:child_process';
import { once } from 'node:events';
import readline from 'node:readline';
import { note, secondsSince } from './phases.mjs';
import { Problem } from './problem.mjs';

const progressInterval = 15_000;
const keptLines = 15;

/**
 * Runs a program to its end in a process group of its own, so that an abort ends all of its children as well.
 *
 * @param options.progress what to say every 15 seconds while it runs; nothing is said without it
 * @param options.step pattern whose last match in the output is said with the progress
 * @param options.onErrorLine is called with each line of the standard error as it comes
 * @param options.print passes the output on as it comes, instead of keeping its end for the error
 * @returns the program's standard output, and its exit code, which is 0 unless `anyExitCode` is set
 * @throws Problem with the last lines of the output when the program fails
 */
export async function run(command, args, options = {}) {
  const { cwd, env, signal, progress, step, onErrorLine } = options;
  const { print, anyExitCode } = options;
  signal?.throwIfAborted();
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    detached: true,
    stdio: ['ignore', print ? 'inherit' : 'pipe', print ? 'inherit' : 'pipe'],
  });
  const end = () => endGroup(child.pid);
  signal?.addEventListener('abort', end, { once: true });

  const started = performance.now();
  const output = [];
  let stdout = '';
  child.stdout?.setEncoding('utf8').on('data', text => {
    stdout += text;
    output.push(text);
  });
  child.stderr?.setEncoding('utf8').on('data', text => output.push(text));
  if (onErrorLine) {
    readline
      .createInterface({ input: child.stderr })
      .on('line', line => onErrorLine(line));
  }
  const timer =
    progress &&
    setInterval(() => {
      const current = step && output.join('').match(step)?.at(-1);
      const detail = current ? `, ${current}` : '';
      note(`still ${progress} (${secondsSince(started)} s${detail})`);
    }, progressInterval);

  try {
    const [code, killedBy] = await once(child, 'close');
    signal?.throwIfAborted();
    if (code !== 0 && !anyExitCode) {
      throw new Problem(
        [
          `${command} ${args.join(' ')} ended with ${
            killedBy ?? `code ${code}`
          }`,
          ...output.join('').trimEnd().split('\n').slice(-keptLines),
        ].join('\n'),
      );
    }
    return { stdout, code: code ?? 1 };
  } catch (error) {
    if (error.code === 'ENOENT') {
      throw new Problem(
        `${command} was not found. Install it, then try again.`,
      );
    }
    throw error;
  } finally {
    clearInterval(timer);
    signal?.removeEventListener('abort', end);
  }
}

function endGroup(pid) {
  try {
    process.kill(-pid, 'SIGTERM');
  } catch (error) {
    if (error.code !== 'ESRCH') {
      throw error;
    }
  }
}
