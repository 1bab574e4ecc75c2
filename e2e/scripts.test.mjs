import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';
import {
  callStores,
  createStore,
  removeStore,
  storeWithStatus,
} from './lib/api.mjs';
import { breakWebPods, mendWebPods } from './lib/simulatedCluster.mjs';

const scripts = path.resolve(import.meta.dirname, '../scripts');

/** Runs one of the scripts for people, as they do. @returns its exit code and what it wrote */
function script(name, ...args) {
  return new Promise(resolve => {
    execFile(
      path.join(scripts, name),
      args,
      { env: process.env },
      (error, stdout, stderr) =>
        resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });
}

function assertCode({ code, stdout, stderr }, wanted) {
  assert.equal(code, wanted, `${stdout}\n${stderr}`);
}

test('the demo shows a store from its request to its receipt', async () => {
  const name = `Shown ${Date.now()}`;
  const demo = await script('demo-flow.sh', '--name', name);
  assertCode(demo, 0);
  for (const text of [
    /store \S+ in namespace store-/,
    /release: done, Helm release store-\S+ is at revision 1/,
    /READY at http/,
    /no order of a customer: the nodes are simulated/,
    /DELETED after \d+ s; gone: .*1 Namespace/,
  ]) {
    assert.match(demo.stdout, text);
  }
  const { body } = await callStores(`stores?q=${encodeURIComponent(name)}`);
  assert.deepEqual(
    body.map(({ status }) => status),
    ['DELETED'],
  );
});

test('the smoke test passes, and says what cannot be checked on simulated nodes', async () => {
  const smoke = await script('smoke-e2e.sh', '--engine', 'medusa');
  assertCode(smoke, 0);
  assert.match(smoke.stdout, /^ok {2}nothing of it is left$/m);
  assert.match(smoke.stdout, /^-- {2}that a customer can buy is not checked/m);
  assert.match(smoke.stdout, /Passed, as far as it can be checked here\./);
});

test('a store is changed and taken back from a shell, under the rules of the API', async t => {
  const { store_id: id } = await createStore({
    as: 'sana',
    parameters: { currency: 'EUR', country: 'DE' },
  });
  t.after(async () => {
    await mendWebPods();
    await removeStore(id);
  });
  await storeWithStatus(id, 'READY');

  const upgrade = await script(
    'store-upgrade.sh',
    id,
    '--plan',
    'medium',
    '--set',
    'country=AT',
  );
  assertCode(upgrade, 0);
  assert.match(upgrade.stdout, /checks: done/);
  assert.match(
    upgrade.stdout,
    /done: plan medium, chart \S+, parameters {"currency":"EUR","country":"AT"/,
  );

  const history = await script('store-history.sh', id);
  assertCode(history, 0);
  assert.match(history.stdout, /^\* 2 {2}.*UPGRADE .*plan medium/m);
  assert.match(history.stdout, /Upgrade: plan small to medium/);
  assert.match(history.stdout, /by external:local-api, job \S+ SUCCEEDED/);
  assert.match(history.stdout, /^ {2}1 {2}.*PROVISION .*plan small/m);
  const json = await script('store-history.sh', id, '--json');
  assert.deepEqual(
    JSON.parse(json.stdout).map(({ revision }) => revision),
    [2, 1],
  );

  const refused = await script('store-upgrade.sh', id, '--set', 'colour=red');
  assertCode(refused, 1);
  assert.match(refused.stderr, /^error: .*422: .*colour/m);
  assert.match(refused.stderr, /^ {2}next: Correct what is named/m);

  await breakWebPods('crash-loop');
  const failed = await script(
    'store-upgrade.sh',
    id,
    '--set',
    'country=CH',
    '--no-rollback',
  );
  assertCode(failed, 1);
  assert.match(failed.stderr, /^error: UPGRADE of store .* FAILED: .*web/m);
  assert.match(failed.stderr, /^ {2}next: \S/m);
  await mendWebPods();

  const queued = await script('store-rollback.sh', id, '1', '--no-wait');
  assertCode(queued, 0);
  assert.match(queued.stdout, /^rollback of store \S+ is queued as job/);
  // The same is wanted already: it is followed.
  const back = await script('store-rollback.sh', id, '1');
  assertCode(back, 0);
  assert.match(back.stdout, /done: plan small, /);

  const unknown = await script('store-rollback.sh', id, '77');
  assertCode(unknown, 1);
  assert.match(unknown.stderr, /404/);
});

test('what may not be is refused', async () => {
  const history = await script(
    'store-history.sh',
    'a1b2c3d4-0000-4000-8000-000000000000',
  );
  assertCode(history, 1);
  assert.match(history.stderr, /404/);
  const foreign = await script(
    'store-history.sh',
    'a1b2c3d4-0000-4000-8000-000000000000',
    '--token-file',
    path.join(scripts, 'store-history.sh'),
  );
  assertCode(foreign, 1);
});
