import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';

/** SHA-256 over the names and contents of files, in a stable order. */
export async function hashFiles({ root, files, salt = '' }) {
  const hash = createHash('sha256').update(salt);
  for (const file of [...files].sort()) {
    hash.update(`\0${file}\0`).update(await fs.readFile(path.join(root, file)));
  }
  return hash.digest('hex');
}

/** Runs `action` unless its last success was stamped with the same value. @returns whether it ran */
export async function whenChanged({ stampFile, value }, action) {
  const stamped = await fs.readFile(stampFile, 'utf8').catch(error => {
    if (error.code !== 'ENOENT') {
      throw error;
    }
  });
  if (stamped === value) {
    return false;
  }
  await fs.rm(stampFile, { force: true });
  await action();
  await fs.mkdir(path.dirname(stampFile), { recursive: true });
  await fs.writeFile(stampFile, value);
  return true;
}
