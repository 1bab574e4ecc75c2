import { once } from 'node:events';
import net from 'node:net';
import { pipeline } from 'node:stream';

/**
 * Forwards TCP connections to `port` of this machine's loopback addresses to `targetPort` of `target`.
 *
 * @returns `stop`, which ends the open connections as well
 */
export async function forwardPort({ port, target, targetPort }) {
  const connections = new Set();
  const servers = [];
  const stop = async () => {
    for (const connection of connections) {
      connection.destroy();
    }
    await Promise.all(
      servers.map(server => new Promise(resolve => server.close(resolve))),
    );
  };
  for (const host of ['127.0.0.1', '::1']) {
    const server = net.createServer({ allowHalfOpen: true }, client => {
      const upstream = net.connect({
        host: target,
        port: targetPort,
        allowHalfOpen: true,
      });
      for (const socket of [client, upstream]) {
        connections.add(socket);
        socket.once('close', () => connections.delete(socket));
      }
      // An error on one side has closed the other one by then; whoever asked sees that.
      pipeline(client, upstream, client, () => {});
    });
    try {
      server.listen({ port, host, exclusive: true });
      await once(server, 'listening');
      servers.push(server);
    } catch (error) {
      // A machine without IPv6.
      if (!['EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes(error.code)) {
        await stop();
        throw error;
      }
    }
  }
  return { stop };
}
