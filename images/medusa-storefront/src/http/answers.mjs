// What a route returns; server.mjs sends it.

/**
 * @typedef {object} Answer
 * @property {number} status
 * @property {Record<string, string>} [headers]
 * @property {string[]} [cookies] Values of Set-Cookie.
 * @property {string | Buffer} [body]
 */

/**
 * A page. It may show a cart, so it is kept by nobody but the browser's own history.
 *
 * @param {import('../html.mjs').SafeHtml} content
 * @param {{ status?: number, cookies?: string[], headers?: Record<string, string> }} [options]
 * @returns {Answer}
 */
export function page(content, { status = 200, cookies, headers } = {}) {
  return {
    status,
    cookies,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Cache-Control': 'private, no-cache',
      ...headers,
    },
    body: String(content),
  };
}

/**
 * The answer to a form that was accepted: reloading what comes next sends nothing twice.
 *
 * @param {string} path
 * @param {{ cookies?: string[] }} [options]
 * @returns {Answer}
 */
export function seeOther(path, { cookies } = {}) {
  return {
    status: 303,
    cookies,
    headers: { Location: path, 'Cache-Control': 'no-store' },
  };
}

/**
 * @param {unknown} value
 * @param {{ status?: number, headers?: Record<string, string> }} [options]
 * @returns {Answer}
 */
export function json(value, { status = 200, headers } = {}) {
  return {
    status,
    headers: {
      'Content-Type': 'application/json',
      'Cache-Control': 'no-store',
      ...headers,
    },
    body: `${JSON.stringify(value)}\n`,
  };
}

/** Ends a request with a page of its own: 404 and the like. */
export class HttpError extends Error {
  /**
   * @param {number} status
   * @param {string} message
   * @param {Record<string, string>} [headers]
   */
  constructor(status, message, headers) {
    super(message);
    this.name = 'HttpError';
    this.status = status;
    this.headers = headers;
  }
}
