import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Whether a process still does something; one that only waits to be buried does not. */
export async function isRunning(pid: number): Promise<boolean> {
  return run('ps', ['-o', 'stat=', '-p', String(pid)]).then(
    ({ stdout }) => !/^\s*Z/.test(stdout) && stdout.trim() !== '',
    // It ends with 1 when there is no such process.
    () => false,
  );
}
