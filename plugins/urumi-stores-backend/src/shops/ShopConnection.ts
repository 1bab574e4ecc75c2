import { JsonValue } from '@backstage/types';
import {
  StoreProbeAnswer,
  StoreProbeError,
  StoreProbeLayer,
  StoreProbeRequest,
} from '@urumi/backstage-plugin-urumi-stores-node';
import { isIPv6 } from 'node:net';
import { Dispatcher, Pool } from 'undici';

const REQUEST_TIMEOUT_MS = 15_000;
/** What a proxy answers in place of a pod. */
const GATEWAY_FAILURES = [502, 503, 504];
/** A probe asks two things at once at the most. */
const CONNECTIONS = 2;
/** No page and no list of a shop is larger. */
const MAX_ANSWER_BYTES = 8 * 1024 * 1024;

/** One call of a probe, as evidence. */
export interface ShopCall {
  /** Method and path, without the query. */
  call: string;
  status: number;
  milliseconds: number;
}

/**
 * Requests to one shop: to the ingress of its cluster, with the shop's own host name, so that no
 * DNS is needed. Certificates are checked against that name.
 */
export class ShopConnection {
  readonly #pool: Pool;
  readonly #host: string;
  readonly #signal: AbortSignal;
  readonly #calls: ShopCall[] = [];

  /**
   * @param options - `url`: address of the shop; `ingressAddress`: host, or host and port, of the
   * ingress controller; `signal`: ends all requests.
   */
  constructor(options: {
    url: string;
    ingressAddress: string;
    signal: AbortSignal;
  }) {
    const { protocol, host, hostname } = new URL(options.url);
    this.#host = host;
    this.#signal = options.signal;
    this.#pool = new Pool(`${protocol}//${bracketed(options.ingressAddress)}`, {
      connections: CONNECTIONS,
      connect: { servername: hostname, timeout: REQUEST_TIMEOUT_MS },
      headersTimeout: REQUEST_TIMEOUT_MS,
      bodyTimeout: REQUEST_TIMEOUT_MS,
      maxResponseSize: MAX_ANSWER_BYTES,
    });
  }

  /** What was called so far. */
  get calls(): readonly ShopCall[] {
    return this.#calls;
  }

  /** @throws StoreProbeError when nobody answers in time, the signal's reason when it is over. */
  async request(request: StoreProbeRequest): Promise<StoreProbeAnswer> {
    const { method = 'GET', path, headers, body } = request;
    const call = `${method} ${path.replace(/\?.*$/, '')}`;
    const started = performance.now();
    let answer: Dispatcher.ResponseData;
    let text: string;
    try {
      answer = await this.#pool.request({
        method,
        path,
        signal: this.#signal,
        headers: {
          host: this.#host,
          accept: 'application/json, text/html;q=0.9',
          'user-agent': 'urumi-stores-probe',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      text = await answer.body.text();
    } catch (error) {
      this.#signal.throwIfAborted();
      throw new StoreProbeError({
        code: 'ShopUnreachable',
        message: `The shop does not answer (${call}): ${error}`,
        retry: true,
        layer: layerOf(error),
      });
    }
    this.#calls.push({
      call,
      status: answer.statusCode,
      milliseconds: Math.round(performance.now() - started),
    });
    if (
      GATEWAY_FAILURES.includes(answer.statusCode) &&
      answer.headers['x-urumi-store'] === undefined
    ) {
      throw new StoreProbeError({
        code: 'PodUnreachable',
        message: `The ingress controller does not reach the shop's pod: ${call} was answered with ${answer.statusCode}`,
        retry: true,
        layer: 'pod',
      });
    }
    return {
      status: answer.statusCode,
      headers: Object.fromEntries(
        Object.entries(answer.headers).map(([name, value]) => [
          name,
          Array.isArray(value) ? value.join(', ') : value ?? '',
        ]),
      ),
      text,
      json: () => parseJson(call, text),
    };
  }

  async close(): Promise<void> {
    await this.#pool.destroy();
  }
}

/** An address of IPv6 stands in brackets in a URL. */
function bracketed(address: string): string {
  return isIPv6(address) ? `[${address}]` : address;
}

/** Where a request that got no answer has failed, by the codes of Node and undici. */
function layerOf(error: unknown): StoreProbeLayer {
  const { code = '' } = error as { code?: string };
  if (/^(ENOTFOUND|EAI_)/.test(code)) {
    return 'dns';
  }
  if (/CERT|TLS|SSL|SIGNATURE|EPROTO/.test(code)) {
    return 'tls';
  }
  // Whoever accepts a connection and then says nothing waits for the pod behind it.
  return /^UND_ERR_(HEADERS|BODY)_TIMEOUT$|^UND_ERR_SOCKET$/.test(code)
    ? 'pod'
    : 'ingress';
}

function parseJson(call: string, text: string): JsonValue {
  try {
    return JSON.parse(text);
  } catch {
    throw new StoreProbeError({
      code: 'UnexpectedAnswer',
      message: `The shop did not answer ${call} with JSON but with '${text
        .trim()
        .slice(0, 80)}'`,
      retry: true,
    });
  }
}
