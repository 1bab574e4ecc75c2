import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { RecordedPrograms } from './lib/recordedPrograms.mjs';

/** Keeps one file per cluster. */
const k3d = `case "$1 $2" in
  'cluster list') [ -f "$FOLDER/k3d-$3" ] ;;
  'cluster create') touch "$FOLDER/k3d-$3" ;;
  'cluster delete') rm "$FOLDER/k3d-$3" ;;
  'kubeconfig get') echo "kubeconfig of $3" ;;
esac`;
const kind = `case "$1 $2" in
  'get clusters') cat "$FOLDER/kinds" 2>/dev/null || true ;;
  'create cluster') echo "$4" >"$FOLDER/kinds"; cat >"$FOLDER/kind-config" ;;
  'get kubeconfig') echo "kubeconfig of $4" ;;
  'delete cluster') rm "$FOLDER/kinds" ;;
esac`;
/** A cluster in which the platform was installed. */
const kubectl = `case "$*" in
  *'get configmap'*) printf 'app:\\n  baseUrl: http://pages\\nbackend:\\n  baseUrl: http://platform.localhost:8080\\n' ;;
  *'get deployment'*) printf 'platform-secrets' ;;
  *'get secret platform-secrets'*) printf 'token-of-the-platform' ;;
  *'rollout status'*) [ ! -f "$FOLDER/not-ready" ] ;;
  *'get --raw'*) [ ! -f "$FOLDER/away" ] ;;
esac`;

let machine;

beforeEach(async () => {
  machine = await RecordedPrograms.create();
  await machine.add('uname', 'echo Linux');
  await machine.add('docker');
  await machine.add('k3d', k3d);
  await machine.add('kind', kind);
  await machine.add('kubectl', kubectl);
  await machine.add('helm');
});
afterEach(() => machine.end());

const clusterFile = (name, cluster = 'urumi') =>
  path.join(machine.state, 'clusters', cluster, name);

async function succeeded(script, args, env) {
  const { code, stdout, stderr } = await machine.run(script, args, env);
  assert.equal(code, 0, stderr);
  return `${stdout}${stderr}`;
}

async function failed(code, script, args, env) {
  const result = await machine.run(script, args, env);
  assert.equal(result.code, code, `${result.stdout}${result.stderr}`);
  return result.stderr;
}

const without = (calls, ...programs) =>
  calls.filter(call => !programs.includes(call.split(' ')[0]));

test('install-tools-macos installs what is missing, once', async () => {
  await machine.add('uname', 'echo Darwin');
  await machine.add('node');
  await machine.remove('k3d');
  await machine.add(
    'brew',
    `printf '#!/bin/sh\\n' >"$FOLDER/bin/$2" && chmod +x "$FOLDER/bin/$2"`,
  );
  await succeeded('install-tools-macos.sh');
  assert.deepEqual(without(await machine.calls(), 'uname', 'docker'), [
    'brew install k3d',
  ]);
  await succeeded('install-tools-macos.sh');
  assert.deepEqual(without(await machine.calls(), 'uname', 'docker'), []);
  await machine.add('docker', 'exit 1');
  assert.match(await succeeded('install-tools-macos.sh'), /does not run/);
});

test('install-tools-macos says when it cannot', async () => {
  assert.match(await failed(1, 'install-tools-macos.sh'), /is not macOS/);
  await machine.add('uname', 'echo Darwin');
  assert.match(await failed(1, 'install-tools-macos.sh'), /brew was not found/);
});

test('create-cluster makes a k3d cluster once, starts it again, and removes it', async () => {
  await succeeded('create-cluster.sh');
  assert.deepEqual(without(await machine.calls(), 'docker'), [
    'k3d cluster list urumi',
    'k3d cluster create urumi --port 127.0.0.1:8080:80@loadbalancer --kubeconfig-update-default=false --kubeconfig-switch-context=false --wait',
    'k3d kubeconfig get urumi',
  ]);
  const kubeconfig = clusterFile('kubeconfig');
  assert.equal(await fs.readFile(kubeconfig, 'utf8'), 'kubeconfig of urumi\n');
  assert.equal((await fs.stat(kubeconfig)).mode % 0o1000, 0o600);

  await succeeded('create-cluster.sh');
  assert.deepEqual(without(await machine.calls(), 'docker'), [
    'k3d cluster list urumi',
    'k3d cluster start urumi',
    'k3d kubeconfig get urumi',
  ]);
  assert.match(
    await failed(1, 'create-cluster.sh', ['--port', '9090']),
    /made for port 8080/,
  );
  assert.match(
    await failed(1, 'create-cluster.sh', ['--kind', 'kind']),
    /of the kind k3d/,
  );
  await machine.calls();

  await succeeded('create-cluster.sh', ['--delete']);
  await succeeded('create-cluster.sh', ['--delete']);
  assert.deepEqual(await machine.calls(), [
    'k3d cluster list urumi',
    'k3d cluster delete urumi',
    'k3d cluster list urumi',
  ]);
});

