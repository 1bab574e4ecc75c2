// Connection attempts, by which the platform measures from inside a running pod what this store can reach.
import crypto from 'node:crypto';
import net from 'node:net';
import { HttpError, json } from './http/answers.mjs';
import { readBody } from './http/body.mjs';
import { equal } from './http/cookies.mjs';

const MOST_TARGETS = 32;
const TIME_PER_TARGET = 2_000;
const BODY_LIMIT = 16 * 1024;

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {string | undefined} probeKey
 * @returns {Promise<import('./http/answers.mjs').Answer>}
 */
export async function answerConnections(request, probeKey) {
  const body = await readBody(request, BODY_LIMIT);
  const given = String(request.headers['x-urumi-signature'] ?? '');
  if (!probeKey || !equal(given, signatureOf(body, probeKey))) {
    return json(
      { reason: 'The signature is missing or wrong' },
      { status: 403 },
    );
  }
  const targets = readTargets(body);
  return json({ attempts: await Promise.all(targets.map(tryTarget)) });
}

/** @param {Buffer | string} body @param {string} key */
export function signatureOf(body, key) {
  return `sha256=${crypto
    .createHmac('sha256', key)
    .update(body)
    .digest('hex')}`;
}

/** @returns {{ name: string, host: string, port: number }[]} */
function readTargets(/** @type {Buffer} */ body) {
  let targets;
  try {
    targets = JSON.parse(body.toString('utf8'))?.targets;
  } catch {
    throw new HttpError(400, 'The body is not JSON');
  }
  const isValid =
    Array.isArray(targets) &&
    targets.length <= MOST_TARGETS &&
    targets.every(
      target =>
        typeof target?.name === 'string' &&
        typeof target.host === 'string' &&
        /^[A-Za-z0-9.:_-]{1,253}$/.test(target.host) &&
        Number.isInteger(target.port) &&
        target.port > 0 &&
        target.port < 65536,
    );
  if (!isValid) {
    throw new HttpError(
      400,
      `targets has to be a list of at most ${MOST_TARGETS} of {name, host, port}`,
    );
  }
  return targets;
}

async function tryTarget({ name, host, port }) {
  return { name, connected: await canConnect(host, port) };
}

/** @returns {Promise<boolean>} */
function canConnect(host, port) {
  return new Promise(resolve => {
    const socket = net.connect({
      host,
      port,
      autoSelectFamilyAttemptTimeout: TIME_PER_TARGET / 2,
    });
    const end = connected => {
      clearTimeout(timer);
      socket.destroy();
      resolve(connected);
    };
    const timer = setTimeout(end, TIME_PER_TARGET, false);
    socket.on('connect', () => end(true));
    socket.on('error', () => end(false));
  });
}
