import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { repoRoot } from './lib/paths.mjs';

const folder = path.join(repoRoot, 'scripts');
const scripts = fs.readdirSync(folder).filter(name => name.endsWith('.sh'));
const libraries = fs
  .readdirSync(path.join(folder, 'lib'))
  .filter(name => name.endsWith('.sh'))
  .map(name => path.join('lib', name));
const hasShellcheck =
  spawnSync('shellcheck', ['--version']).error === undefined;

test('the scripts that people know are there', () => {
  for (const name of [
    'install-tools-macos',
    'create-cluster',
    'install-platform',
    'demo-flow',
    'smoke-e2e',
    'store-history',
    'store-upgrade',
    'store-rollback',
    'vps-install',
  ]) {
    assert.ok(scripts.includes(`${name}.sh`), name);
  }
});

for (const name of [...scripts, ...libraries]) {
  const file = path.join(folder, name);

  test(`${name} is bash that parses`, t => {
    execFileSync('bash', ['-n', file]);
    if (!hasShellcheck) {
      t.diagnostic('shellcheck is not on this machine');
      return;
    }
    const { status, stdout } = spawnSync(
      'shellcheck',
      [
        '--external-sources',
        '--severity=warning',
        '--source-path=.:scripts',
        file,
      ],
      { cwd: repoRoot, encoding: 'utf8' },
    );
    assert.equal(status, 0, stdout);
  });

  test(`${name} keeps to what bash 3.2 has`, () => {
    const text = fs.readFileSync(file, 'utf8');
    const newer =
      /declare -A|mapfile|readarray|local -n|\$\{\w+(\^\^|,,)|&>>|\|&|coproc|wait -n/;
    assert.doesNotMatch(text, newer);
  });
}

for (const name of scripts) {
  const file = path.join(folder, name);

  test(`${name} --help says what it does, and needs nothing for that`, () => {
    const { status, stdout, stderr } = spawnSync(file, ['--help'], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, HOME: repoRoot },
    });
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^\S/);
    assert.ok(stdout.includes(name), 'how it is called');
    assert.doesNotMatch(stdout, /^#|set -euo/m);
  });

  test(`${name} refuses an option that it does not have`, () => {
    const { status, stderr } = spawnSync(file, ['--bogus'], {
      encoding: 'utf8',
    });
    assert.notEqual(status, 0);
    assert.match(stderr, /^error: .*--bogus.*/);
  });
}
