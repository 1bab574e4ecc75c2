import { browserTest } from '../lib/browserTest.mjs';
import { shopOf } from './shopOf.mjs';

const {
  SHOP_URL: url,
  SHOP_ENGINE: engine = 'woocommerce',
  SHOP_ADMIN_URL: adminUrl,
  SHOP_ADMIN_USERNAME: username,
  SHOP_ADMIN_PASSWORD: password,
} = process.env;

browserTest(
  `a customer buys in the ${engine} shop at ${url}, and its merchant finds the order`,
  {},
  async ({ page }) => {
    const shop = shopOf(engine);
    const number = await shop.buy({ page, url });
    await shop.findOrder({
      page,
      number,
      login: { admin_url: adminUrl, username, password },
    });
  },
);
