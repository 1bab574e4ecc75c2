import { once } from 'node:events';
import { AddressInfo, createServer } from 'node:net';

/** Finds a free port on the loopback address for each name, as text for an environment. */
export async function freePorts<Name extends string>(
  names: readonly Name[],
): Promise<Record<Name, string>> {
  const servers = names.map(() => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map(server => once(server, 'listening')));
  const ports = servers.map(server => (server.address() as AddressInfo).port);
  await Promise.all(
    servers.map(server => new Promise(closed => server.close(closed))),
  );
  return Object.fromEntries(
    names.map((name, index) => [name, String(ports[index])]),
  ) as Record<Name, string>;
}
