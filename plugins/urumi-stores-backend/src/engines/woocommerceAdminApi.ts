import { JsonValue } from '@backstage/types';
import {
  StoreProbeAnswer,
  StoreProbeContext,
  StoreProbeError,
  StoreProbeRequest,
} from '@urumi/backstage-plugin-urumi-stores-node';
import { createHmac, randomBytes } from 'node:crypto';

/** Calls of the admin API `wc/v3` of one shop, in the name of the platform. */
export interface WooCommerceAdminApi {
  /** @throws StoreProbeError when the shop refuses. */
  call(
    method: NonNullable<StoreProbeRequest['method']>,
    path: string,
    options?: { query?: Record<string, string>; body?: JsonValue },
  ): Promise<JsonValue>;
}

/**
 * The admin API with the key pair of the store's credentials: by OAuth 1.0a over http, by Basic
 * authentication over https, as WooCommerce's REST documentation has it.
 */
export function createWooCommerceAdminApi(
  context: Pick<StoreProbeContext, 'url' | 'credentials' | 'request'>,
): WooCommerceAdminApi {
  const { 'api-consumer-key': key, 'api-consumer-secret': secret } =
    context.credentials;
  return {
    async call(method, path, { query = {}, body } = {}) {
      const fullPath = `/wp-json/wc/v3${path}`;
      const search = new URLSearchParams(query).toString();
      const answer = await context.request({
        method,
        path: search ? `${fullPath}?${search}` : fullPath,
        headers: {
          authorization: context.url.startsWith('https:')
            ? `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`
            : signOAuth({
                method,
                url: `${context.url}${fullPath}`,
                query,
                key,
                secret,
              }),
        },
        body,
      });
      return readJson(answer, `${method} ${path} of the admin API`);
    },
  };
}

/**
 * The JSON of a good answer.
 *
 * @throws StoreProbeError that tells what WooCommerce said against it.
 */
export function readJson(answer: StoreProbeAnswer, what: string): JsonValue {
  if (answer.status >= 200 && answer.status < 300) {
    return answer.json();
  }
  throw new StoreProbeError({
    code: 'ShopRefused',
    message: `${what} answered ${answer.status}: ${describe(answer.text)}`,
    retry: answer.status >= 500,
  });
}

function describe(text: string): string {
  try {
    const { message } = JSON.parse(text);
    return String(message);
  } catch {
    // A page of the ingress controller or of PHP.
    return text
      .replace(/<[^>]*>/g, ' ')
      .replace(/\s+/g, ' ')
      .trim()
      .slice(0, 200);
  }
}

/** Value of the Authorization header: RFC 5849 with a key pair and no token. */
export function signOAuth(options: {
  method: string;
  url: string;
  query: Record<string, string>;
  key: string;
  secret: string;
  /** For tests; by default the present, and random. */
  timestamp?: number;
  nonce?: string;
}): string {
  const parameters: Record<string, string> = {
    oauth_consumer_key: options.key,
    oauth_nonce: options.nonce ?? randomBytes(16).toString('hex'),
    oauth_signature_method: 'HMAC-SHA256',
    oauth_timestamp: String(options.timestamp ?? Math.floor(Date.now() / 1000)),
  };
  const normalized = Object.entries({ ...options.query, ...parameters })
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&');
  const signature = createHmac('sha256', `${options.secret}&`)
    .update([options.method, encode(options.url), encode(normalized)].join('&'))
    .digest('base64');
  return `OAuth ${Object.entries({ ...parameters, oauth_signature: signature })
    .map(([name, value]) => `${name}="${encode(value)}"`)
    .join(', ')}`;
}

/** Percent-encoding of RFC 3986, which encodes more than the one of JavaScript. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
