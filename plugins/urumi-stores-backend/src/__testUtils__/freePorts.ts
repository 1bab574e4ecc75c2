import { createServer } from 'node:net';

/** Below the range that systems take for connections, one of which may come before the server. */
const LOWEST = 20_000;
const COUNT = 10_000;

/** Finds a free port on the loopback address for each name, as text for an environment. */
export async function freePorts<Name extends string>(
  names: readonly Name[],
): Promise<Record<Name, string>> {
  const ports = new Set<number>();
  while (ports.size < names.length) {
    const port = LOWEST + Math.floor(Math.random() * COUNT);
    if (await isFree(port)) {
      ports.add(port);
    }
  }
  return Object.fromEntries(
    [...ports].map((port, index) => [names[index], String(port)]),
  ) as Record<Name, string>;
}

function isFree(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
