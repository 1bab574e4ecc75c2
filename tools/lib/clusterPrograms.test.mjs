import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { provideClusterPrograms } from './clusterPrograms.mjs';
import { repoRoot } from './paths.mjs';
import { freePort } from './ports.mjs';

const content = '#!/bin/sh\necho from the download\n';
const sum = createHash('sha256').update(content).digest('hex');

let folder;
let server;
let files;
let requested;

beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'urumi-programs-'));
  files = new Map();
  requested = [];
  server = http.createServer((request, response) => {
    requested.push(request.url);
    const body = files.get(request.url);
    response.statusCode = body === undefined ? 404 : 200;
    response.end(body);
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  await new Promise(resolve => server.close(resolve));
  await fs.rm(folder, { recursive: true });
});

function program(overrides) {
  const url = `http://127.0.0.1:${server.address().port}/kwok`;
  return {
    name: 'kwok',
    pins: 'kwok',
    module: 'sigs.k8s.io/kwok',
    package: 'sigs.k8s.io/kwok/cmd/kwok',
    buildMinutes: 1,
    linkerFlags: () => '',
    download: () => ({ url, checksumUrl: `${url}.sha256` }),
    ...overrides,
  };
}

function provide(overrides = {}) {
  return provideClusterPrograms({
    programs: [program()],
    linkFolder: path.join(folder, 'bin'),
    cacheFolder: path.join(folder, 'cache'),
    namedFolder: '',
    goCandidates: [path.join(folder, 'no-go')],
    ...overrides,
  });
}

const provided = () => fs.readFile(path.join(folder, 'bin/kwok'), 'utf8');

test('a named folder comes before everything else', async () => {
  const namedFolder = path.join(folder, 'named');
  await fs.mkdir(namedFolder);
  await fs.writeFile(path.join(namedFolder, 'kwok'), 'named', { mode: 0o755 });
  await provide({ namedFolder });
  assert.equal(await provided(), 'named');
  assert.deepEqual(requested, []);
});

test('a folder that is named and does not exist is refused', async () => {
  await assert.rejects(provide({ namedFolder: path.join(folder, 'nowhere') }), {
    name: 'Problem',
    message: /URUMI_CLUSTER_BIN .*nowhere/,
  });
});

test('a download is checked, kept, and not made again', async () => {
  files.set('/kwok', content);
  files.set('/kwok.sha256', `${sum}\n`);
  await provide();
  assert.equal(await provided(), content);
  assert.equal(
    (await fs.stat(path.join(folder, 'bin/kwok'))).mode % 0o1000,
    0o755,
  );
  await provide();
  assert.deepEqual(requested, ['/kwok.sha256', '/kwok']);
});

test('the sum is found in a list of many files', async () => {
  files.set('/kwok', content);
  files.set('/kwok.sha256', `${'0'.repeat(64)}  other\n${sum}  kwok\n`);
  await provide();
  assert.equal(await provided(), content);
});

test('a program is taken out of its archive, wherever it lies there', async () => {
  const work = path.join(folder, 'work');
  await fs.mkdir(path.join(work, 'linux'), { recursive: true });
  for (const member of ['kwok', 'linux/kwok']) {
    await fs.writeFile(path.join(work, member), content, { mode: 0o755 });
    const archive = execFileSync('tar', ['-czf', '-', '-C', work, member]);
    files.set('/kwok', archive);
    files.set(
      '/kwok.sha256',
      createHash('sha256').update(archive).digest('hex'),
    );
    const { download } = program();
    await provide({
      cacheFolder: path.join(folder, 'cache', member),
      programs: [program({ download: () => ({ ...download(), member }) })],
    });
    assert.equal(await provided(), content);
  }
});

test('a program of our own is made anew when its sources change', async () => {
  const sources = path.join(folder, 'sources');
  await fs.mkdir(sources);
  await fs.writeFile(path.join(sources, 'main.go'), 'one');
  files.set('/kwok', content);
  files.set('/kwok.sha256', sum);
  const programs = [
    program({
      sources: path.relative(
        path.join(repoRoot, 'tools/cluster/go/kwok'),
        path.join(sources, '*.go'),
      ),
    }),
  ];
  await provide({ programs });
  await provide({ programs });
  assert.equal(requested.length, 2);
  await fs.writeFile(path.join(sources, 'main.go'), 'another');
  await provide({ programs });
  assert.equal(requested.length, 4);
});

test('a wrong check sum stops it, and nothing is kept', async () => {
  files.set('/kwok', content);
  files.set('/kwok.sha256', '0'.repeat(64));
  await assert.rejects(provide(), {
    name: 'Problem',
    message: new RegExp(`SHA-256 ${sum}, and 0{64} is expected`),
  });
  const kept = await fs.readdir(path.join(folder, 'cache'));
  assert.deepEqual(
    kept.filter(name => name.startsWith('kwok')),
    [],
  );
});

test('without download and Go, one line says what to do', async () => {
  await assert.rejects(provide(), error => {
    assert.equal(error.name, 'Problem');
    assert.doesNotMatch(error.message, /\n/);
    assert.match(error.message, /Go was not found/);
    assert.match(error.message, /answered 404/);
    assert.match(error.message, /Install Go 1\.26 or newer/);
    return true;
  });
});

test('an unreachable host falls through to the build', async () => {
  const go = path.join(folder, 'go');
  await fs.writeFile(
    go,
    [
      '#!/bin/sh',
      'if [ "$1" = env ]; then echo go1.26.1; exit; fi',
      'while [ "$1" != -o ]; do shift; done',
      'echo built >"$2"',
    ].join('\n'),
    { mode: 0o755 },
  );
  const nobody = `http://127.0.0.1:${await freePort()}`;
  await provide({
    programs: [
      program({
        download: () => ({
          url: `${nobody}/kwok`,
          checksumUrl: `${nobody}/sum`,
        }),
      }),
    ],
    goCandidates: [go],
  });
  assert.equal(await provided(), 'built\n');
});

test('a Go that is too old is named', async () => {
  const go = path.join(folder, 'go');
  await fs.writeFile(go, '#!/bin/sh\necho go1.24.3\n', { mode: 0o755 });
  await assert.rejects(provide({ goCandidates: [go] }), {
    message: /go is version 1\.24\. Install Go 1\.26/,
  });
});
