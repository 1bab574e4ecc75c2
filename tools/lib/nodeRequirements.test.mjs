import assert from 'node:assert/strict';
import { test } from 'node:test';
import { missingPackages, requireNodeMachine } from './nodeRequirements.mjs';

const everything =
  'containerd ctr runc iptables ip busybox openssl curl buildah mmdebstrap apt-get';

/** A machine with these programs. */
function machine({ programs = everything, ...overrides } = {}) {
  const present = new Set(programs.split(' '));
  return {
    platform: 'linux',
    isRoot: () => true,
    findProgram: name => (present.has(name) ? `/usr/bin/${name}` : undefined),
    hasFile: file => file === '/usr/lib/cni/bridge',
    isStatic: () => true,
    hasEngine: () => true,
    add: name => present.add(name),
    ...overrides,
  };
}

test('a machine that has everything lacks nothing', async () => {
  assert.deepEqual(missingPackages(machine()), []);
  await requireNodeMachine({
    machine: machine(),
    install: () => assert.fail('nothing is to be installed'),
  });
});

test('an empty machine lacks all, by the names of Debian', () => {
  assert.deepEqual(
    missingPackages(machine({ programs: '', hasFile: () => false })),
    [
      'containerd',
      'runc',
      'containernetworking-plugins',
      'iptables',
      'iproute2',
      'busybox-static',
      'openssl',
      'curl',
      'buildah',
      'mmdebstrap',
    ],
  );
});

test('where Docker or Podman builds images, buildah is not needed', () => {
  for (const builder of ['docker', 'podman']) {
    const programs = everything.replace('buildah mmdebstrap', builder);
    assert.deepEqual(missingPackages(machine({ programs })), []);
  }
});

test('a client without an engine builds nothing', () => {
  const programs = everything.replace('buildah mmdebstrap', 'docker');
  assert.deepEqual(
    missingPackages(machine({ programs, hasEngine: () => false })),
    ['buildah', 'mmdebstrap'],
  );
});

test('a busybox with libraries is not enough', () => {
  assert.deepEqual(missingPackages(machine({ isStatic: () => false })), [
    'busybox-static',
  ]);
});

test('plugins may lie where their own project puts them', () => {
  const hasFile = file => file === '/opt/cni/bin/bridge';
  assert.deepEqual(missingPackages(machine({ hasFile })), []);
});

test('on Debian exactly what is missing is installed', async () => {
  const debian = machine({ programs: everything.replace(' runc', '') });
  const installed = [];
  await requireNodeMachine({
    machine: debian,
    install: ({ packages }) => {
      installed.push(...packages);
      debian.add('runc');
    },
  });
  assert.deepEqual(installed, ['runc']);
});

test('an installation that did not help is not taken for one', async () => {
  await assert.rejects(
    requireNodeMachine({
      machine: machine({ programs: everything.replace(' runc', '') }),
      install: () => {},
    }),
    { name: 'Problem', message: /still lacks .*: runc\./ },
  );
});

test('elsewhere the list is the error', async () => {
  await assert.rejects(
    requireNodeMachine({
      machine: machine({
        programs: 'docker containerd ctr',
        isRoot: () => true,
      }),
      install: () => assert.fail('there is no apt-get'),
    }),
    {
      name: 'Problem',
      message: /: runc iptables iproute2 busybox-static openssl curl\./,
    },
  );
});

test('without Linux or root, one line says what else can be done', async () => {
  for (const overrides of [{ platform: 'darwin' }, { isRoot: () => false }]) {
    await assert.rejects(requireNodeMachine({ machine: machine(overrides) }), {
      name: 'Problem',
      message: /^[^\n]*CLUSTER=k3d[^\n]*$/,
    });
  }
});
