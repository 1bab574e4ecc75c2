// One request over HTTP. The client of node:http, because fetch takes about 15 MB of memory more.
import http from 'node:http';

const agent = new http.Agent({ keepAlive: true, maxSockets: 32 });

/**
 * @param {URL} url
 * @param {{ method: string, headers: Record<string, string>, body?: string, timeout: number }} options The body is JSON,
 * and the timeout is for all of it.
 * @returns {Promise<{ status: number, text: string }>}
 * @throws {Error} that is called TimeoutError when the time is over.
 */
export async function exchange(url, { method, headers, body, timeout }) {
  const signal = AbortSignal.timeout(timeout);
  try {
    return await new Promise((resolve, reject) => {
      const request = http.request(url, {
        agent,
        method,
        signal,
        headers: {
          Accept: 'application/json',
          ...headers,
          ...(body && {
            'Content-Type': 'application/json',
            'Content-Length': Buffer.byteLength(body),
          }),
        },
      });
      request.on('error', reject);
      request.on('response', response => {
        textOf(response).then(
          text => resolve({ status: response.statusCode ?? 0, text }),
          reject,
        );
      });
      request.end(body);
    });
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  }
}

async function textOf(/** @type {http.IncomingMessage} */ response) {
  response.setEncoding('utf8');
  let text = '';
  for await (const chunk of response) {
    text += chunk;
  }
  return text;
}
