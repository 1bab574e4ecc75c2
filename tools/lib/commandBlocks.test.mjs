import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commandBlocks, commandsOf } from './commandBlocks.mjs';

test('blocks come with the words after their fence, without their indent', () => {
  const text =
    '1. Do\n\n   ```sh run\n   one\n   ```\n\n```yaml\nno: command\n```\n\n```console\ntwo …\n```\n';
  assert.deepEqual(commandBlocks(text), [
    { language: 'sh run', code: 'one\n' },
    { language: 'console', code: 'two …\n' },
  ]);
});

test('commands come without comments and variables, and with what their next lines add', () => {
  assert.deepEqual(
    commandsOf(
      "# first\nexport A=1\nB=2 make start \\\n  C='x y'   # why\n",
    ).map(({ program, args }) => [program, ...args]),
    [['make', 'start', "C='x y'"]],
  );
});
