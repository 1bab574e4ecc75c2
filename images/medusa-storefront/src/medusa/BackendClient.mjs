// Calls of Medusa's store API.
import { exchange } from './exchange.mjs';

const KEY_TIMEOUT = 3_000;
const READ_TIMEOUT = 6_000;
const WRITE_TIMEOUT = 20_000;

/** Medusa did not answer, or said no. The message holds no ids and no personal data. */
export class BackendError extends Error {
  /**
   * @param {string} call Such as `POST /store/carts/{cart}`.
   * @param {{ status?: number, type?: string, code?: string, detail?: string, cause?: unknown }} options
   */
  constructor(call, { status, type, code, detail = '', cause }) {
    super(
      `${call}: ${
        status ? `status ${status} (${code ?? type ?? 'no type'})` : 'no answer'
      }`,
      {
        cause,
      },
    );
    this.name = 'BackendError';
    this.status = status;
    this.type = type;
    this.code = code;
    /** What Medusa said. May name ids. */
    this.detail = detail;
  }

  /** Whether Medusa is away, rather than of another opinion. */
  get isOutage() {
    return this.status === undefined || this.status >= 500;
  }

  get isNotFound() {
    return this.status === 404;
  }

  get isOutOfStock() {
    return (
      this.code === 'insufficient_inventory' ||
      /required inventory/.test(this.detail)
    );
  }
}

export class BackendClient {
  #url;
  #ownKey;
  /** @type {Promise<string> | undefined} */
  #fetchedKey;
  /** What the backend told of itself, such as `{ medusa: '2.21.2' }`. @type {Record<string, string>} */
  versions = {};

  /** @param {{ url: string, publishableKey?: string }} options The key is asked for at the backend when not given. */
  constructor({ url, publishableKey }) {
    this.#url = url;
    this.#ownKey = publishableKey;
  }

  /**
   * @param {string} path With `{name}` for each of `params`, so that messages can show it.
   * @param {{ params?: Record<string, string>, query?: Record<string, unknown>, timeout?: number }} [options]
   */
  async get(path, options = {}) {
    try {
      return await this.#call('GET', path, options);
    } catch (error) {
      // The backend may have ended a connection that we were about to use again.
      if (
        !(error instanceof BackendError) ||
        error.status ||
        isTimeout(error.cause)
      ) {
        throw error;
      }
      return this.#call('GET', path, options);
    }
  }

  /**
   * @param {string} path
   * @param {{ params?: Record<string, string>, query?: Record<string, unknown>, body?: unknown, timeout?: number }} [options]
   */
  async post(path, { body = {}, ...options } = {}) {
    return this.#call('POST', path, {
      timeout: WRITE_TIMEOUT,
      ...options,
      body,
    });
  }

  /**
   * @param {string} path
   * @param {{ params?: Record<string, string>, timeout?: number }} [options]
   */
  async delete(path, options = {}) {
    return this.#call('DELETE', path, { timeout: WRITE_TIMEOUT, ...options });
  }

  async #call(method, path, options) {
    const key = await this.#key();
    try {
      return await this.#send(method, path, { ...options, key });
    } catch (error) {
      // The key was revoked and there is a new one.
      if (
        this.#ownKey ||
        !(error instanceof BackendError) ||
        !/publishable/i.test(error.detail)
      ) {
        throw error;
      }
      this.#fetchedKey = undefined;
      return this.#send(method, path, { ...options, key: await this.#key() });
    }
  }

  async #key() {
    if (this.#ownKey) {
      return this.#ownKey;
    }
    this.#fetchedKey ??= this.#send('GET', '/urumi/publishable-key', {
      timeout: KEY_TIMEOUT,
    }).then(answer => {
      if (typeof answer.publishable_key !== 'string') {
        throw new BackendError('GET /urumi/publishable-key', {
          status: 404,
          type: 'no_key',
        });
      }
      this.versions = versionsIn(answer);
      return answer.publishable_key;
    });
    try {
      return await this.#fetchedKey;
    } catch (error) {
      this.#fetchedKey = undefined;
      throw error;
    }
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {{ params?: Record<string, string>, query?: Record<string, unknown>, body?: unknown, key?: string, timeout?: number }} options
   */
  async #send(
    method,
    path,
    { params = {}, query = {}, body, key, timeout = READ_TIMEOUT },
  ) {
    const call = `${method} ${path}`;
    const url = new URL(
      this.#url +
        path.replace(/\{(\w+)\}/g, (_, name) =>
          encodeURIComponent(params[name]),
        ),
    );
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    let answer;
    try {
      answer = await exchange(url, {
        method,
        headers: key ? { 'x-publishable-api-key': key } : {},
        body: body === undefined ? undefined : JSON.stringify(body),
        timeout,
      });
    } catch (cause) {
      throw new BackendError(call, { cause });
    }
    const { status, text } = answer;
    const isOk = status >= 200 && status < 300;
    const parsed = parse(text);
    if (!isOk || parsed === undefined) {
      throw new BackendError(call, {
        status: isOk ? 502 : status,
        type: parsed?.type,
        code: parsed?.code,
        detail: parsed?.message,
      });
    }
    return parsed;
  }
}

function versionsIn({ versions }) {
  const told = Object.entries(versions ?? {}).filter(
    ([, version]) => typeof version === 'string',
  );
  return Object.fromEntries(told);
}

function parse(text) {
  try {
    const value = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function isTimeout(cause) {
  return cause?.name === 'TimeoutError';
}
