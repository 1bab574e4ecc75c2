import fs from 'node:fs/promises';
import net from 'node:net';

/** Whether nobody listens on the port on this machine's loopback addresses. */
export async function isPortFree(port) {
  for (const host of ['127.0.0.1', '::1']) {
    if (!(await canListen(port, host))) {
      return false;
    }
  }
  return true;
}

function canListen(port, host) {
  return new Promise(resolve => {
    const server = net.createServer();
    server.once('error', error =>
      // A machine without IPv6 has nobody listening there.
      resolve(error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT'),
    );
    server.listen({ port, host, exclusive: true }, () =>
      server.close(() => resolve(true)),
    );
  });
}

/** A free port below the range that systems hand out for outgoing connections. */
export async function freePort({ except = [] } = {}) {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    if (!except.includes(port) && (await isPortFree(port))) {
      return port;
    }
  }
}

/**
 * The ports of one copy by name: chosen once, kept in a file, and chosen again only when somebody else has taken them.
 *
 * @param options.preferred ports to take when they are free at the first choice, by name
 */
export async function keptPorts({ file, names, preferred = {} }) {
  const kept = await fs.readFile(file, 'utf8').then(JSON.parse, error => {
    if (error.code === 'ENOENT' || error instanceof SyntaxError) {
      return {};
    }
    throw error;
  });
  const ports = {};
  for (const name of names) {
    const used = Object.values(ports);
    const wanted = [kept[name], preferred[name]].filter(Boolean);
    for (const port of wanted) {
      if (!ports[name] && !used.includes(port) && (await isPortFree(port))) {
        ports[name] = port;
      }
    }
    ports[name] ??= await freePort({
      except: [...used, ...Object.values(kept)],
    });
  }
  await fs.writeFile(file, `${JSON.stringify(ports, null, 2)}\n`);
  return ports;
}
