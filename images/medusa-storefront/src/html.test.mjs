import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attributes, html as markup } from './html.mjs';

// By this name the formatter leaves the templates as they are.

const attack = `<img src=x onerror="alert(1)">'&`;
const escaped = '&lt;img src=x onerror=&quot;alert(1)&quot;&gt;&#39;&amp;';

test('text and values of attributes are escaped', () => {
  assert.equal(
    String(markup`<p title="${attack}">${attack}</p>`),
    `<p title="${escaped}">${escaped}</p>`,
  );
});

test('only HTML of its own goes in as it is', () => {
  const inner = markup`<b>${1}</b>`;
  assert.equal(
    String(markup`<p>${[inner, attack]}</p>`),
    `<p><b>1</b>${escaped}</p>`,
  );
  for (const forged of [
    { toString: () => '<b>' },
    new String('<b>'),
    () => '<b>',
    Object.create(inner),
    true,
  ]) {
    assert.throws(() => markup`<p>${forged}</p>`, TypeError);
  }
});

test('what is not there is nothing', () => {
  assert.equal(
    String(markup`<p>${undefined}${null}${false}${''}${0}</p>`),
    '<p>0</p>',
  );
});

test('values stand in double quotes or come from attributes()', () => {
  const given = attributes({
    required: true,
    disabled: false,
    'aria-label': attack,
    min: 0,
  });
  assert.equal(
    String(markup`<input ${given}>`),
    `<input required aria-label="${escaped}" min="0">`,
  );
  assert.throws(() => markup`<input value=${'a'}>`, TypeError);
  assert.throws(() => markup`<input value='${'a'}'>`, TypeError);
  assert.throws(() => markup`<${'script'}>`, TypeError);
  assert.throws(() => markup`<input ${'onclick=alert(1)'}>`, TypeError);
  assert.throws(() => markup`<p>${given}</p>`, TypeError);
  assert.throws(() => markup`<p title="${markup`<b>a</b>`}"></p>`, TypeError);
  for (const name of ['onclick', 'style', 'href', 'formaction', 'a"b']) {
    assert.throws(() => attributes({ [name]: 'x' }), TypeError);
  }
});

test('addresses lead to this host or to the web', () => {
  for (const address of ['/cart', '#buy', '?page=2', 'https://shop.example/']) {
    assert.equal(
      String(markup`<a href="${address}">a</a>`),
      `<a href="${address}">a</a>`,
    );
  }
  for (const address of [
    'javascript:alert(1)',
    ' /x',
    '//evil.example',
    '/\\evil.example',
    'data:text/html,x',
    '',
  ]) {
    assert.throws(() => markup`<a href="${address}">a</a>`, TypeError);
    assert.throws(() => markup`<img src="${address}">`, TypeError);
  }
});

test('templates hold nothing whose content is not escaped as HTML', () => {
  assert.throws(() => markup`<script>${'a'}</script>`, TypeError);
  assert.throws(() => markup`<style>${'a'}</style>`, TypeError);
  assert.throws(() => markup`<!-- ${'a'} -->`, TypeError);
  assert.throws(() => markup`<p title="${'a'}`, TypeError);
});
