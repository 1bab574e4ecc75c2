import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** As many digits as are safe from chance and fit into a label of Kubernetes, which holds 63. */
const DIGITS = 40;

/**
 * A digest of all files of a chart, their names included: two charts of one version that differ in
 * a single byte have different ones.
 *
 * @returns the first 40 hexadecimal digits of a SHA-256.
 */
export async function digestChart(directory: string): Promise<string> {
  const hash = createHash('sha256');
  for (const file of await chartFiles(directory)) {
    const content = await readFile(join(directory, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex').slice(0, DIGITS);
}

/** Paths of all files of a chart in it, in order. */
export async function chartFiles(directory: string): Promise<string[]> {
  const entries = await readdir(directory, {
    recursive: true,
    withFileTypes: true,
  });
  return entries
    .filter(entry => entry.isFile())
    .map(entry => relative(directory, join(entry.parentPath, entry.name)))
    .sort();
}
