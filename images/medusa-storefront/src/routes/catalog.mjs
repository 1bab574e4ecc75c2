// Pages that show what is for sale.
import { HttpError, page } from '../http/answers.mjs';
import { PRODUCTS_PER_PAGE } from '../medusa/Catalog.mjs';
import { countryName } from '../money.mjs';
import { productPage } from '../pages/product.mjs';
import { categoryPage, homePage } from '../pages/productList.mjs';
import { isAvailable } from '../stock.mjs';

/** @import { Shop, ShopRequest } from '../Shop.mjs' */

/** @type {import('../router.mjs').Route[]} */
export const catalogRoutes = [
  { method: 'GET', path: '/', handle: home },
  { method: 'GET', path: '/categories/:handle', handle: category },
  { method: 'GET', path: '/products/:handle', handle: product },
];

/** @param {Shop} shop @param {ShopRequest} request */
async function home(shop, request) {
  const number = pageNumber(request);
  const [{ products, count }, region, shown] = await Promise.all([
    shop.catalog.products({ page: number }),
    shop.catalog.region(),
    shop.shown(request),
  ]);
  const countries = region.countries.map(({ iso_2: code }) =>
    countryName(code),
  );
  return page(
    homePage(shown, {
      products,
      page: number,
      pageCount: pageCount(number, count),
      countries,
    }),
  );
}

/** @param {Shop} shop @param {ShopRequest} request */
async function category(shop, request) {
  const number = pageNumber(request);
  const categories = await shop.catalog.categories();
  const found = categories.find(
    ({ handle }) => handle === request.params.handle,
  );
  if (!found) {
    throw notFound();
  }
  const [{ products, count }, shown] = await Promise.all([
    shop.catalog.products({ page: number, categoryId: found.id }),
    shop.shown(request),
  ]);
  return page(
    categoryPage(shown, {
      category: found,
      products,
      page: number,
      pageCount: pageCount(number, count),
    }),
  );
}

/** @param {Shop} shop @param {ShopRequest} request */
async function product(shop, request) {
  const [found, shown] = await Promise.all([
    shop.catalog.product(request.params.handle),
    shop.shown(request),
  ]);
  if (!found) {
    throw new HttpError(
      404,
      'This product is not in the shop, or not any more.',
    );
  }
  const asked = request.query.get('variant');
  const variant =
    found.variants.find(({ id }) => id === asked) ??
    found.variants.find(isAvailable) ??
    found.variants[0];
  return page(productPage(shown, { product: found, variant }));
}

function pageNumber(/** @type {ShopRequest} */ { query }) {
  const typed = query.get('page') ?? '1';
  if (!/^[1-9]\d{0,3}$/.test(typed)) {
    throw notFound();
  }
  return Number(typed);
}

function pageCount(number, count) {
  const pages = Math.max(1, Math.ceil(count / PRODUCTS_PER_PAGE));
  if (number > pages) {
    throw notFound();
  }
  return pages;
}

function notFound() {
  return new HttpError(404, 'There is no such page in this shop.');
}
