import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { anchorsOf } from './markdownAnchors.mjs';
import { renderDocs } from './renderDocs.mjs';
import { renderDocsPage } from './renderDocsPage.mjs';

const site = {
  config: { site_name: 'Test', nav: [{ Start: 'index.md' }] },
  docs: 'docs',
  pages: ['index.md', 'runbook.md', 'adr/README.md', 'adr/0001-jobs.md'],
};

const render = (page, text) =>
  renderDocsPage({ page, text, site, stylesheet: 'assets/main.css' });

test('links lead to the pages where they will be, and to nothing that is not there', async () => {
  const { file, html } = await render(
    'adr/0001-jobs.md',
    '# Jobs\n\n[one](../runbook.md#no-cart) [two](README.md) [three](../../tools/README.md) [four](https://example.com)',
  );
  assert.equal(file, 'adr/0001-jobs/index.html');
  assert.match(html, /href="..\/..\/runbook\/#no-cart">one</);
  assert.match(html, /href="..\/">two</);
  assert.match(html, /<span title="tools\/README.md in the repository">three</);
  assert.match(html, /href="https:\/\/example.com">four</);
  assert.match(html, /href="..\/..\/assets\/main.css"/);
});

test('headings have the anchors of GitHub, the second of a name with a number', async () => {
  const text =
    '# A `b` C\n\n## What it is\n\n## What it is\n\n```sh\n# no heading\n```\n';
  assert.deepEqual(anchorsOf(text), ['a-b-c', 'what-it-is', 'what-it-is-1']);
  const { html } = await render('index.md', text);
  for (const anchor of anchorsOf(text)) {
    assert.match(html, new RegExp(`<h[12] id="${anchor}">`));
  }
});

test('the site is made once, with the metadata that TechDocs asks for', async t => {
  const work = await fs.mkdtemp(path.join(os.tmpdir(), 'docs-'));
  t.after(() => fs.rm(work, { recursive: true }));
  const folder = path.join(work, 'docs');
  await renderDocs({ folder });
  const entity = path.join(folder, 'default/system/urumi-stores');
  const metadata = path.join(entity, 'techdocs_metadata.json');
  const { files, etag } = JSON.parse(await fs.readFile(metadata, 'utf8'));
  assert.ok(etag);
  for (const file of [...files, 'runbook/index.html', 'index.html']) {
    await fs.access(path.join(entity, file));
  }
  // TechDocs' sanitizer leaves no other style sheet in.
  assert.ok(files.some(file => /main\.[0-9a-f]{8}\.min\.css$/.test(file)));
  const { mtimeMs } = await fs.stat(metadata);
  await renderDocs({ folder });
  assert.equal((await fs.stat(metadata)).mtimeMs, mtimeMs);
});
