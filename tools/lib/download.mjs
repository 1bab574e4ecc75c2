import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Problem } from './problem.mjs';

const answerTimeout = 5_000;
const stallTimeout = 30_000;

/** A source that cannot be used now, so that the next one is tried: not reachable, or without the file. */
export class SourceUnavailable extends Error {
  name = 'SourceUnavailable';
}

/**
 * Downloads a file and checks it against its SHA-256.
 *
 * @param options.pinned expected SHA-256; without it, the one that is published at `checksumUrl` is used
 * @throws SourceUnavailable when the host does not answer within 5 seconds, or has no such file
 * @throws Problem when the file is not the published one
 */
export async function downloadChecked(options) {
  const { url, checksumUrl, pinned, target, signal } = options;
  const expected =
    pinned ?? (await publishedChecksum({ url, checksumUrl, signal }));
  const { body, finished } = await open(url, signal);
  const hash = createHash('sha256');
  try {
    await pipeline(
      Readable.fromWeb(body),
      new Transform({
        transform(chunk, _encoding, done) {
          finished.refresh();
          hash.update(chunk);
          done(undefined, chunk);
        },
      }),
      createWriteStream(target),
    );
  } catch (error) {
    signal?.throwIfAborted();
    throw new SourceUnavailable(`${url} broke off: ${causeOf(error)}`);
  } finally {
    finished.clear();
  }
  const actual = hash.digest('hex');
  if (actual !== expected) {
    throw new Problem(
      `${url} has SHA-256 ${actual}, and ${expected} is expected. It was not used. Try again; if it stays, somebody changed the file on its way.`,
    );
  }
}

async function publishedChecksum({ url, checksumUrl, signal }) {
  if (!checksumUrl) {
    throw new SourceUnavailable(`${url} has no published SHA-256`);
  }
  const { body, finished } = await open(checksumUrl, signal);
  const text = await new Response(body).text().finally(finished.clear);
  const file = path.posix.basename(new URL(url).pathname);
  // Either the bare sum, or lines of "<sum>  <file>".
  const line = text.split('\n').find(each => each.trim().endsWith(file));
  const [sum] = (line ?? text).trim().split(/\s+/);
  if (!/^[0-9a-f]{64}$/.test(sum)) {
    throw new SourceUnavailable(`${checksumUrl} does not list ${file}`);
  }
  return sum;
}

/** Opens a URL; `finished` ends the watch over an answer that stalls. */
async function open(url, signal) {
  const controller = new AbortController();
  const abort = () => controller.abort(new Error('it stopped answering'));
  let timer = setTimeout(abort, answerTimeout);
  const finished = {
    clear: () => clearTimeout(timer),
    refresh: () => {
      clearTimeout(timer);
      timer = setTimeout(abort, stallTimeout);
    },
  };
  try {
    const response = await fetch(url, {
      signal: AbortSignal.any([controller.signal, ...(signal ? [signal] : [])]),
    });
    if (!response.ok) {
      throw new Error(`it answered ${response.status}`);
    }
    finished.refresh();
    return { body: response.body, finished };
  } catch (error) {
    finished.clear();
    signal?.throwIfAborted();
    throw new SourceUnavailable(`${url} is not available: ${causeOf(error)}`);
  }
}

function causeOf(error) {
  return error.cause?.code ?? error.cause?.message ?? error.message;
}
