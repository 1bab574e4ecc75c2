import fs from 'node:fs/promises';
import path from 'node:path';
import { repoRoot } from './paths.mjs';

const sources =
  'plugins/urumi-stores-{backend,backend-module-*,node}/src/**/*.ts';
/** Tests, and what only reads the conditions of Kubernetes' own objects. */
const notSources =
  /\.test\.ts$|__fixtures__|__testUtils__|\/tests\/|\/kubernetes\/(ApiTransport|ResourceWatch|projectContainers|projections)\.ts$/;

/** A name as the platform writes its reasons: `ImageNotFound`. */
const name = /'([A-Z][a-z]+(?:[A-Z][a-z]*)*)'/g;
/** Where one is given: as a property, whatever it depends on, or to a function that makes a condition of a store. */
const places = [
  /\b(?:code|reason):((?:[^,;{}']|'(?:[^'\\\n]|\\.)*')*)/g,
  /\b(?:condition|available|isolated|verified|progressing|ended|settled)\(((?:[^;{}()']|'(?:[^'\\\n]|\\.)*')*)/g,
];
/** The types of conditions stand beside the reasons. */
const notReasons = new Set([
  'Available',
  'Degraded',
  'Drifted',
  'Isolated',
  'Progressing',
  'UpgradeAvailable',
  'Verified',
]);

/** Every reason that a store can show, as the sources name them. */
export async function failureReasons() {
  const reasons = new Map();
  for await (const file of fs.glob(sources, { cwd: repoRoot })) {
    if (notSources.test(file)) {
      continue;
    }
    const text = await fs.readFile(path.join(repoRoot, file), 'utf8');
    for (const place of places) {
      for (const [, words] of text.matchAll(place)) {
        for (const [, reason] of words.matchAll(name)) {
          if (!notReasons.has(reason)) {
            reasons.set(reason, file);
          }
        }
      }
    }
  }
  return reasons;
}

/** The classes of failures, from the contract. */
export async function failureClasses() {
  const text = await fs.readFile(
    path.join(repoRoot, 'plugins/urumi-stores-common/src/contract/statuses.ts'),
    'utf8',
  );
  const [, union] = /ERROR_CLASSES = \[([^\]]+)\]/.exec(text) ?? [];
  return [...(union ?? '').matchAll(/'(\w+)'/g)].map(([, value]) => value);
}
