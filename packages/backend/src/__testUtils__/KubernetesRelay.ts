import { AddressInfo, connect, createServer, Server, Socket } from 'node:net';
import { readFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';

/** Stands between the platform and the API server of a cluster, and can cut the line. */
export class KubernetesRelay {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #config: ReturnType<typeof parse>;
  #isCut = false;

  private constructor(kubeconfig: string) {
    this.#config = parse(readFileSync(kubeconfig, 'utf8'));
    const { hostname, port } = new URL(this.#config.clusters[0].cluster.server);
    this.#server = createServer(near => {
      if (this.#isCut) {
        near.destroy();
        return;
      }
      const far = connect(Number(port), hostname);
      for (const [one, other] of [
        [near, far],
        [far, near],
      ]) {
        this.#sockets.add(one);
        one.pipe(other);
        one.on('error', () => other.destroy());
        one.on('close', () => {
          this.#sockets.delete(one);
          other.destroy();
        });
      }
    });
  }

  /** @param kubeconfig - path of the kubeconfig of the cluster */
  static async start(kubeconfig: string): Promise<KubernetesRelay> {
    const relay = new KubernetesRelay(kubeconfig);
    await new Promise<void>(resolve => {
      relay.#server.listen(0, '127.0.0.1', resolve);
    });
    return relay;
  }

  /** A kubeconfig that leads through the relay. */
  kubeconfig(): string {
    const { port } = this.#server.address() as AddressInfo;
    const [{ cluster, ...rest }] = this.#config.clusters;
    return stringify({
      ...this.#config,
      clusters: [
        {
          ...rest,
          cluster: { ...cluster, server: `https://127.0.0.1:${port}` },
        },
      ],
    });
  }

  cut(): void {
    this.#isCut = true;
    this.#sockets.forEach(socket => socket.destroy());
  }

  mend(): void {
    this.#isCut = false;
  }

  async stop(): Promise<void> {
    this.cut();
    await new Promise(resolve => this.#server.close(resolve));
  }
}
