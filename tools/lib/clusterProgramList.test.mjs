import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clusterProgramsOf, testPrograms } from './clusterProgramList.mjs';

const names = kind => clusterProgramsOf(kind).map(({ name }) => name);

function download(kind, name, platform) {
  return clusterProgramsOf(kind)
    .find(each => each.name === name)
    .download({ os: 'linux', arch: 'amd64', ...platform });
}

test('each kind of cluster gets what it needs and no more', () => {
  assert.ok(names('sim').includes('kwok'));
  assert.ok(!names('sim').includes('kubelet'));
  assert.ok(!names('node').includes('kwok'));
  assert.ok(names('node').includes('kubelet'));
  assert.deepEqual(names('k3d'), ['kubectl', 'helm']);
  assert.deepEqual(names('current'), ['kubectl', 'helm']);
});

test('the programs of a node have their official downloads', () => {
  assert.deepEqual(download('node', 'kubelet', { version: 'v1.36.4' }), {
    url: 'https://dl.k8s.io/release/v1.36.4/bin/linux/amd64/kubelet',
    checksumUrl:
      'https://dl.k8s.io/release/v1.36.4/bin/linux/amd64/kubelet.sha256',
  });
  const url =
    'https://github.com/coredns/coredns/releases/download/v1.14.7/coredns_1.14.7_linux_arm64.tgz';
  assert.deepEqual(
    download('node', 'coredns', { version: 'v1.14.7', arch: 'arm64' }),
    { url, checksumUrl: `${url}.sha256`, member: 'coredns' },
  );
});

test('promtool comes with the release of its Go module', () => {
  const [promtool] = testPrograms();
  const version = 'v0.313.5';
  assert.deepEqual(promtool.download({ version, os: 'linux', arch: 'amd64' }), {
    url: 'https://github.com/prometheus/prometheus/releases/download/v3.13.5/prometheus-3.13.5.linux-amd64.tar.gz',
    checksumUrl:
      'https://github.com/prometheus/prometheus/releases/download/v3.13.5/sha256sums.txt',
    member: 'prometheus-3.13.5.linux-amd64/promtool',
  });
});

test('our own programs are always built', () => {
  for (const name of ['addons', 'pause']) {
    assert.equal(download('node', name, { version: 'v1.36.4' }), undefined);
  }
});
