import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { RecordedPrograms } from './lib/recordedPrograms.mjs';

/** What the installer of k3s leaves. */
const k3s = `case "$*" in
  --version) echo "k3s version $(cat "$FOLDER/k3s-version")" ;;
  *'apply -f -') cat >>"$FOLDER/applied" ;;
  *'create secret'*) echo 'kind: Secret' ;;
  *pg_dump*) cat "$FOLDER/database" ;;
  *pg_restore*) content=$(cat); echo "$content" >>"$FOLDER/restored"; [ "$content" != cut-off ] ;;
  *'get deployment'*) printf 2 ;;
esac`;
const settings = [
  ...['--host', 'platform.example.com', '--domain', 'stores.example.com'],
  ...['--registry', 'registry.example.com/urumi/'],
  ...['--email', 'ops@example.com'],
];

let machine;
let destination;
let install;

beforeEach(async () => {
  machine = await RecordedPrograms.create();
  destination = path.join(machine.folder, 'server');
  await machine.add('uname', 'echo Linux');
  await machine.add('id', 'echo 0');
  await machine.add('systemctl');
  await machine.add('helm');
  await machine.add('kubectl');
  await machine.add('hostname', 'echo 192.0.2.1');
  await machine.add('getent', 'echo "192.0.2.1 STREAM $2"');
  await fs.writeFile(path.join(machine.folder, 'database'), 'all of it');
  await fs.writeFile(path.join(machine.folder, 'new-k3s'), k3s);
  // The installer is a download that is then run.
  await machine.add(
    'curl',
    `while [ "$1" != --output ]; do shift; done
cat >"$2" <<'END'
FOLDER='${machine.folder}'
echo "installer $INSTALL_K3S_VERSION $*" >>"$FOLDER/calls"
echo "$INSTALL_K3S_VERSION" >"$FOLDER/k3s-version"
{ printf '#!/usr/bin/env bash\\nFOLDER=%s\\nprintf "k3s %%s\\\\n" "$*" >>"$FOLDER/calls"\\n' "$FOLDER"; cat "$FOLDER/new-k3s"; } >"$FOLDER/bin/k3s"
chmod +x "$FOLDER/bin/k3s"
END`,
  );
  // It has tests of its own.
  await fs.writeFile(
    path.join(machine.root, 'scripts/install-platform.sh'),
    `#!/usr/bin/env bash\nprintf 'install-platform %s\\n' "$*" >>'${machine.folder}/calls'\n`,
  );
  const token = path.join(machine.folder, 'cloudflare-token');
  await fs.writeFile(token, 'secret-of-the-zone');
  install = (...more) =>
    machine.run(
      'vps-install.sh',
      [...settings, '--cloudflare-token-file', token, ...more],
      { DESTDIR: destination },
    );
});
afterEach(() => machine.end());

const assertCode = ({ code, stdout, stderr }, wanted) =>
  assert.equal(code, wanted, `${stdout}${stderr}`);

test('vps-install installs each thing, once', async () => {
  assertCode(await install(), 0);
  const calls = await machine.calls();
  assert.ok(
    calls.some(call =>
      /^installer v\S+ server --secrets-encryption --write-kubeconfig-mode 600$/.test(
        call,
      ),
    ),
  );
  assert.ok(
    calls.some(call =>
      /^helm upgrade --install cert-manager oci:\S+ --version v\S+ /.test(call),
    ),
  );
  const platform = calls.find(call => call.startsWith('install-platform'));
  for (const text of [
    'values/values-vps.yaml',
    'ingress.host=platform.example.com,ingress.backendHost=platform.example.com,stores.cluster.baseDomain=stores.example.com',
    'image.repository=registry.example.com/urumi/platform',
    `--token-file ${destination}/etc/urumi/api-token`,
  ]) {
    assert.ok(platform.includes(text), `${platform} has ${text}`);
  }
  const applied = await fs.readFile(
    path.join(machine.folder, 'applied'),
    'utf8',
  );
  assert.match(applied, /kind: ClusterIssuer[^]*email: ops@example\.com/);
  assert.match(applied, /dnsNames: \['\*\.stores\.example\.com'\]/);
  assert.match(applied, /kind: TLSStore/);
  assert.ok(!calls.join('\n').includes('secret-of-the-zone'));
  const service = await fs.readFile(
    path.join(destination, 'etc/systemd/system/urumi-backup.service'),
    'utf8',
  );
  assert.match(service, /urumi-backup --dir \/var\/backups\/urumi --keep 14/);
  assert.ok(calls.includes('systemctl start urumi-backup.service'));

  assertCode(await install('--keep-backups', '3'), 0);
  const again = await machine.calls();
  assert.ok(!again.some(call => call.startsWith('installer')));
  assert.ok(again.some(call => call.startsWith('install-platform')));
});

