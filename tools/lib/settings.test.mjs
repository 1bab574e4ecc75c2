import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSettings } from './settings.mjs';

test('without variables, the simulated cluster and port 7007', () => {
  assert.deepEqual(readSettings({}), { cluster: 'sim', port: 7007 });
});

test('each kind of cluster can be chosen', () => {
  for (const cluster of ['sim', 'node', 'k3d', 'current']) {
    assert.equal(readSettings({ CLUSTER: cluster }).cluster, cluster);
  }
});

test('a kind that does not exist is refused with those that do', () => {
  assert.throws(() => readSettings({ CLUSTER: 'kind' }), {
    name: 'Problem',
    message: 'CLUSTER is kind, which is none of sim, node, k3d, current.',
  });
});

test('a port is a number of a port', () => {
  for (const port of ['0', '65536', '80.5', 'http']) {
    assert.throws(() => readSettings({ PORT: port }), {
      message: new RegExp(`PORT is ${port}`),
    });
  }
});
