import { kubectl } from '../lib/kubernetes.mjs';
import { requestShop } from '../lib/requestShop.mjs';

/** A customer with an account in the shop. */
export const shopper = {
  name: 'hanna',
  email: 'hanna@example.com',
  password: 'a-basket-of-plums',
};

/** Runs wp-cli in the shop of a store. @returns what it wrote */
export async function wp({ namespace }, ...args) {
  const answer = await kubectl(
    ...['exec', 'deployment/web', '-n', namespace],
    ...['--', 'wp', ...args],
  );
  return answer.trim();
}

/** The versions of WooCommerce's code, and of the data in the store's database. */
export async function wooCommerceVersions(store) {
  return {
    code: await wp(store, 'plugin', 'get', 'woocommerce', '--field=version'),
    data: await wp(store, 'option', 'get', 'woocommerce_db_version'),
  };
}

/** Whether the shop lets its customer in. */
export async function letsIn({ url }, { name, password }) {
  const { status, headers } = await requestShop(`${url}/wp-login.php`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      cookie: 'wordpress_test_cookie=WP%20Cookie%20check',
    },
    body: new URLSearchParams({
      log: name,
      pwd: password,
      testcookie: '1',
    }).toString(),
  });
  return (
    status === 302 &&
    (headers['set-cookie'] ?? []).some(cookie =>
      cookie.startsWith('wordpress_logged_in_'),
    )
  );
}
