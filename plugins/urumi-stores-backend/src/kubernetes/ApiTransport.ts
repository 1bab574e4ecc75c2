import { isError } from '@backstage/errors';
import { LoggerService } from '@backstage/backend-plugin-api';
import { Dispatcher, request } from 'undici';
import { traceCall } from '../tracing';
import { ClusterAccess } from './ClusterAccess';
import { ClusterUnreachableError, KubernetesApiError } from './errors';

const REQUEST_TIMEOUT_MS = 15_000;
const MAX_ERROR_BODY = 64 * 1024;

export interface RequestControl {
  signal?: AbortSignal;
  /** Milliseconds; default 15,000. */
  timeoutMs?: number;
}

type Query = Record<string, string | number | boolean | undefined>;

export interface ApiRequest extends RequestControl {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  query?: Query;
  body?: unknown;
  contentType?: string;
  /** Default `application/json`. */
  accept?: string;
}

/** HTTP to one API server: credentials, time limits, and answers turned into errors. */
export class ApiTransport {
  readonly #cluster: string;
  readonly #access: ClusterAccess;
  readonly #logger: LoggerService;
  readonly #onThrottled: () => void;

  constructor(options: {
    cluster: string;
    access: ClusterAccess;
    logger: LoggerService;
    /** Called when the server has too much to do. */
    onThrottled?: () => void;
  }) {
    this.#cluster = options.cluster;
    this.#access = options.access;
    this.#logger = options.logger;
    this.#onThrottled = options.onThrottled ?? (() => {});
  }

  /** Sends and reads the whole answer. */
  async json(options: ApiRequest): Promise<unknown> {
    return traceCall(
      {
        name: `kubernetes ${options.method}`,
        attributes: {
          'http.request.method': options.method,
          'url.path': options.path,
          'k8s.cluster.name': this.#cluster,
        },
      },
      () => this.#json(options),
    );
  }

  async #json(options: ApiRequest): Promise<unknown> {
    const { signal, timeoutMs = REQUEST_TIMEOUT_MS } = options;
    const timeout = AbortSignal.timeout(timeoutMs);
    const answer = await this.send({
      ...options,
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    try {
      return await answer.body.json();
    } catch (error) {
      throw unreachable(this.#cluster, error, signal);
    }
  }

  /**
   * Sends and reads the last `maxBytes` of an answer that is text, however long it is.
   *
   * @returns the text, and how many bytes the whole answer had
   */
  async tail(
    options: ApiRequest & { maxBytes: number },
  ): Promise<{ text: string; bytes: number }> {
    const { maxBytes, signal, timeoutMs = REQUEST_TIMEOUT_MS } = options;
    const timeout = AbortSignal.timeout(timeoutMs);
    const answer = await this.send({
      ...options,
      accept: 'application/json, */*',
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    try {
      const kept: Buffer[] = [];
      let keptBytes = 0;
      let bytes = 0;
      for await (const chunk of answer.body as AsyncIterable<Buffer>) {
        kept.push(chunk);
        bytes += chunk.length;
        keptBytes += chunk.length;
        while (kept.length > 1 && keptBytes - kept[0].length >= maxBytes) {
          keptBytes -= kept[0].length;
          kept.shift();
        }
      }
      const text = Buffer.concat(kept).subarray(-maxBytes).toString();
      return { text, bytes };
    } catch (error) {
      throw unreachable(this.#cluster, error, signal);
    }
  }

  /** Sends; the answer's body is the caller's to read. There is no time limit but the signal. */
  async send(
    options: ApiRequest,
    isRepetition = false,
  ): Promise<Dispatcher.ResponseData> {
    const { method, path, body, signal } = options;
    signal?.throwIfAborted();
    let answer: Dispatcher.ResponseData;
    try {
      const connection = await this.#access.connection();
      answer = await request(`${connection.server}${path}`, {
        method,
        query: definedEntries(options.query ?? {}),
        dispatcher: connection.dispatcher,
        headers: {
          ...connection.headers,
          accept: options.accept ?? 'application/json',
          'user-agent': 'urumi-stores',
          ...(body === undefined
            ? {}
            : { 'content-type': options.contentType ?? 'application/json' }),
        },
        body: body === undefined ? undefined : JSON.stringify(body),
        signal,
        headersTimeout: 60_000,
        bodyTimeout: 0,
      });
      if (answer.statusCode < 300) {
        return answer;
      }
    } catch (error) {
      throw unreachable(this.#cluster, error, signal);
    }
    const text = (await answer.body.text()).slice(0, MAX_ERROR_BODY);
    if (answer.statusCode === 401 && !isRepetition) {
      this.#logger.info(
        `Cluster '${
          this.#cluster
        }' refused the credentials; reading them again`,
      );
      await this.#access
        .reload()
        .catch(error =>
          this.#logger.warn(
            `The credentials of cluster '${
              this.#cluster
            }' cannot be read again`,
            { error: String(error) },
          ),
        );
      return await this.send(options, true);
    }
    if (answer.statusCode === 429) {
      this.#onThrottled();
    }
    throw refusal({
      cluster: this.#cluster,
      method,
      path,
      status: answer.statusCode,
      retryAfter: String(answer.headers['retry-after'] ?? ''),
      text,
    });
  }

  /** What a failure on the wire means: the caller's own abort stays what it is. */
  toError(error: unknown, signal?: AbortSignal): unknown {
    return unreachable(this.#cluster, error, signal);
  }
}

function definedEntries(query: Query) {
  return Object.fromEntries(
    Object.entries(query).filter(([, value]) => value !== undefined),
  );
}

/** The caller's own abort stays what it is; everything else on the wire means unreachable. */
function unreachable(cluster: string, error: unknown, signal?: AbortSignal) {
  const timedOut = isError(error) && error.name === 'TimeoutError';
  if (signal?.aborted && !timedOut) {
    return signal.reason;
  }
  const cause = isError(error) ? error : new Error(String(error));
  return new ClusterUnreachableError(
    `Cluster '${cluster}' cannot be reached: ${
      timedOut ? 'no answer in time' : cause.message || cause.name
    }`,
    { cause },
  );
}

interface RefusedAnswer {
  cluster: string;
  method: string;
  path: string;
  status: number;
  retryAfter: string;
  text: string;
}

function refusal(answer: RefusedAnswer) {
  const { cluster, method, path, status, text } = answer;
  const body = parseStatus(text);
  const message = body?.message ?? (text.trim() || `HTTP ${status}`);
  const isAdmissionFailure = /webhook|admission/i.test(message);
  if (status === 429 || (status >= 500 && !isAdmissionFailure)) {
    const seconds = Number(answer.retryAfter);
    return new ClusterUnreachableError(
      `Cluster '${cluster}' cannot serve at the moment (HTTP ${status}): ${message}`,
      { retryAfterMs: seconds > 0 ? seconds * 1000 : undefined },
    );
  }
  const reason = body?.reason ?? 'Unknown';
  return new KubernetesApiError({ status, reason, message, method, path });
}

function parseStatus(
  text: string,
): { reason?: string; message?: string } | undefined {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null ? body : undefined;
  } catch {
    // Proxies and unknown paths answer in plain text, which the caller then quotes.
    return undefined;
  }
}
