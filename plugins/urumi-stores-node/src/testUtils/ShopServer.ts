import { once } from 'node:events';
import { createServer, IncomingMessage, Server } from 'node:http';
import { AddressInfo } from 'node:net';

/**
 * What a shop answers to one call; text stays as it is, everything else becomes JSON.
 *
 * @public
 */
export interface ShopAnswer {
  status?: number;
  headers?: Record<string, string>;
  body: unknown;
}

/**
 * What a shop was asked.
 *
 * @public
 */
export interface ShopRequest {
  /** Method and path with query. */
  call: string;
  headers: IncomingMessage['headers'];
  body: string;
}

/**
 * A web server in the place of an ingress, for answers that no working shop gives.
 *
 * @public
 */
export class ShopServer {
  readonly requests: readonly ShopRequest[];
  readonly #server: Server;

  private constructor(server: Server, requests: readonly ShopRequest[]) {
    this.#server = server;
    this.requests = requests;
  }

  /** @param answer - undefined: the connection is cut. */
  static async start(
    answer: (request: ShopRequest) => ShopAnswer | undefined,
  ): Promise<ShopServer> {
    const requests: ShopRequest[] = [];
    const server = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) {
        body += chunk;
      }
      const received = {
        call: `${request.method} ${request.url}`,
        headers: request.headers,
        body,
      };
      requests.push(received);
      const given = answer(received);
      if (!given) {
        request.socket.destroy();
        return;
      }
      const isText = typeof given.body === 'string';
      response.writeHead(given.status ?? 200, {
        'content-type': isText ? 'text/html' : 'application/json',
        ...given.headers,
      });
      response.end(isText ? given.body : JSON.stringify(given.body));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new ShopServer(server, requests);
  }

  /** Host and port. */
  get address(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
