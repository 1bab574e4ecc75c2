import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { failureClasses, failureReasons } from './lib/failureReasons.mjs';
import { anchorOf } from './lib/markdownAnchors.mjs';
import { repoRoot } from './lib/paths.mjs';

/** Reasons whose names the sources put together, or get from Kubernetes. */
const composed = [
  'JobBackoffLimitExceeded',
  'JobDeadlineExceeded',
  'RolledBack',
  'SimulatedNodes',
  'Upgraded',
];

const runbook = await fs.readFile(
  path.join(repoRoot, 'docs/runbook.md'),
  'utf8',
);
const entries = new Map(
  runbook
    .split(/^#### /m)
    .slice(1)
    .map(part => {
      const [title, ...rest] = part.split('\n');
      const text = rest.join('\n').split(/^#/m)[0].trim();
      const [, reason] = /^`(\w+)`: /.exec(text) ?? [];
      return [reason, { title, text }];
    }),
);
const reasons = await failureReasons();
const classes = await failureClasses();

/** The rule that the pages keep to, see plugins/urumi-stores/src/lib/runbookLink.ts. */
const kebab = reason =>
  reason
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/_/g, '-')
    .toLowerCase();

test('the sources tell of classes and reasons', () => {
  assert.equal(classes.length, 5);
  assert.ok(reasons.size > 90, `only ${reasons.size} were found`);
  for (const known of ['ImageNotFound', 'OutOfMemory', 'NoCart', 'Healthy']) {
    assert.ok(reasons.has(known), known);
  }
});

for (const reason of [...classes, ...reasons.keys(), ...composed].sort()) {
  test(`${reason} has its entry under the anchor that pages link to`, () => {
    const entry = entries.get(reason);
    assert.ok(
      entry,
      `docs/runbook.md has no entry for ${reason} (${
        reasons.get(reason) ?? 'composed'
      }); write one`,
    );
    assert.equal(anchorOf(entry.title), kebab(reason));
    assert.ok(entry.text.length > reason.length + 20, 'it says what it means');
  });
}

test('no entry is for a reason that is gone', () => {
  const known = [...classes, ...reasons.keys(), ...composed];
  assert.deepEqual(
    [...entries.keys()].filter(reason => !known.includes(reason)),
    [],
  );
});

test('an entry that asks to look somewhere also says what to do', () => {
  for (const [reason, { text }] of entries) {
    assert.equal(text.includes('**Look at**'), text.includes('**Do**'), reason);
  }
});
