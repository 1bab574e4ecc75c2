import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import {
  keepClusterKind,
  keptClusterKind,
  requireClusterKind,
} from './clusterKinds.mjs';
import { prepareState, removeState, statePaths } from './state.mjs';

let folder;
let paths;

beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'urumi-kinds-'));
  paths = await prepareState(folder);
});

afterEach(() => fs.rm(folder, { recursive: true, force: true }));

test('a new state takes any kind, and keeps it', async () => {
  assert.equal(await keptClusterKind({ paths }), undefined);
  await requireClusterKind({ paths, kind: 'node' });
  await keepClusterKind({ paths, kind: 'node' });
  await requireClusterKind({ paths, kind: 'node' });
  assert.equal(await keptClusterKind({ paths }), 'node');
});

test('another kind is refused in one line that says what to do', async () => {
  await keepClusterKind({ paths, kind: 'node' });
  await assert.rejects(requireClusterKind({ paths, kind: 'sim' }), error => {
    assert.equal(error.name, 'Problem');
    assert.doesNotMatch(error.message, /\n/);
    assert.ok(error.message.startsWith(folder));
    assert.match(error.message, /CLUSTER=node, and CLUSTER is sim/);
    assert.match(error.message, /URUMI_STATE/);
    return true;
  });
  assert.equal(await keptClusterKind({ paths }), 'node');
});

test('a state of before there was a choice has a simulated cluster', async () => {
  await fs.mkdir(path.join(paths.cluster, 'etcd'), { recursive: true });
  assert.equal(await keptClusterKind({ paths }), 'sim');
  await assert.rejects(requireClusterKind({ paths, kind: 'current' }));
});

test('a state that was removed takes another kind', async () => {
  await keepClusterKind({ paths, kind: 'k3d' });
  await removeState(folder);
  assert.equal(await keptClusterKind({ paths: statePaths(folder) }), undefined);
});
