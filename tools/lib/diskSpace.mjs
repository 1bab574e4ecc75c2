import fs from 'node:fs/promises';
import path from 'node:path';
import { Problem } from './problem.mjs';

/** Checks that a folder, which may not exist yet, has room for so many gigabytes. */
export async function requireDiskSpace({ directory, gigabytes, what }) {
  let existing = directory;
  while (!(await fs.stat(existing).catch(() => undefined))) {
    existing = path.dirname(existing);
  }
  const { bavail, bsize } = await fs.statfs(existing);
  const free = (bavail * bsize) / 1e9;
  if (free < gigabytes) {
    throw new Problem(
      `${directory} has ${free.toFixed(
        1,
      )} GB free, and ${what} needs ${gigabytes} GB. Make room, then try again.`,
    );
  }
}
