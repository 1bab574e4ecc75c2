// Whether a form was sent by a page of this shop, which is what keeps other sites from filling somebody's cart.

/**
 * Browsers say it in Sec-Fetch-Site, but to https and localhost only; otherwise Origin says it.
 *
 * @param {import('node:http').IncomingHttpHeaders} headers
 * @param {URL} storeUrl
 */
export function isFromShop(headers, storeUrl) {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) {
    return site === 'same-origin' || site === 'none';
  }
  const host = headers.origin && URL.parse(headers.origin)?.host;
  // The shop may also be reached by another name, such as that of a forwarded port.
  return Boolean(host) && (host === storeUrl.host || host === headers.host);
}
