import { once } from 'node:events';
import net from 'node:net';

/** A server that takes every connection and never says anything. */
export async function startSilentServer() {
  const sockets = new Set();
  const server = net.createServer(socket => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: server.address().port,
    stop: () => {
      server.close();
      sockets.forEach(socket => socket.destroy());
    },
  };
}
