import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isFromShop } from './origin.mjs';

const storeUrl = new URL('http://shop.example:8080');
const host = 'shop.example:8080';

test('forms of the shop itself are taken', () => {
  assert.ok(isFromShop({ host, origin: 'http://shop.example:8080' }, storeUrl));
  assert.ok(isFromShop({ host, 'sec-fetch-site': 'same-origin' }, storeUrl));
  assert.ok(
    isFromShop({ host: 'localhost:9', origin: 'http://localhost:9' }, storeUrl),
  );
});

test('forms of others are not, nor those that say nothing', () => {
  const foreign = [
    {},
    { origin: 'null' },
    { origin: 'http://evil.example' },
    { origin: 'http://shop.example' },
    { origin: 'http://shop.example:8080.evil.example' },
    { origin: 'http://other.example:8080' },
    { 'sec-fetch-site': 'cross-site', origin: 'http://shop.example:8080' },
    { 'sec-fetch-site': 'same-site', origin: 'http://shop.example:8080' },
  ];
  for (const headers of foreign) {
    assert.ok(
      !isFromShop({ host, ...headers }, storeUrl),
      JSON.stringify(headers),
    );
  }
});
