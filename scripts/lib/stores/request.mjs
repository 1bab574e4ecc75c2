import http from 'node:http';
import https from 'node:https';
import { Problem } from './Problem.mjs';

const silenceMs = 60_000;

/**
 * Sends one HTTP request. Browsers resolve `*.localhost` themselves, a system need not: it is this machine.
 *
 * @returns `status`, `headers` and `text` of the answer; redirects are not followed
 * @throws Problem when nothing answers
 */
export function request(url, { method = 'GET', headers, body } = {}) {
  const { protocol, hostname, host, port, pathname, search } = new URL(url);
  const text = body === undefined ? undefined : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const fail = error =>
      reject(
        new Problem(
          `${method} ${url} was not answered: ${error.message || error.code}`,
          { next: 'See whether it runs, and whether the address is right.' },
        ),
      );
    const sent = (protocol === 'https:' ? https : http).request(
      {
        method,
        host: hostname.endsWith('.localhost') ? '127.0.0.1' : hostname,
        servername: hostname,
        port,
        path: `${pathname}${search}`,
        timeout: silenceMs,
        headers: {
          ...headers,
          host,
          ...(text !== undefined && {
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(text),
          }),
        },
      },
      async answer => {
        try {
          let received = '';
          for await (const chunk of answer.setEncoding('utf8')) {
            received += chunk;
          }
          resolve({
            status: answer.statusCode,
            headers: answer.headers,
            text: received,
          });
        } catch (error) {
          fail(error);
        }
      },
    );
    sent.on('timeout', () =>
      sent.destroy(new Error(`silent for ${silenceMs / 1000} s`)),
    );
    sent.on('error', fail);
    sent.end(text);
  });
}
