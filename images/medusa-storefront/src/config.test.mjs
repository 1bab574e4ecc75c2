import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { readConfig } from './config.mjs';

const env = {
  STORE_ID: 'store-1',
  STORE_NAME: 'A "shop" ☕',
  STORE_URL: 'https://shop.example',
  STORE_CURRENCY: 'EUR',
  STORE_COUNTRY: 'DE',
  MEDUSA_BACKEND_URL: 'http://server:9000/',
};

test('the environment is read, and what is optional has a default', () => {
  assert.deepEqual(readConfig(env), {
    storeId: 'store-1',
    storeName: 'A "shop" ☕',
    storeUrl: new URL('https://shop.example'),
    currency: 'eur',
    country: 'de',
    backendUrl: 'http://server:9000',
    publishableKey: undefined,
    probeKey: undefined,
    port: 8000,
    host: undefined,
  });
});

test('a secret may stand in a file, which has to be there and hold it', () => {
  const file = path.join(
    fs.mkdtempSync(path.join(os.tmpdir(), 'config-')),
    'key',
  );
  fs.writeFileSync(file, 'secret\n');
  assert.equal(readConfig({ ...env, PROBE_KEY_FILE: file }).probeKey, 'secret');
  fs.writeFileSync(file, '\n');
  assert.throws(
    () => readConfig({ ...env, PROBE_KEY_FILE: file }),
    /PROBE_KEY_FILE is empty/,
  );
  fs.rmSync(file);
  assert.throws(() => readConfig({ ...env, PROBE_KEY_FILE: file }), /ENOENT/);
});

test('what is missing or wrong is named', () => {
  for (const name of Object.keys(env)) {
    assert.throws(
      () => readConfig({ ...env, [name]: ' ' }),
      new RegExp(`^Error: ${name} is not set`),
    );
  }
  assert.throws(
    () => readConfig({ ...env, STORE_COUNTRY: 'Germany' }),
    /STORE_COUNTRY/,
  );
  assert.throws(() => readConfig({ ...env, STORE_ID: 'a\r\nb' }), /STORE_ID/);
  assert.throws(
    () => readConfig({ ...env, STORE_URL: 'javascript:alert(1)' }),
    /STORE_URL/,
  );
  assert.throws(() => readConfig({ ...env, PORT: '80a' }), /PORT/);
});