test('create-cluster makes a kind cluster with an ingress controller, once', async () => {
  const args = ['--kind', 'kind', '--name', 'mine', '--port', '9090'];
  for (let time = 0; time < 2; time++) {
    await succeeded('create-cluster.sh', args);
  }
  const calls = without(await machine.calls(), 'docker');
  assert.equal(
    calls.filter(call => call.startsWith('kind create cluster')).length,
    1,
  );
  assert.equal(calls.filter(call => / apply -f https:/.test(call)).length, 2);
  assert.match(
    await fs.readFile(path.join(machine.folder, 'kind-config'), 'utf8'),
    /containerPort: 80, hostPort: 9090, listenAddress: 127\.0\.0\.1/,
  );
});

test('create-cluster says what it lacks', async () => {
  for (const args of [
    ['--kind', 'gke'],
    ['--name', 'Two Words'],
    ['--port', 'http'],
    ['--port'],
  ]) {
    await failed(2, 'create-cluster.sh', args);
  }
  await machine.add('docker', 'exit 1');
  assert.match(await failed(1, 'create-cluster.sh'), /Docker does not run/);
  await machine.remove('docker');
  assert.match(await failed(1, 'create-cluster.sh'), /docker was not found/);
  await machine.add('uname', 'echo Darwin');
  assert.match(
    await failed(1, 'create-cluster.sh', ['--kind', 'node']),
    /needs Linux/,
  );
});

test('install-platform installs by the chart into the cluster that was made, waits, and keeps the token', async () => {
  await succeeded('create-cluster.sh', ['--port', '9090']);
  await machine.calls();
  const said = await succeeded('install-platform.sh', ['--set', 'replicas=1']);
  const [, helm, rollout] = await machine.calls();
  assert.equal(
    helm,
    `helm upgrade --install platform ${
      machine.root
    }/charts/platform --kubeconfig ${clusterFile(
      'kubeconfig',
    )} --namespace platform --create-namespace --values ${
      machine.root
    }/values/values-local.yaml --set ingress.port=9090,stores.cluster.port=9090,stores.cluster.ingressNamespace=kube-system --set replicas=1`,
  );
  assert.match(
    rollout,
    /-n platform rollout status deployment\/platform --timeout=600s$/,
  );
  const token = clusterFile('api-token');
  assert.equal(await fs.readFile(token, 'utf8'), 'token-of-the-platform');
  assert.equal((await fs.stat(token)).mode % 0o1000, 0o600);
  assert.match(said, /URUMI_BASE_URL=http:\/\/platform\.localhost:8080 /);
  assert.doesNotMatch(said, /token-of-the-platform/);
});

test('install-platform builds the images and loads those that have changed', async () => {
  await succeeded('create-cluster.sh');
  await fs.writeFile(
    path.join(machine.root, 'scripts/build-images.sh'),
    `#!/usr/bin/env bash
while [ "$1" != --output ]; do shift; done
mkdir -p "$2" && cp -R '${machine.folder}/images/.' "$2"
`,
  );
  await machine.add('cp', 'exec /bin/cp "$@"');
  const images = path.join(machine.folder, 'images');
  await fs.mkdir(images);
  await fs.writeFile(path.join(images, 'platform.tar'), 'one');
  await fs.writeFile(path.join(images, 'medusa.tar'), 'two');
  const imports = async () => {
    await machine.calls();
    await succeeded('install-platform.sh', ['--build', '--no-wait']);
    return (await machine.calls())
      .filter(call => call.startsWith('k3d image import'))
      .map(call => path.basename(call));
  };
  assert.deepEqual(await imports(), ['medusa.tar', 'platform.tar']);
  assert.deepEqual(await imports(), []);
  await fs.writeFile(path.join(images, 'platform.tar'), 'three');
  assert.deepEqual(await imports(), ['platform.tar']);
});

test('install-platform never takes the current context, and says why it failed and how to go back', async () => {
  assert.match(
    await failed(1, 'install-platform.sh', [], { KUBECONFIG: '/etc/hosts' }),
    /no cluster urumi/,
  );
  assert.deepEqual(without(await machine.calls(), 'uname'), []);
  await succeeded('create-cluster.sh');
  await fs.writeFile(path.join(machine.folder, 'not-ready'), '');
  const said = await failed(1, 'install-platform.sh', ['--timeout', '5']);
  assert.match(said, /not ready after 5 s/);
  assert.match(said, /next: .*helm rollback platform/);
  await fs.writeFile(path.join(machine.folder, 'away'), '');
  assert.match(await failed(1, 'install-platform.sh'), /does not answer/);
  await machine.add('helm', 'exit 1');
  await fs.rm(path.join(machine.folder, 'away'));
  assert.match(await failed(1, 'install-platform.sh'), /Helm refused/);
  await machine.remove('helm');
  assert.match(await failed(1, 'install-platform.sh'), /helm was not found/);
  for (const args of [
    ['--timeout', 'soon'],
    ['--values', 'nowhere.yaml'],
    ['--cluster', 'a', '--kubeconfig', 'b'],
  ]) {
    await failed(2, 'install-platform.sh', args);
  }
});
