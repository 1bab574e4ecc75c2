import { readFile, writeFile } from 'node:fs/promises';
import { createServer, connect, Server, Socket, AddressInfo } from 'node:net';
import { parse, stringify } from 'yaml';

/**
 * A wire to a server that can be cut. To its clients a cut wire is what a stopped server is:
 * open connections end, new ones are refused.
 */
export class TcpRelay {
  readonly #target: { host: string; port: number };
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #port = 0;
  #isFrozen = false;

  private constructor(target: { host: string; port: number }) {
    this.#target = target;
  }

  static async start(server: string): Promise<TcpRelay> {
    const { hostname, port } = new URL(server);
    const relay = new TcpRelay({ host: hostname, port: Number(port) });
    await relay.join();
    return relay;
  }

  get port(): number {
    return this.#port;
  }

  /** Lets connections through, on the same port as before. */
  async join(): Promise<void> {
    const server = createServer(client => {
      const upstream = connect(this.#target);
      for (const socket of [client, upstream]) {
        this.#sockets.add(socket);
        socket.on('error', () => undefined);
        socket.on('close', () => {
          this.#sockets.delete(socket);
          client.destroy();
          upstream.destroy();
        });
      }
      if (!this.#isFrozen) {
        client.pipe(upstream).pipe(client);
      }
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.#port, '127.0.0.1', resolve);
    });
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  /** Ends all connections and refuses new ones. */
  async cut(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    const closed = new Promise(resolve => server?.close(resolve));
    this.#sockets.forEach(socket => socket.destroy());
    await (server && closed);
  }

  /** Passes nothing on while all connections stay open, new ones too: a half-dead network. */
  freeze(): void {
    this.#isFrozen = true;
    this.#sockets.forEach(socket => socket.pause().unpipe());
  }

  /** Lets new connections through. Those of before stay dead. */
  thaw(): void {
    this.#isFrozen = false;
  }

  /** Copies a kubeconfig so that it goes through the relay. */
  async writeKubeconfig(source: string, target: string): Promise<void> {
    const config = parse(await readFile(source, 'utf8'));
    for (const { cluster } of config.clusters) {
      cluster.server = `https://127.0.0.1:${this.#port}`;
    }
    await writeFile(target, stringify(config), { mode: 0o600 });
  }
}
