import http from 'node:http';

/**
 * Calls a shop on this machine. Browsers resolve `*.localhost` themselves; Node asks the system, which need not.
 *
 * @returns `status`, `headers` and `text` of the answer; redirects are not followed
 */
export function requestShop(url, { method = 'GET', headers, body } = {}) {
  const { hostname, host, port, pathname, search } = new URL(url);
  return new Promise((resolve, reject) => {
    const request = http.request(
      {
        method,
        host: hostname.endsWith('.localhost') ? '127.0.0.1' : hostname,
        port,
        path: `${pathname}${search}`,
        headers: { ...headers, host },
      },
      async answer => {
        try {
          let text = '';
          for await (const chunk of answer.setEncoding('utf8')) {
            text += chunk;
          }
          resolve({ status: answer.statusCode, headers: answer.headers, text });
        } catch (error) {
          reject(error);
        }
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}
