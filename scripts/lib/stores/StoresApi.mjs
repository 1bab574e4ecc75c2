import fs from 'node:fs/promises';
import { Problem } from './Problem.mjs';
import { request } from './request.mjs';

/** The HTTP API of the platform, as a program with its token sees it. */
export class StoresApi {
  #url;
  #token;

  constructor({ url, token }) {
    this.#url = url;
    this.#token = token;
  }

  static async create({ url, tokenFile }) {
    let address;
    try {
      address = new URL(url);
    } catch {
      throw new Problem(`'${url}' is no address.`, {
        next: 'Give one like http://localhost:7007 by --url or URUMI_BASE_URL.',
      });
    }
    const token = await fs.readFile(tokenFile, 'utf8').catch(error => {
      throw new Problem(
        `The API token cannot be read from ${tokenFile}: ${error.message}`,
        {
          next: 'Start the platform (make start), or name the file by --token-file or URUMI_API_TOKEN_FILE.',
        },
      );
    });
    return new StoresApi({
      url: address.href.replace(/\/$/, ''),
      token: token.trim(),
    });
  }

  /**
   * Calls a route of the stores.
   *
   * @returns the body of the answer
   * @throws Problem with what the platform says, when that is no success
   */
  async stores(method, route, options) {
    return this.#call(method, `/api/urumi-stores/${route}`, options);
  }

  /** A catalog entity by `kind/namespace/name`, or undefined. */
  async entity(name) {
    try {
      return await this.#call('GET', `/api/catalog/entities/by-name/${name}`);
    } catch (error) {
      if (error.status === 404) {
        return undefined;
      }
      throw error;
    }
  }

  async #call(method, route, { body, headers } = {}) {
    const answer = await request(`${this.#url}${route}`, {
      method,
      body,
      headers: { ...headers, authorization: `Bearer ${this.#token}` },
    });
    const content = parse(answer.text);
    if (answer.status >= 200 && answer.status < 300 && content !== undefined) {
      return content;
    }
    throw new Problem(
      `${method} ${route} was answered with ${answer.status}: ${describe(
        content,
        answer.text,
      )}`,
      { next: nextAction(answer), status: answer.status },
    );
  }
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Of the API's own errors, and of Backstage's and a proxy's, which have another form. */
function describe(content, text) {
  const detail = content?.detail ?? content?.error?.message;
  return Array.isArray(detail)
    ? detail.map(({ loc, msg }) => `${loc.join('.')}: ${msg}`).join('; ')
    : detail ?? text.slice(0, 200).trim();
}

function nextAction({ status, headers }) {
  const actions = {
    401: 'The token is not that of this platform: see --token-file and --url.',
    403: 'The token may not do this: ask the operator of the platform.',
    404: 'See whether the id is right: GET /api/urumi-stores/stores lists all stores.',
    409: 'Wait until the state that is named is over, or change what is asked for.',
    422: 'Correct what is named.',
    429: `Try again${
      headers['retry-after'] ? ` in ${headers['retry-after']} s` : ' later'
    }.`,
  };
  return (
    actions[status] ??
    'See GET /api/urumi-stores/readyz, and the log of the backend.'
  );
}
