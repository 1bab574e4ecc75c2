import { once } from 'node:events';
import https from 'node:https';
import { json, text } from 'node:stream/consumers';
import { Problem } from '../../tools/lib/problem.mjs';

const connections = 16;

/** Direct calls of a simulated cluster's API server: one kubectl for each of thousands of objects would take minutes. */
export async function openApiServer({ kubectl }) {
  const config = JSON.parse(
    await kubectl('config', 'view', '--raw', '--minify', '-o', 'json'),
  );
  const { cluster } = config.clusters[0];
  const { user } = config.users[0];
  const decode = data => Buffer.from(data, 'base64');
  const agent = new https.Agent({
    keepAlive: true,
    maxSockets: connections,
    ca: decode(cluster['certificate-authority-data']),
    cert: decode(user['client-certificate-data']),
    key: decode(user['client-key-data']),
  });

  async function call(method, path, body) {
    const request = https.request(`${cluster.server}${path}`, {
      method,
      agent,
      headers: { 'content-type': 'application/json' },
    });
    request.end(body && JSON.stringify(body));
    const [response] = await once(request, 'response');
    if (response.statusCode >= 300) {
      throw new Problem(
        `${method} ${path}: ${response.statusCode} ${await text(response)}`,
      );
    }
    return json(response);
  }

  return {
    get: path => call('GET', path),
    create: (path, object) => call('POST', path, object),
    close: () => agent.destroy(),
  };
}