test('vps-install takes a newer k3s, and an issuer of your own', async () => {
  assertCode(await install(), 0);
  await machine.calls();
  await fs.rm(path.join(machine.folder, 'applied'));
  const newer = await machine.run(
    'vps-install.sh',
    [...settings, '--issuer', 'ours'],
    { DESTDIR: destination, K3S_VERSION: 'v9.9.9+k3s1' },
  );
  assertCode(newer, 0);
  const calls = await machine.calls();
  assert.ok(calls.some(call => call.startsWith('installer v9.9.9+k3s1')));
  const applied = await fs.readFile(
    path.join(machine.folder, 'applied'),
    'utf8',
  );
  assert.doesNotMatch(applied, /kind: ClusterIssuer\nmetadata/);
  assert.match(applied, /issuerRef: \{ kind: ClusterIssuer, name: ours \}/);
});

test('vps-install says what it lacks before it changes anything', async () => {
  const says = async (code, pattern, ...args) => {
    const result = await install(...args);
    assertCode(result, code);
    assert.match(result.stderr, pattern);
  };
  await says(2, /exclude each other/, '--issuer', 'ours');
  await says(2, /host names/, '--host', 'a b');
  await says(2, /no number/, '--keep-backups', 'all');
  await machine.add('getent', '');
  await says(1, /has no address[^]*next: .*\*\.stores\.example\.com/);
  await machine.remove('helm');
  await says(1, /helm was not found/);
  await machine.add('id', 'echo 1000');
  await says(1, /needs root/);
  const bare = await machine.run('vps-install.sh', settings, {});
  assertCode(bare, 2);
  assert.ok(
    !(await machine.calls()).some(call => /^(curl|installer|k3s)/.test(call)),
  );
});

test('vps-backup keeps the newest backups, readable by root alone, and none that is cut off', async () => {
  assertCode(await install(), 0);
  const backups = path.join(machine.folder, 'backups');
  await fs.mkdir(backups);
  for (const day of ['01', '02', '03']) {
    await fs.writeFile(
      path.join(backups, `platform-202601${day}T000000Z.dump`),
      '',
    );
  }
  const made = await machine.run('vps-backup.sh', [
    ...['--dir', backups, '--keep', '2'],
  ]);
  assertCode(made, 0);
  const file = made.stdout.trim();
  assert.deepEqual((await fs.readdir(backups)).sort(), [
    'platform-20260103T000000Z.dump',
    path.basename(file),
  ]);
  assert.equal(await fs.readFile(file, 'utf8'), 'all of it');
  assert.equal((await fs.stat(file)).mode % 0o1000, 0o600);

  await fs.writeFile(path.join(machine.folder, 'database'), 'cut-off');
  const broken = await machine.run('vps-backup.sh', ['--dir', backups]);
  assertCode(broken, 1);
  assert.match(broken.stderr, /cannot be read again/);
  assert.equal((await fs.readdir(backups)).length, 2);
});

test('vps-backup puts a backup back while no backend runs, and only when one is sure', async () => {
  assertCode(await install(), 0);
  const file = path.join(machine.folder, 'platform-1.dump');
  await fs.writeFile(file, 'as it was');
  assertCode(await machine.run('vps-backup.sh', ['--restore', file]), 2);
  await machine.calls();
  assertCode(
    await machine.run('vps-backup.sh', ['--restore', file, '--yes']),
    0,
  );
  const what = (await machine.calls()).map(call =>
    /(pg_restore --list|get deployment|replicas=\d|wait --for=delete|pg_restore --username|rollout status)/
      .exec(call)[1]
      .trim(),
  );
  assert.deepEqual(what, [
    'pg_restore --list',
    'get deployment',
    'replicas=0',
    'wait --for=delete',
    'pg_restore --username',
    'replicas=2',
    'rollout status',
  ]);
});
