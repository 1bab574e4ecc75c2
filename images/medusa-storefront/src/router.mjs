// Finds the route of a request.
import { HttpError } from './http/answers.mjs';
import { cartRoutes } from './routes/cart.mjs';
import { catalogRoutes } from './routes/catalog.mjs';
import { checkoutRoutes } from './routes/checkout.mjs';
import { statusRoutes } from './routes/status.mjs';

/** @import { Shop, ShopRequest } from './Shop.mjs' */

/**
 * @typedef {object} Route
 * @property {'GET' | 'POST'} method A HEAD is answered as a GET.
 * @property {string} path With `:name` for what becomes a parameter.
 * @property {boolean} [isSigned] Whether requests prove by themselves whom they are from.
 * @property {(shop: Shop, request: ShopRequest) => Promise<import('./http/answers.mjs').Answer>} handle
 */

const routes = [
  ...catalogRoutes,
  ...cartRoutes,
  ...checkoutRoutes,
  ...statusRoutes,
].map(route => ({
  ...route,
  names: [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => name),
  pattern: new RegExp(
    `^${route.path.replace(/[.]/g, '\\.').replace(/:\w+/g, '([^/]+)')}$`,
  ),
}));

/**
 * @param {string} method
 * @param {string} path
 * @returns {{ route: Route, params: Record<string, string> }}
 * @throws {HttpError} 404, or 405 when another method would do.
 */
export function findRoute(method, path) {
  const fitting = routes.filter(({ pattern }) => pattern.test(path));
  if (fitting.length === 0) {
    throw new HttpError(404, 'There is no such page in this shop.');
  }
  const route = fitting.find(
    candidate => candidate.method === (method === 'HEAD' ? 'GET' : method),
  );
  if (!route) {
    const allowed = fitting.map(candidate => candidate.method).join(', ');
    throw new HttpError(405, 'This page cannot be used like that.', {
      Allow: allowed,
    });
  }
  const [, ...values] = path.match(route.pattern) ?? [];
  return {
    route,
    params: Object.fromEntries(
      route.names.map((name, index) => [name, decoded(values[index])]),
    ),
  };
}

function decoded(part) {
  try {
    const text = decodeURIComponent(part);
    if (!/\p{Cc}/u.test(text) && text.length <= 200) {
      return text;
    }
  } catch {
    // Not percent-encoded as it has to be.
  }
  throw new HttpError(404, 'There is no such page in this shop.');
}
