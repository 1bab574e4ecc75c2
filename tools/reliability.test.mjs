import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { repoRoot } from './lib/paths.mjs';

const page = 'docs/reliability.md';
/** Where the runners of `make test` and `.ci/run` look; see tools/test.mjs. */
const runners = [
  /^(plugins|packages)\/[^/]+\/src\/.*\.test\.tsx?$/,
  /^tools\/.*\.test\.mjs$/,
  /^images\/.*\.test\.mjs$/,
  /^e2e\/[^/]+\.test\.mjs$/,
  /^e2e\/real\/(after-restart\/)?[^/]+\.test\.mjs$/,
];
/** What has no feature yet that could go wrong. */
const mayBeOpen = ['T43', 'T44', 'F23'];

const rows = new Map(
  fs
    .readFileSync(path.join(repoRoot, page), 'utf8')
    .split('\n')
    .map(line => line.split('|').map(cell => cell.trim()))
    .filter(([, id]) => /^[TF]\d+$/.test(id ?? ''))
    .map(([, id, , , proof]) => [id, proof]),
);

const ids = (letter, count) =>
  Array.from({ length: count }, (_, index) => `${letter}${index + 1}`);

/** Whether a file has a test of that name which is neither skipped nor only planned. */
function hasTest(source, name) {
  const title = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  // The name may follow a table (`it.each(…)('name'`), which ends with a bracket.
  const declared = new RegExp(
    `((^|\\n)\\s*(it|test|browserTest)\\(|\\)\\(|\`\\()\\s*(['"\`])${title}\\4`,
  );
  return (
    declared.test(source) &&
    !/\b(x?it|test|describe)\.(skip|todo|only)\b/.test(source)
  );
}

test('the page has every trap and fault, each once', () => {
  assert.deepEqual(
    [...rows.keys()].sort(),
    [...ids('T', 46), ...ids('F', 40)].sort(),
  );
});

for (const [id, proof] of rows) {
  test(`${id} is proven by tests that exist and run`, () => {
    if (proof.startsWith('open:')) {
      assert.ok(mayBeOpen.includes(id), `${id} may not be open`);
      assert.ok(proof.length > 'open: '.length, 'it says why');
      return;
    }
    const tests = proof
      .split('<br>')
      .map(line => /^`([^`]+)` (.+)$/.exec(line));
    assert.ok(
      tests.length > 0 && tests.every(Boolean),
      `"${proof}" names tests`,
    );
    for (const [, file, name] of tests) {
      assert.ok(
        runners.some(pattern => pattern.test(file)),
        `no runner takes ${file}`,
      );
      const source = fs.readFileSync(path.join(repoRoot, file), 'utf8');
      assert.ok(hasTest(source, name), `${file} has no test "${name}"`);
    }
  });
}
