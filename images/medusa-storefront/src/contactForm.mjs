// The form of the checkout: what was typed, and what is wrong with it.

/** @import { Address } from './medusa/types.mjs' */

/** As strict as Medusa, so that what passes here passes there. */
const EMAIL =
  /^(?!\.)(?!.*\.\.)[A-Za-z0-9_'+\-.]*[A-Za-z0-9_+-]@(?:[A-Za-z0-9][A-Za-z0-9-]*\.)+[A-Za-z]{2,}$/;
/** Some countries whose addresses have none. */
const WITHOUT_POSTAL_CODE = new Set(
  'ae ag ao aw bs bw bz cm gd gh gm hk jm ki ml mr qa rw sc sl tt ug zw'.split(
    ' ',
  ),
);
const LONGEST = { email: 254, phone: 30, postal_code: 20 };
const FIELDS = [
  'email',
  'phone',
  'first_name',
  'last_name',
  'address_1',
  'address_2',
  'postal_code',
  'city',
  'province',
  'country_code',
];
/** @type {Record<string, string>} */
const MISSING = {
  email: 'Enter your email address.',
  first_name: 'Enter your first name.',
  last_name: 'Enter your last name.',
  address_1: 'Enter your street and house number.',
  postal_code: 'Enter your postal code.',
  city: 'Enter your town or city.',
};

/**
 * @param {URLSearchParams} form
 * @param {string[]} countries Those that the shop delivers to, in lower case.
 * @returns {{ values: Record<string, string>, errors: { field: string, message: string }[] }}
 */
export function readContact(form, countries) {
  const values = Object.fromEntries(
    FIELDS.map(name => [name, tidy(form.get(name) ?? '')]),
  );
  const errors = FIELDS.flatMap(name => {
    const message = problemOf(name, values, countries);
    return message ? [{ field: name, message }] : [];
  });
  return { values, errors };
}

/** @param {Record<string, string>} values @returns {{ email: string, address: Address }} */
export function contactOf({ email, ...address }) {
  return { email, address };
}

function problemOf(name, values, countries) {
  const value = values[name];
  if (name === 'country_code') {
    return countries.includes(value)
      ? undefined
      : 'Choose a country that we deliver to.';
  }
  if (!value) {
    const isNeeded =
      MISSING[name] &&
      !(name === 'postal_code' && WITHOUT_POSTAL_CODE.has(values.country_code));
    return isNeeded ? MISSING[name] : undefined;
  }
  const longest = LONGEST[name] ?? 120;
  if (value.length > longest) {
    return `Use at most ${longest} characters.`;
  }
  if (name === 'email' && !EMAIL.test(value)) {
    return 'Enter an email address such as name@example.com.';
  }
  if (name === 'phone' && !/^\+?[\d\s()./-]{5,}$/.test(value)) {
    return 'Enter a phone number such as +49 30 1234567, or leave it empty.';
  }
  return undefined;
}

/** One line without control characters, which databases refuse. */
function tidy(text) {
  return text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cs}]+/gu, ' ')
    .trim();
}
