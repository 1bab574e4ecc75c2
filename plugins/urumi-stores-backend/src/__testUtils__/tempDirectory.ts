import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const made: string[] = [];

// Of the test file that uses this module, whatever becomes of its tests.
afterAll(() => {
  made
    .splice(0)
    .forEach(path => rmSync(path, { recursive: true, force: true }));
});

/** A folder of a test file's own, which goes with its end. */
export function tempDirectory(name: string): string {
  const path = mkdtempSync(join(tmpdir(), `${name}-`));
  made.push(path);
  return path;
}
