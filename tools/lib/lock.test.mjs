import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { tryLock } from './lock.mjs';

test('a lock is held by one process, and dropped when that one is killed', async t => {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'urumi-lock-'));
  t.after(() => fs.rm(folder, { recursive: true }));
  const file = path.join(folder, 'lock');
  const holder = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      '--input-type=module',
      '--eval',
      `import { tryLock } from ${JSON.stringify(
        path.join(import.meta.dirname, 'lock.mjs'),
      )};
      await tryLock(${JSON.stringify(file)});
      console.log('held');
      setInterval(() => {}, 1000);`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  await once(holder.stdout, 'data');
  assert.equal(await tryLock(file), undefined);

  holder.kill('SIGKILL');
  await once(holder, 'close');
  const release = await tryLock(file);
  assert.ok(release);
  release();
});
