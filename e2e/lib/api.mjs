import assert from 'node:assert/strict';
import { apiToken, environment } from './environment.mjs';
import { waitUntil } from './waitUntil.mjs';

const personTokens = new Map();

/** The Backstage token of a person of the demo organisation, as their browser gets it. */
async function personToken(person) {
  const kept = personTokens.get(person);
  if (kept) {
    return kept;
  }
  const response = await fetch(
    `${environment.baseUrl}/api/auth/demo/refresh?env=production`,
    {
      headers: {
        'X-Requested-With': 'XMLHttpRequest',
        'x-urumi-demo-user': person,
      },
    },
  );
  assert.equal(response.status, 200, `${person} cannot sign in`);
  const { backstageIdentity } = await response.json();
  personTokens.set(person, backstageIdentity.token);
  return backstageIdentity.token;
}

/**
 * Calls a route below /api, as a person of the demo organisation or else with the API token.
 *
 * @returns `status` and the parsed `body`
 */
export async function call(route, { method = 'GET', body, as } = {}) {
  const response = await fetch(`${environment.baseUrl}/api/${route}`, {
    method,
    headers: {
      Authorization: `Bearer ${as ? await personToken(as) : apiToken()}`,
      ...(body && { 'Content-Type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    body: text === '' ? undefined : JSON.parse(text),
  };
}

/** Calls a route of the stores. */
export function callStores(route, options) {
  return call(`urumi-stores/${route}`, options);
}

/** Creates a store by the API. @returns the answer of `POST /stores` */
export async function createStore({ as, ...body }) {
  const answer = await callStores('stores', { method: 'POST', body, as });
  assert.equal(answer.status, 202, JSON.stringify(answer.body));
  return answer.body;
}

/** Waits until a store has one of the statuses. @returns the store with its details */
export function storeWithStatus(id, ...statuses) {
  return waitUntil({
    what: `Store ${id} is ${statuses.join(' or ')}`,
    timeoutMs: 120_000,
    async check() {
      const { body } = await callStores(`stores/${id}`);
      return statuses.includes(body.status) ? body : undefined;
    },
  });
}

/** Deletes a store, whatever state it is in, and waits until it is gone. */
export async function removeStore(id) {
  const { body } = await callStores(`stores/${id}`);
  if (body.status !== 'DELETED') {
    await callStores(`stores/${id}`, { method: 'DELETE' });
    await storeWithStatus(id, 'DELETED');
  }
}

/** The catalog entity of a store, or undefined. */
export async function storeEntity(namespace) {
  const { status, body } = await call(
    `catalog/entities/by-name/resource/default/${namespace}`,
  );
  return status === 200 ? body : undefined;
}
