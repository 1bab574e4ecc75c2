// Answers HTTP: headers that every answer has, and a page for everything that goes wrong.
import http from 'node:http';
import { HttpError, json, page } from './http/answers.mjs';
import { isFromShop } from './http/origin.mjs';
import { BackendError } from './medusa/BackendClient.mjs';
import { messagePage } from './pages/message.mjs';
import { findRoute } from './router.mjs';

/** @import { Answer } from './http/answers.mjs' */
/** @import { Shop } from './Shop.mjs' */
/** @typedef {(entry: Record<string, unknown>) => void} Log */

const SECURITY_HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
  'Content-Security-Policy':
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
};

/** @type {Record<number, string>} */
const TITLES = {
  403: 'That did not come from this shop',
  404: 'Page not found',
  405: 'Page not found',
};

/**
 * @param {Shop} shop
 * @param {Log} log
 * @returns {http.Server}
 */
export function createServer(shop, log) {
  const headers = { ...SECURITY_HEADERS, 'X-Urumi-Store': shop.config.storeId };
  const server = http.createServer(
    // Longer than ingress controllers keep their connections, so that they never use one that we are closing.
    {
      keepAliveTimeout: 75_000,
      requestTimeout: 30_000,
      headersTimeout: 15_000,
    },
    async (request, response) => {
      const answer = await answerTo(shop, request, log);
      response.writeHead(answer.status, {
        ...headers,
        ...answer.headers,
        'Content-Length': Buffer.byteLength(answer.body ?? ''),
        ...(answer.cookies?.length && { 'Set-Cookie': answer.cookies }),
        ...(!server.listening && { Connection: 'close' }),
      });
      response.end(request.method === 'HEAD' ? undefined : answer.body);
    },
  );
  server.on('clientError', (error, socket) => {
    if (socket.writable) {
      socket.end(
        `HTTP/1.1 400 Bad Request\r\nX-Urumi-Store: ${shop.config.storeId}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
      );
    }
  });
  return server;
}

/** @returns {Promise<Answer>} */
async function answerTo(
  /** @type {Shop} */ shop,
  /** @type {http.IncomingMessage} */ raw,
  /** @type {Log} */ log,
) {
  const { method = '', url: target = '' } = raw;
  let path = '/';
  let routePath;
  try {
    const url = target.startsWith('/')
      ? URL.parse(`http://shop${target}`)
      : null;
    if (!url) {
      throw new HttpError(400, 'This address cannot be read.');
    }
    path = url.pathname;
    const { route, params } = findRoute(method, path);
    routePath = route.path;
    if (
      route.method === 'POST' &&
      !route.isSigned &&
      !isFromShop(raw.headers, shop.config.storeUrl)
    ) {
      throw new HttpError(
        403,
        'Please go to the shop and try it again from there.',
      );
    }
    const { cookie } = raw.headers;
    return await route.handle(shop, {
      path,
      params,
      raw,
      query: url.searchParams,
      cartId: shop.cookies.cartId(cookie),
      orderIds: shop.cookies.orderIds(cookie),
    });
  } catch (error) {
    const answer = errorAnswer(shop, path, method, error);
    if (answer.status >= 500) {
      log({
        level: 'error',
        request: `${method} ${routePath ?? '(none)'}`,
        status: answer.status,
        ...told(error),
      });
    }
    return answer;
  }
}

/** What the log is told; Medusa's own words are left out, as they may name people. */
function told(/** @type {unknown} */ error) {
  if (!(error instanceof Error)) {
    return { message: String(error) };
  }
  const { message, stack, cause } = error;
  const { code, name } = /** @type {NodeJS.ErrnoException} */ (cause ?? {});
  return error instanceof BackendError
    ? { message, cause: code ?? name }
    : { message, stack };
}

/** @param {Shop} shop @param {string} path @param {string} method @param {unknown} error @returns {Answer} */
function errorAnswer(shop, path, method, error) {
  const { status, title, text, headers, action } = described(
    error,
    path,
    method,
  );
  if (path.startsWith('/urumi-store.json')) {
    return json({ reason: text }, { status, headers });
  }
  return page(messagePage(shop.bareFrame(path), { title, text, action }), {
    status,
    headers: { 'Cache-Control': 'no-store', ...headers },
  });
}

function described(error, path, method) {
  if (error instanceof HttpError) {
    const title = TITLES[error.status] ?? 'That did not work';
    return {
      status: error.status,
      title,
      text: error.message,
      headers: error.headers,
    };
  }
  if (error instanceof BackendError && error.isOutage) {
    return {
      status: 503,
      title: 'We will be right back',
      text:
        path === '/checkout/order'
          ? 'The shop is away for a moment. Please try again: you will not order twice.'
          : 'The shop is away for a moment. Please try again shortly; your cart is kept.',
      headers: { 'Retry-After': '10' },
      action: tryAgain(path, method),
    };
  }
  return {
    status: 500,
    title: 'Something went wrong',
    text: 'This is our fault, and it was noted. Please try again; your cart is kept.',
    action: tryAgain(path, method),
  };
}

function tryAgain(path, method) {
  if (method === 'GET' && !path.startsWith('//'))
    return { label: 'Try again', path };
  return path.startsWith('/checkout')
    ? { label: 'Back to your order', path: '/checkout/review' }
    : { label: 'Back to the cart', path: '/cart' };
}
