import assert from 'node:assert/strict';
import { test } from 'node:test';
import { docsSearchEntries } from './docsSearchEntries.mjs';

test('each chapter of a page is found at its anchor, by its words alone', async () => {
  const text = [
    '# Runbook\n\nWhat to *do* at [night](index.md).',
    '## No `cart`\n\n| It | Is |\n| --- | --- |\n| a < b | "c" |',
    '## No `cart`\n\n```sh\n# no heading\nkubectl get pods\n```',
  ].join('\n\n');
  assert.deepEqual(await docsSearchEntries({ page: 'ops/runbook.md', text }), [
    {
      location: 'ops/runbook/',
      title: 'Runbook',
      text: 'What to do at night.',
    },
    {
      location: 'ops/runbook/#no-cart',
      title: 'No cart',
      text: 'It Is a < b "c"',
    },
    {
      location: 'ops/runbook/#no-cart-1',
      title: 'No cart',
      text: '# no heading kubectl get pods',
    },
  ]);
});

test('the first page is at the address of the site', async () => {
  const [entry] = await docsSearchEntries({
    page: 'index.md',
    text: '# Start',
  });
  assert.deepEqual(entry, { location: '', title: 'Start', text: '' });
});
