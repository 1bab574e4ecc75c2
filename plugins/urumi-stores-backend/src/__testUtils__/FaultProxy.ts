import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import {
  IncomingHttpHeaders,
  IncomingMessage,
  ServerResponse,
} from 'node:http';
import { Agent, createServer, request as send, Server } from 'node:https';
import { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { tempDirectory } from './tempDirectory';
import { createCertificate } from './createCertificate';
import { Fault, FaultRule, injectedFault, ProxiedRequest } from './faults';
import { readKubeconfigAccess } from './readKubeconfigAccess';

/** Headers that belong to one connection, or that the proxy sets itself. */
const OWN_HEADERS = ['host', 'connection', 'authorization', 'accept-encoding'];

/**
 * A wire to an API server that breaks as a test says, for the platform's own client and for Helm.
 * It speaks for whoever the kubeconfig names; a client may ask to impersonate somebody.
 */
export class FaultProxy {
  /** All that was asked so far, oldest first. */
  readonly requests: ProxiedRequest[] = [];
  /** Path of a kubeconfig that goes through the proxy. */
  readonly kubeconfig: string;
  readonly #server: Server;
  readonly #agent = new Agent({ keepAlive: true });
  readonly #access: Awaited<ReturnType<typeof readKubeconfigAccess>>;
  readonly #rules: FaultRule[] = [];
  readonly #open = new Map<ServerResponse, ProxiedRequest>();

  private constructor(options: {
    server: Server;
    kubeconfig: string;
    access: Awaited<ReturnType<typeof readKubeconfigAccess>>;
  }) {
    this.#server = options.server;
    this.kubeconfig = options.kubeconfig;
    this.#access = options.access;
    this.#server.on('request', (request, response) =>
      this.#handle(request, response).catch(() => response.destroy()),
    );
  }

  /**
   * @param kubeconfig - path of the API server's kubeconfig, with a client certificate.
   * @param as - user name to impersonate, if not the kubeconfig's own user.
   */
  static async start(kubeconfig: string, as?: string): Promise<FaultProxy> {
    const directory = tempDirectory('fault-proxy');
    const { certificate, key } = await createCertificate(directory);
    const server = createServer({ cert: certificate, key });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const path = join(directory, 'kubeconfig');
    await writeFile(
      path,
      stringify({
        apiVersion: 'v1',
        kind: 'Config',
        clusters: [
          {
            name: 'proxied',
            cluster: {
              server: `https://127.0.0.1:${port}`,
              'certificate-authority-data':
                Buffer.from(certificate).toString('base64'),
            },
          },
        ],
        users: [{ name: 'test', user: { token: 'proxied', as } }],
        contexts: [
          { name: 'proxied', context: { cluster: 'proxied', user: 'test' } },
        ],
        'current-context': 'proxied',
      }),
      { mode: 0o600 },
    );
    return new FaultProxy({
      server,
      kubeconfig: path,
      access: await readKubeconfigAccess(kubeconfig),
    });
  }

  /** Breaks what fits from now on. Of several rules that fit, the first one holds. */
  inject(rule: FaultRule): { hits: () => number; lift: () => void } {
    const injected = injectedFault(rule);
    this.#rules.push(injected.rule);
    return {
      hits: injected.hits,
      lift: () => this.#rules.splice(this.#rules.indexOf(injected.rule), 1),
    };
  }

  /** Ends the connections of unfinished requests that fit, such as of watches. */
  cutOpen(matches: (request: ProxiedRequest) => boolean): void {
    for (const [response, request] of this.#open) {
      if (matches(request)) {
        response.destroy();
      }
    }
  }

  /** Lets everything through again. */
  heal(): void {
    this.#rules.splice(0);
  }

  /** What was asked of that kind; `watch` requests are left out. */
  asked(method: RegExp, path = /^/): ProxiedRequest[] {
    return this.requests.filter(
      request =>
        method.test(request.method) &&
        path.test(request.path) &&
        !request.query.has('watch'),
    );
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
    this.#agent.destroy();
  }

  async #handle(incoming: IncomingMessage, response: ServerResponse) {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) {
      chunks.push(chunk);
    }
    const body = Buffer.concat(chunks);
    const url = new URL(incoming.url ?? '/', 'https://proxy');
    const request: ProxiedRequest = {
      method: incoming.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      userAgent: incoming.headers['user-agent'] ?? '',
      body: body.toString(),
    };
    this.requests.push(request);
    this.#open.set(response, request);
    response.on('close', () => this.#open.delete(response));
    const rule = this.#rules.find(({ matches }) => matches?.(request) ?? true);
    const fault: Fault = rule?.fault ?? { kind: 'none' };
    switch (fault.kind) {
      case 'cut':
        response.destroy();
        return;
      case 'answer': {
        const { status, headers, body: text } = fault.answer(request);
        request.status = status;
        response.writeHead(status, {
          'content-type': 'application/json',
          ...headers,
        });
        response.end(text);
        return;
      }
      case 'hold':
        await fault.until;
        break;
      default:
    }
    const answer = await this.#forward(incoming, body, response);
    request.status = answer.statusCode;
    if (fault.kind === 'lose-answer') {
      await answer.resume().toArray();
      response.destroy();
      return;
    }
    response.writeHead(answer.statusCode ?? 502, withoutOwn(answer.headers));
    // A quiet watch has nothing but its headers for long.
    response.flushHeaders();
    if (fault.kind === 'silence') {
      answer.resume();
      return;
    }
    if (fault.kind === 'cut-answer') {
      const [first = ''] = await answer.take(1).toArray();
      response.write(String(first).slice(0, 20), () => response.destroy());
      return;
    }
    answer.pipe(response);
    answer.on('error', () => response.destroy());
  }

  /** Sends a request on; it ends with the client's connection. */
  async #forward(
    incoming: IncomingMessage,
    body: Buffer,
    response: ServerResponse,
  ): Promise<IncomingMessage> {
    const { server, ...tls } = this.#access;
    const upstream = send(new URL(incoming.url ?? '/', server), {
      ...tls,
      agent: this.#agent,
      method: incoming.method,
      headers: withoutOwn(incoming.headers),
    });
    response.on('close', () => upstream.destroy());
    upstream.end(body);
    const [answer] = await once(upstream, 'response');
    return answer;
  }
}

function withoutOwn(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !OWN_HEADERS.includes(name)),
  );
}
