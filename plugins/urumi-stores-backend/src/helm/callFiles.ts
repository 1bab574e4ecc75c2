import { writeFileSync } from 'node:fs';
import { lstat, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '@backstage/errors';

/**
 * Makes a directory that nobody else can write to.
 *
 * @throws InputError when it is somebody else's or open to others.
 */
export async function makePrivateDirectory(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const { uid, mode } = await lstat(directory);
  const isOurs = process.getuid === undefined || process.getuid() === uid;
  if (!isOurs || (mode & 0o077) !== 0) {
    throw new InputError(
      `The directory '${directory}' must belong to the backend's user alone; remove it`,
    );
  }
}

/** Name of what stays from one call to the next, beside the files of the calls. */
export const DISCOVERY = 'discovery';

/**
 * Makes the directory of the calls' files, which hold secrets while a call runs, and removes what
 * killed processes have left there.
 *
 * @param oldestMs - a call's files that were not changed for that many milliseconds are nobody's any more.
 * @throws InputError when the directory is somebody else's or open to others.
 */
export async function prepareTempDirectory(
  directory: string,
  oldestMs: number,
): Promise<void> {
  await makePrivateDirectory(directory);
  for (const name of await readdir(directory)) {
    if (name === DISCOVERY) {
      continue;
    }
    const path = join(directory, name);
    // Another process may remove its own meanwhile.
    const entry = await lstat(path).catch(() => undefined);
    if (entry && Date.now() - entry.mtimeMs > oldestMs) {
      await rm(path, { recursive: true, force: true });
    }
  }
}

/** Writes a new file that only this user can read. */
export function writePrivate(path: string, text: string): void {
  writeFileSync(path, text, { mode: 0o600, flag: 'wx' });
}
