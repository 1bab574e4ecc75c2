import os from 'node:os';
import path from 'node:path';

export const repoRoot = path.resolve(import.meta.dirname, '../..');

/** Folder of the user for what every clone can share: programs that were downloaded or built. */
export function cacheDirectory() {
  const base = process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache');
  return path.join(base, 'urumi-stores');
}

/** Folder of all local state of one running copy, from URUMI_STATE. */
export function stateDirectory() {
  return path.resolve(process.env.URUMI_STATE || path.join(repoRoot, '.local'));
}
