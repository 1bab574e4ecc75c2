import { randomBytes } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';

/** Writes a file that only its owner may read. */
export async function writeSecretFile(file, content) {
  await fs.mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const temporary = `${file}.new`;
  await fs.rm(temporary, { force: true });
  await fs.writeFile(temporary, content, { mode: 0o600 });
  await fs.rename(temporary, file);
}

/** The secret in a file, which is made of 32 random bytes when there is none yet. */
export async function keptSecret(file) {
  try {
    return (await fs.readFile(file, 'utf8')).trim();
  } catch (error) {
    if (error.code !== 'ENOENT') {
      throw error;
    }
  }
  const secret = randomBytes(32).toString('base64url');
  await writeSecretFile(file, `${secret}\n`);
  return secret;
}
