import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cookies } from './cookies.mjs';

const cart = 'cart_01ARZ3NDEKTSV4RRFFQ69G5FAV';
const orders = ['A', 'B', 'C', 'D', 'E', 'F'].map(
  end => `order_01ARZ3NDEKTSV4RRFFQ69G5FA${end}`,
);
const cookies = new Cookies({ secure: false, key: 'key' });

test('the cart is for this host, its scripts and other sites do not get it', () => {
  assert.match(
    cookies.setCart(cart),
    /^cart=cart_\w+; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax$/,
  );
  const secure = new Cookies({ secure: true, key: 'key' });
  assert.match(secure.setCart(cart), /^__Host-cart=.*; Secure$/);
  assert.equal(secure.cartId(`cart=a; __Host-cart=${cart}`), cart);
});

test('only the id of a cart is taken for one', () => {
  assert.equal(cookies.cartId(`a=b; cart=${cart}`), cart);
  for (const value of [
    '',
    'cart_1',
    `${cart}/../../x`,
    `${cart}%00`,
    'order_01ARZ3NDEKTSV4RRFFQ69G5FAV',
  ]) {
    assert.equal(cookies.cartId(`cart=${value}`), undefined);
  }
  assert.equal(cookies.cartId(undefined), undefined);
});

test('the latest orders are kept, and nobody can add one', () => {
  let header = '';
  for (const order of orders) {
    header = cookies.setOrder(order, cookies.orderIds(header)).split(';')[0];
  }
  const kept = orders.toReversed().slice(0, 5);
  assert.deepEqual(cookies.orderIds(header), kept);
  assert.deepEqual(cookies.orderIds(header.replace(kept[0], orders[0])), []);
  assert.deepEqual(cookies.orderIds(`orders=${orders[0]}~`), []);
  assert.deepEqual(
    new Cookies({ secure: false, key: 'other' }).orderIds(header),
    [],
  );
});
