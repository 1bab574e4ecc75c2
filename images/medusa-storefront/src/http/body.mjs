import { HttpError } from './answers.mjs';

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {number} limit In bytes.
 * @returns {Promise<Buffer>}
 * @throws {HttpError} 413 as soon as there is more.
 */
export async function readBody(request, limit) {
  if (Number(request.headers['content-length'] ?? 0) > limit) {
    throw tooLarge();
  }
  const chunks = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += chunk.length;
    if (size > limit) {
      throw tooLarge();
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/**
 * @param {import('node:http').IncomingMessage} request
 * @returns {Promise<URLSearchParams>}
 */
export async function readForm(request) {
  const type = request.headers['content-type']
    ?.split(';')[0]
    .trim()
    .toLowerCase();
  if (type !== 'application/x-www-form-urlencoded') {
    throw new HttpError(415, 'This is not a form of this shop.');
  }
  return new URLSearchParams(
    (await readBody(request, 16 * 1024)).toString('utf8'),
  );
}

function tooLarge() {
  // The rest of the body is not read, so the connection cannot be used again.
  return new HttpError(413, 'That is more than this shop takes.', {
    Connection: 'close',
  });
}
