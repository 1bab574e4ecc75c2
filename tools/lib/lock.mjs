import fs from 'node:fs/promises';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { note } from './phases.mjs';

/**
 * Takes a lock that the operating system drops when this process ends, however it ends: the write lock of an empty
 * SQLite file.
 *
 * @returns the function that releases it, or undefined when another process holds it
 */
export async function tryLock(file) {
  await fs.mkdir(path.dirname(file), { recursive: true });
  const database = new DatabaseSync(file);
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    // SQLITE_BUSY
    if (error.errcode === 5) {
      return undefined;
    }
    throw error;
  }
  return () => database.close();
}

/** Runs `action` while no other process runs one under the same lock file. */
export async function withLock({ file, what, signal }, action) {
  let release = await tryLock(file);
  if (!release) {
    note(`waiting for another run that is ${what}`);
  }
  while (!release) {
    await sleep(500, undefined, { signal });
    release = await tryLock(file);
  }
  try {
    return await action();
  } finally {
    release();
  }
}
