import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { promisify } from 'node:util';
import { repoRoot } from './paths.mjs';
import { ProcessRecord } from './processes.mjs';

let folder;
let child;

beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'urumi-processes-'));
  child = spawn('sleep', ['600'], { stdio: 'ignore' });
  await once(child, 'spawn');
});

afterEach(async () => {
  child.kill('SIGKILL');
  await fs.rm(folder, { recursive: true });
});

test('a recorded process is ended, by another record of the same file too', async () => {
  const file = path.join(folder, 'processes.json');
  new ProcessRecord(file).add('backend', child.pid);
  const closed = once(child, 'close');
  assert.equal(new ProcessRecord(file).living('backend'), child.pid);
  assert.equal(
    await new ProcessRecord(file).end('backend', { patience: 10_000 }),
    true,
  );
  assert.deepEqual(await closed, [null, 'SIGTERM']);
  assert.equal(new ProcessRecord(file).living('backend'), undefined);
});

test('a number that has become another process is left alone', async () => {
  const file = path.join(folder, 'processes.json');
  const record = new ProcessRecord(file);
  record.add('backend', child.pid);
  const kept = JSON.parse(await fs.readFile(file, 'utf8'));
  kept.backend.mark = kept.backend.mark.replace(/.$/, digit =>
    String((Number(digit) + 1) % 10),
  );
  await fs.writeFile(file, JSON.stringify(kept));

  assert.equal(await record.end('backend', { patience: 10_000 }), false);
  assert.equal(child.exitCode, null);
  assert.equal(child.signalCode, null);
});

test('a record that a crash cut short counts as empty', async () => {
  const file = path.join(folder, 'processes.json');
  await fs.writeFile(file, '{"backend":{"pi');
  assert.equal(new ProcessRecord(file).living('backend'), undefined);
});

test("the cluster's script ends no process that only has a daemon's old number", async () => {
  const state = path.join(folder, 'cluster');
  await fs.mkdir(path.join(state, 'run'), { recursive: true });
  await fs.writeFile(path.join(state, 'run/etcd.pid'), `${child.pid}\n`);
  await promisify(execFile)(
    path.join(repoRoot, 'tools/cluster/sim.sh'),
    ['stop'],
    {
      env: {
        PATH: process.env.PATH,
        URUMI_CLUSTER_STATE: state,
        URUMI_CLUSTER_BIN: path.join(state, 'bin'),
      },
    },
  );
  assert.equal(child.exitCode, null);
  assert.equal(child.signalCode, null);
  assert.deepEqual(await fs.readdir(path.join(state, 'run')), []);
});
