import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countryName, moneyFormat } from './money.mjs';

/** With plain spaces, whichever kind the data of Unicode has. */
function written(country, amount, currency) {
  return moneyFormat(country)(amount, currency).replace(/\s/gu, ' ');
}

test('prices are written as in the country of the store', () => {
  assert.equal(written('de', 1234.5, 'eur'), '1.234,50 €');
  assert.equal(written('us', 1234.5, 'usd'), '$1,234.50');
  assert.equal(written('fr', 1234.5, 'usd'), '1 234,50 $US');
  assert.equal(written('in', 123456, 'inr'), '₹1,23,456.00');
  assert.equal(written('jp', 1200, 'jpy'), '￥1,200');
});

test('prices never turn the text around', () => {
  assert.equal(written('ae', 5, 'aed'), 'AED 5.00');
  assert.equal(written('il', 5, 'ils'), '₪5.00');
});

test('every country has a name, and one that nobody knows is no error', () => {
  assert.equal(countryName('de'), 'Germany');
  assert.equal(countryName('zz'), 'Unknown Region');
});
