// What the platform and the cluster ask.
import { answerConnections } from '../connections.mjs';
import { HttpError, json } from '../http/answers.mjs';

/** @import { Shop, ShopRequest } from '../Shop.mjs' */

/** @type {import('../router.mjs').Route[]} */
export const statusRoutes = [
  {
    method: 'GET',
    path: '/healthz',
    handle: async () => json({ status: 'ok' }),
  },
  { method: 'GET', path: '/readyz', handle: status },
  { method: 'GET', path: '/urumi-store.json', handle: status },
  {
    method: 'POST',
    path: '/urumi-store.json/connections',
    isSigned: true,
    handle: (shop, { raw }) => answerConnections(raw, shop.config.probeKey),
  },
  { method: 'GET', path: '/assets/:name', handle: asset },
];

/** @param {Shop} shop */
async function status(shop) {
  const read = await shop.status.read();
  return json(read, { status: read.ready ? 200 : 503 });
}

/** @param {Shop} shop @param {ShopRequest} request */
async function asset(shop, { params, raw }) {
  const answer = shop.assets.answer(
    params.name,
    String(raw.headers['accept-encoding'] ?? ''),
  );
  if (!answer) {
    throw new HttpError(404, 'There is no such file in this shop.');
  }
  return answer;
}
