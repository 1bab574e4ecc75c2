import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { k3dCluster } from './k3dCluster.mjs';
import { prepareState } from './state.mjs';

/** Keeps one file per cluster with the number of its running servers, and writes down how it was called. */
const fakeK3d = `#!/bin/bash
cd "$FAKE_K3D" && echo "$*" >>calls
case "$1 $2" in
  'cluster create' | 'cluster start') echo 1 >"clusters/$3" ;;
  'cluster stop') echo 0 >"clusters/$3" ;;
  'cluster delete') rm "clusters/$3" ;;
  'cluster list')
    comma=
    printf '['
    for file in clusters/*; do
      [ -f "$file" ] || continue
      printf '%s{"name":"%s","serversRunning":%s}' "$comma" "\${file#clusters/}" "$(cat "$file")"
      comma=,
    done
    printf ']' ;;
  'kubeconfig get') echo "kubeconfig of $3" ;;
  'image import') [ ! -f broken ] || { echo 'no space left' >&2; exit 1; } ;;
esac
`;
const originalPath = process.env.PATH;

let folder;
let paths;
let archive;

beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'urumi-k3d-'));
  paths = await prepareState(path.join(folder, 'state'));
  archive = path.join(folder, 'medusa.tar');
  await fs.writeFile(archive, 'image');
  await fs.mkdir(path.join(folder, 'clusters'));
  await fs.mkdir(path.join(folder, 'bin'));
  await addProgram('k3d', fakeK3d);
  process.env.PATH = `${path.join(folder, 'bin')}:${originalPath}`;
  process.env.FAKE_K3D = folder;
});

afterEach(async () => {
  process.env.PATH = originalPath;
  await fs.rm(folder, { recursive: true });
});

function addProgram(name, text) {
  return fs.writeFile(path.join(folder, 'bin', name), text, { mode: 0o755 });
}

function start({ port = 8080 } = {}) {
  return k3dCluster.start({
    paths,
    ports: { URUMI_STORES_PORT: port },
    buildImages: async () => ({ medusa: archive }),
  });
}

/** How k3d was called since the last look. */
async function calls() {
  const file = path.join(folder, 'calls');
  const text = await fs.readFile(file, 'utf8').catch(() => '');
  await fs.rm(file, { force: true });
  return text.trim().split('\n');
}

test('a cluster is made, filled, stopped, started again and removed', async () => {
  const first = await start();
  assert.deepEqual(await calls(), [
    'cluster list -o json',
    'cluster create urumi --port 127.0.0.1:8080:80@loadbalancer --kubeconfig-update-default=false --kubeconfig-switch-context=false',
    `image import --cluster urumi ${archive}`,
    'kubeconfig get urumi',
  ]);
  assert.equal(
    await fs.readFile(first.kubeconfig, 'utf8'),
    'kubeconfig of urumi\n',
  );
  assert.equal((await fs.stat(first.kubeconfig)).mode % 0o1000, 0o600);
  await first.stop();
  assert.deepEqual(await calls(), ['cluster stop urumi']);

  await start();
  assert.deepEqual(await calls(), [
    'cluster list -o json',
    'cluster start urumi',
    'kubeconfig get urumi',
  ]);
  assert.equal(await k3dCluster.end({ paths }), true);
  assert.equal(await k3dCluster.end({ paths }), false);
  await calls();

  await k3dCluster.remove({ paths });
  assert.deepEqual(await calls(), ['cluster delete urumi']);
});

test("somebody else's cluster of that name is left alone", async () => {
  await fs.writeFile(path.join(folder, 'clusters/urumi'), '1');
  await start();
  const [, create] = await calls();
  const [, name] = create.match(/^cluster create (urumi-[0-9a-f]{6}) /);
  await k3dCluster.end({ paths });
  await k3dCluster.remove({ paths });
  assert.deepEqual((await calls()).slice(-1), [`cluster delete ${name}`]);
  assert.equal(
    await fs.readFile(path.join(folder, 'clusters/urumi'), 'utf8'),
    '1',
  );
});

test('a cluster that was deleted by hand is made anew, with its images', async () => {
  await start();
  await fs.rm(path.join(folder, 'clusters/urumi'));
  await calls();
  await start();
  assert.deepEqual(
    (await calls()).map(call => call.split(' ').slice(0, 2).join(' ')),
    ['cluster list', 'cluster create', 'image import', 'kubeconfig get'],
  );
});

test('a port that was taken since then is named', async () => {
  await start();
  await assert.rejects(start({ port: 20_123 }), {
    name: 'Problem',
    message: /^[^\n]*urumi was made for port 8080[^\n]*$/,
  });
});

test('a cluster whose start failed does not stay running', async () => {
  await fs.writeFile(path.join(folder, 'broken'), '');
  await assert.rejects(start(), { message: /no space left/ });
  assert.equal(await k3dCluster.end({ paths }), false);
});

test('nothing is known, nothing is done', async () => {
  await addProgram('k3d', '#!/bin/sh\nexit 1');
  assert.equal(await k3dCluster.end({ paths }), false);
  await k3dCluster.remove({ paths });
});

test('without Docker one line says so', async () => {
  await addProgram('docker', '#!/bin/sh\necho "no daemon" >&2; exit 1');
  await assert.rejects(k3dCluster.prepare({}), {
    name: 'Problem',
    message: /CLUSTER=k3d needs .*Docker.*\n?.*no daemon/,
  });
  await addProgram('docker', '#!/bin/sh');
  await k3dCluster.prepare({});
  assert.deepEqual(await calls(), ['version']);
});
