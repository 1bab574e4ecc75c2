// What the shop is told by its environment. A secret may stand in a file that <variable>_FILE names.
import fs from 'node:fs';

/**
 * @typedef {object} Config
 * @property {string} storeId
 * @property {string} storeName
 * @property {URL} storeUrl
 * @property {string} currency Lower case, as Medusa has it.
 * @property {string} country Lower case ISO 3166 alpha-2, as Medusa has it.
 * @property {string} backendUrl Without a trailing slash.
 * @property {string | undefined} publishableKey Asked for at the backend when undefined.
 * @property {string | undefined} probeKey
 * @property {number} port
 * @property {string | undefined} host All addresses when undefined.
 */

/**
 * @param {Record<string, string | undefined>} env
 * @returns {Config}
 * @throws {Error} that names the first variable that is missing or wrong.
 */
export function readConfig(env) {
  return {
    storeId: required(env, 'STORE_ID', /^[A-Za-z0-9-]{1,64}$/),
    storeName: required(env, 'STORE_NAME'),
    storeUrl: url(env, 'STORE_URL', ['http:', 'https:']),
    currency: required(env, 'STORE_CURRENCY', /^[A-Za-z]{3}$/).toLowerCase(),
    country: required(env, 'STORE_COUNTRY', /^[A-Za-z]{2}$/).toLowerCase(),
    backendUrl: url(env, 'MEDUSA_BACKEND_URL', ['http:']).href.replace(
      /\/+$/,
      '',
    ),
    publishableKey: secret(env, 'PUBLISHABLE_KEY'),
    probeKey: secret(env, 'PROBE_KEY'),
    port: Number(optional(env, 'PORT', /^\d{1,5}$/) ?? 8000),
    host: optional(env, 'HOST'),
  };
}

function optional(env, name, pattern = /./) {
  const value = env[name]?.trim();
  if (!value) {
    return undefined;
  }
  if (!pattern.test(value)) {
    throw new Error(`${name} is not as expected: ${value}`);
  }
  return value;
}

function required(env, name, pattern) {
  const value = optional(env, name, pattern);
  if (value === undefined) {
    throw new Error(`${name} is not set`);
  }
  return value;
}

function url(env, name, protocols) {
  const value = required(env, name);
  const parsed = URL.parse(value);
  if (!parsed || !protocols.includes(parsed.protocol)) {
    throw new Error(
      `${name} is not an address of ${protocols.join(' or ')}: ${value}`,
    );
  }
  return parsed;
}

function secret(env, name) {
  const file = env[`${name}_FILE`];
  if (!file) {
    return env[name]?.trim() || undefined;
  }
  const value = fs.readFileSync(file, 'utf8').trim();
  if (!value) {
    throw new Error(`The file of ${name}_FILE is empty: ${file}`);
  }
  return value;
}
