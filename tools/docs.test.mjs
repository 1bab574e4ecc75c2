import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { anchorsOf } from './lib/markdownAnchors.mjs';
import { repoRoot } from './lib/paths.mjs';

const tracked = execFileSync('git', ['ls-files'], { cwd: repoRoot })
  .toString()
  .trim()
  .split('\n');
const pages = tracked.filter(
  file => file.endsWith('.md') && !/report.*\.api\.md$/.test(file),
);
const topFolders = new Set(
  tracked.filter(file => file.includes('/')).map(file => file.split('/')[0]),
);
const folders = new Set(tracked.flatMap(foldersOf));
const targets = new Set(
  [
    ...fs
      .readFileSync(path.join(repoRoot, 'Makefile'), 'utf8')
      .matchAll(/^([a-z]+):/gm),
  ].map(([, name]) => name),
);

function foldersOf(file) {
  const parts = file.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

const exists = file => tracked.includes(file) || folders.has(file);

for (const page of pages) {
  const text = fs.readFileSync(path.join(repoRoot, page), 'utf8');

  test(`${page} links to what is there`, () => {
    const missing = [...text.matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, link]) => link.split('#')[0])
      .filter(link => link !== '' && !/^[a-z]+:/.test(link))
      .map(link => path.join(path.dirname(page), link).replace(/\/$/, ''))
      .filter(file => file !== '.' && !exists(file));
    assert.deepEqual(missing, []);
  });

  test(`${page} links to chapters that are there`, () => {
    const missing = [...text.matchAll(/\]\(([^)\s]*)#([^)\s]+)\)/g)]
      .filter(([, link]) => !/^[a-z]+:/.test(link))
      .map(([, link, anchor]) => [
        link === '' ? page : path.join(path.dirname(page), link),
        anchor,
      ])
      .filter(([file]) => file.endsWith('.md') && exists(file))
      .filter(
        ([file, anchor]) =>
          !anchorsOf(
            fs.readFileSync(path.join(repoRoot, file), 'utf8'),
          ).includes(anchor),
      );
    assert.deepEqual(missing, []);
  });

  test(`${page} names paths, programs and targets that are there`, () => {
    const code = [...text.matchAll(/`([^`\n]+)`/g)].map(([, words]) => words);
    const blocks = [
      ...text.matchAll(/```(?:sh|bash)?\n([\s\S]*?)```/g),
    ].flatMap(([, block]) => block.split('\n'));
    const words = [...code, ...blocks]
      .flatMap(line => line.split(/[\s'"=,;:()]+/))
      .map(word => word.replace(/^\.\//, '').replace(/[/.]$/, ''));
    const missing = words.filter(
      word =>
        /^[\w.-]+(\/[\w.-]+)+$/.test(word) &&
        topFolders.has(word.split('/')[0]) &&
        ![word, path.join(path.dirname(page), word)].some(exists),
    );
    assert.deepEqual(missing, []);
    const called = [...code, ...blocks].flatMap(line =>
      [...line.matchAll(/\bmake ([a-z]+)\b/g)].map(([, target]) => target),
    );
    assert.deepEqual(
      called.filter(target => !targets.has(target)),
      [],
    );
  });
}
