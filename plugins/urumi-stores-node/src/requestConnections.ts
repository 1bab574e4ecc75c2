import { JsonObject, JsonValue } from '@backstage/types';
import { createHmac } from 'node:crypto';
import {
  ConnectionAttempt,
  ConnectionTarget,
  StoreProbeContext,
  StoreProbeError,
} from './StoreProbe';

/** Where the pods of every engine take such requests. */
const PATH = '/urumi-store.json/connections';

/** Key of the credentials that requests are signed with. */
const KEY = 'probe-key';

/** Targets that a pod tries at once. */
const TARGETS_PER_REQUEST = 32;

/**
 * Has the pod behind a shop's address try connections: the part of {@link StoreProbe.connect} that
 * all engines share.
 *
 * @remarks
 * The shop gets `POST /urumi-store.json/connections` with the targets, signed in the header
 * `X-Urumi-Signature` with the key `probe-key` of the store's credentials, so that nobody else can
 * have a store's pod look around in the cluster.
 *
 * @throws StoreProbeError when the shop refuses, or answers something else.
 *
 * @public
 */
export async function requestConnections(
  context: Pick<StoreProbeContext, 'credentials' | 'request'>,
  targets: readonly ConnectionTarget[],
): Promise<ConnectionAttempt[]> {
  const attempts: ConnectionAttempt[] = [];
  for (let at = 0; at < targets.length; at += TARGETS_PER_REQUEST) {
    attempts.push(
      ...(await requestSome(
        context,
        targets.slice(at, at + TARGETS_PER_REQUEST),
      )),
    );
  }
  return attempts;
}

async function requestSome(
  context: Pick<StoreProbeContext, 'credentials' | 'request'>,
  targets: readonly ConnectionTarget[],
): Promise<ConnectionAttempt[]> {
  const key = context.credentials[KEY];
  if (!key) {
    throw new StoreProbeError({
      code: 'NoProbeKey',
      message: `The store's credentials have no key ${KEY}, so its pods take no requests for connections`,
    });
  }
  const body: JsonObject = {
    targets: targets.map(({ name, host, port }) => ({ name, host, port })),
  };
  const signature = createHmac('sha256', key)
    .update(JSON.stringify(body))
    .digest('hex');
  const answer = await context.request({
    method: 'POST',
    path: PATH,
    headers: { 'x-urumi-signature': `sha256=${signature}` },
    body,
  });
  if (answer.status === 403) {
    throw new StoreProbeError({
      code: 'SignatureRefused',
      message: `The shop refuses the signature of POST ${PATH} (403): its pod was started with another ${KEY} than the store's Secret has now`,
    });
  }
  if (answer.status !== 200) {
    throw new StoreProbeError({
      code: 'ConnectionsNotTried',
      message: `POST ${PATH} answered ${answer.status} in place of 200`,
      retry: answer.status === 404 || answer.status >= 500,
    });
  }
  const results = readAttempts(answer.json());
  return targets.map(({ name }) => {
    const connected = results.get(name);
    if (connected === undefined) {
      throw new StoreProbeError({
        code: 'ConnectionsNotTried',
        message: `POST ${PATH} did not tell of the target '${name}'`,
      });
    }
    return { name, connected };
  });
}

function readAttempts(answer: JsonValue): Map<string, boolean> {
  const results = new Map<string, boolean>();
  const attempts = isObject(answer) ? answer.attempts : undefined;
  for (const attempt of Array.isArray(attempts) ? attempts : []) {
    if (
      isObject(attempt) &&
      typeof attempt.name === 'string' &&
      typeof attempt.connected === 'boolean'
    ) {
      results.set(attempt.name, attempt.connected);
    }
  }
  return results;
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
