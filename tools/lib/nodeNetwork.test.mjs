import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { keptNetwork } from './nodeNetwork.mjs';

let folder;
let file;

beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'urumi-network-'));
  file = path.join(folder, 'network.json');
});

afterEach(() => fs.rm(folder, { recursive: true }));

/** Random numbers that are known. */
function sequence(...numbers) {
  return () => numbers.shift();
}

function used(name, cidr) {
  return { [name]: [{ family: 'IPv4', address: cidr.split('/')[0], cidr }] };
}

test('a copy keeps its network', async () => {
  const first = await keptNetwork({
    file,
    interfaces: {},
    random: sequence(448),
  });
  assert.deepEqual(first, {
    HOST_IP: '10.231.7.1',
    NODE_IP: '10.231.7.2',
    VETH: 'urumi448',
    CGROUP: 'urumi448',
  });
  assert.deepEqual(await keptNetwork({ file, interfaces: {} }), first);
});

test('the largest name fits a network interface and its other end', async () => {
  const { VETH, NODE_IP } = await keptNetwork({
    file,
    interfaces: {},
    random: sequence(2 ** 14 - 1),
  });
  assert.equal(NODE_IP, '10.231.255.254');
  assert.ok(`${VETH}n`.length <= 15);
});

test('another one is taken when somebody has this one', async () => {
  for (const interfaces of [
    used('urumi448', '10.231.7.1/30'),
    used('other', '10.231.7.3/32'),
    used('other', '10.231.0.1/20'),
    { urumi448: [] },
  ]) {
    await fs.writeFile(file, '{"block":448}');
    const network = await keptNetwork({
      file,
      interfaces,
      random: sequence(448, 4096),
    });
    assert.equal(network.NODE_IP, '10.231.64.2');
    assert.equal(await fs.readFile(file, 'utf8'), '{"block":4096}\n');
  }
});

test('networks beside it do not matter', async () => {
  await fs.writeFile(file, '{"block":448}');
  const interfaces = {
    ...used('urumi449', '10.231.7.5/30'),
    ...used('eth0', '192.168.1.7/24'),
    lo: [{ family: 'IPv6', address: '::1', cidr: '::1/128' }],
  };
  assert.equal((await keptNetwork({ file, interfaces })).VETH, 'urumi448');
});

test('a machine that lives in that network is told so', async () => {
  await assert.rejects(
    keptNetwork({ file, interfaces: used('eth0', '10.231.9.9/16') }),
    { name: 'Problem', message: /10\.231\.0\.0\/16, .* is in use/ },
  );
});
