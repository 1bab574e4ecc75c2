import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import {
  buildStoreImages,
  loadStoreImages,
  missingImagesNotice,
} from './storeImages.mjs';

let folder;
let file;

beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'urumi-images-'));
  file = path.join(folder, 'loaded.json');
});

afterEach(() => fs.rm(folder, { recursive: true }));

async function archive(name, content) {
  const place = path.join(folder, `${name}.tar`);
  await fs.writeFile(place, content);
  return place;
}

async function load(archives) {
  const loaded = [];
  await loadStoreImages({
    archives,
    file,
    load: async each => loaded.push(path.basename(each)),
  });
  return loaded;
}

async function script(...lines) {
  const place = path.join(folder, 'build-images.sh');
  await fs.writeFile(place, ['#!/bin/sh', ...lines].join('\n'), {
    mode: 0o755,
  });
  return place;
}

test('an archive is loaded once, and again when it has changed', async () => {
  const archives = {
    a: await archive('a', 'one'),
    b: await archive('b', 'one'),
  };
  assert.deepEqual(await load(archives), ['a.tar', 'b.tar']);
  assert.deepEqual(await load(archives), []);
  await archive('b', 'another');
  assert.deepEqual(await load(archives), ['b.tar']);
});

test('what failed to load is loaded the next time', async () => {
  const archives = {
    a: await archive('a', 'one'),
    b: await archive('b', 'one'),
  };
  await assert.rejects(
    loadStoreImages({
      archives,
      file,
      load: async each => {
        if (each.endsWith('b.tar')) {
          throw new Error('no room');
        }
      },
    }),
    { message: 'no room' },
  );
  assert.deepEqual(await load(archives), ['b.tar']);
});

test('the archives are those that the script has written', async () => {
  const output = path.join(folder, 'archives');
  const archives = await buildStoreImages({
    folder: output,
    script: await script(
      '[ "$1" = --output ] || exit 2',
      'echo "wordpress-woo: skipped, because it is nowhere." >&2',
      'echo "urumi.local/medusa:2.21.2: building with buildah" >&2',
      'echo tar >"$2/medusa.tar"; echo key >"$2/medusa.tar.inputs"',
    ),
  });
  assert.deepEqual(archives, { medusa: path.join(output, 'medusa.tar') });
  assert.match(missingImagesNotice(archives), /WooCommerce .* wordpress-woo/);
  assert.equal(missingImagesNotice({ 'wordpress-woo': 'x' }), undefined);
});

test('a build that fails says what the script said', async () => {
  await assert.rejects(
    buildStoreImages({
      folder,
      script: await script('echo "error: the disk is full" >&2; exit 1'),
    }),
    { name: 'Problem', message: /error: the disk is full/ },
  );
});
