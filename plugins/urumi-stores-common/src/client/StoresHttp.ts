import { ResponseError } from '@backstage/errors';
import { URUMI_STORES_PLUGIN_ID } from '../names';
import { StoresRequestOptions } from './StoresApi';

type QueryValue = string | number | boolean | readonly string[] | undefined;

/** A call of one route. */
export interface StoresCall extends StoresRequestOptions {
  method?: 'GET' | 'POST' | 'DELETE';
  path: string;
  query?: Record<string, QueryValue>;
  body?: object;
  idempotencyKey?: string;
  /** Status codes whose body is an answer and not an error. */
  accept?: number[];
}

/** Sends calls to the HTTP API of the plugin, wherever it is. */
export class StoresHttp {
  readonly #discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
  readonly #fetchApi: { fetch: typeof fetch };

  constructor(options: {
    discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
    /** Default: the global fetch. */
    fetchApi?: { fetch: typeof fetch };
  }) {
    this.#discoveryApi = options.discoveryApi;
    // Browsers refuse a fetch that is called as the method of another object.
    this.#fetchApi = options.fetchApi ?? {
      fetch: (...request) => globalThis.fetch(...request),
    };
  }

  /** @throws as {@link StoresHttp.send}. */
  async json<T>(call: StoresCall): Promise<T> {
    const response = await this.send(call);
    return (await response.json()) as T;
  }

  /** @throws ResponseError for an answer that is an error, unless the call accepts it. */
  async send(call: StoresCall): Promise<Response> {
    const baseUrl = await this.#discoveryApi.getBaseUrl(URUMI_STORES_PLUGIN_ID);
    const headers: Record<string, string> = { accept: 'application/json' };
    if (call.token !== undefined) {
      headers.authorization = `Bearer ${call.token}`;
    }
    if (call.body !== undefined) {
      headers['content-type'] = 'application/json';
    }
    if (call.idempotencyKey !== undefined) {
      headers['idempotency-key'] = call.idempotencyKey;
    }
    const response = await this.#fetchApi.fetch(
      `${baseUrl}${call.path}${queryString(call.query)}`,
      {
        method: call.method ?? 'GET',
        headers,
        ...(call.body !== undefined && { body: JSON.stringify(call.body) }),
        ...(call.signal && { signal: call.signal }),
      },
    );
    if (!response.ok && !call.accept?.includes(response.status)) {
      throw await ResponseError.fromResponse(response);
    }
    return response;
  }
}

function queryString(query: Record<string, QueryValue> = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) {
      continue;
    }
    for (const item of Array.isArray(value) ? value : [value]) {
      parameters.append(name, String(item));
    }
  }
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}

/** The cursor in one of the links of a `Link` header. */
export function readCursor(
  links: string,
  relation: 'next' | 'prev',
): string | undefined {
  const address = new RegExp(`<([^>]*)>;\\s*rel="${relation}"`).exec(
    links,
  )?.[1];
  return address === undefined
    ? undefined
    : new URL(address, 'http://localhost').searchParams.get('cursor') ??
        undefined;
}
