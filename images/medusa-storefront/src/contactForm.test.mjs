import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contactOf, readContact } from './contactForm.mjs';

const good = {
  email: 'ada@example.com',
  phone: '',
  first_name: 'Ada',
  last_name: 'Lovelace',
  address_1: 'Torstraße 1',
  address_2: '',
  postal_code: '10119',
  city: 'Berlin',
  province: '',
  country_code: 'de',
};

function problems(changes) {
  const { errors } = readContact(new URLSearchParams({ ...good, ...changes }), [
    'de',
    'ae',
  ]);
  return errors.map(({ field }) => field);
}

test('a good form is taken as it was typed', () => {
  const { values, errors } = readContact(new URLSearchParams(good), ['de']);
  assert.deepEqual(errors, []);
  const { email, ...address } = good;
  assert.deepEqual(contactOf(values), { email, address });
});

test('each field that is wrong is named, in the order of the form', () => {
  const { errors } = readContact(new URLSearchParams(), ['de']);
  assert.deepEqual(
    errors.map(({ field }) => field),
    [
      'email',
      'first_name',
      'last_name',
      'address_1',
      'postal_code',
      'city',
      'country_code',
    ],
  );
  for (const email of [
    'ada',
    'ada@',
    'ada@host',
    '.ada@example.com',
    'a..a@example.com',
    'a b@example.com',
  ]) {
    assert.deepEqual(problems({ email }), ['email'], email);
  }
  assert.deepEqual(problems({ country_code: 'us' }), ['country_code']);
  assert.deepEqual(problems({ phone: 'call me' }), ['phone']);
  assert.deepEqual(problems({ phone: '+49 (30) 123-4567' }), []);
  assert.deepEqual(problems({ city: 'x'.repeat(121) }), ['city']);
});

test('a postal code is asked for where there are any', () => {
  assert.deepEqual(problems({ postal_code: '' }), ['postal_code']);
  assert.deepEqual(problems({ postal_code: '', country_code: 'ae' }), []);
});

test('values are one line of text that databases take', () => {
  const { values } = readContact(
    new URLSearchParams({
      ...good,
      city: ' Be\u0000r\r\nlin ',
      first_name: 'A\u0301da',
    }),
    ['de'],
  );
  assert.equal(values.city, 'Be r lin');
  assert.equal(values.first_name, 'Áda');
});
