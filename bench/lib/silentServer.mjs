import { once } from 'node:events';
import fs from 'node:fs/promises';
import net from 'node:net';

/**
 * A server that takes every connection and never says anything.
 *
 * @param options.kubeconfig where to write a kubeconfig of a cluster that it plays
 */
export async function startSilentServer({ kubeconfig }) {
  const sockets = new Set();
  const server = net.createServer(socket => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  await fs.writeFile(kubeconfig, silentKubeconfig(server.address().port));
  return {
    stop: () => {
      server.close();
      sockets.forEach(socket => socket.destroy());
    },
  };
}

function silentKubeconfig(port) {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      { name: 'silent', cluster: { server: `https://127.0.0.1:${port}` } },
    ],
    users: [{ name: 'nobody', user: { token: 'none' } }],
    contexts: [
      { name: 'silent', context: { cluster: 'silent', user: 'nobody' } },
    ],
    'current-context': 'silent',
  });
}
