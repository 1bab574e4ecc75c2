import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { readOpenApiDocument } from './lib/openApiDocument.mjs';
import { repoRoot } from './lib/paths.mjs';
import { renderApiPage } from './lib/renderApiPage.mjs';

test('docs/api.md is what the OpenAPI document says; yarn api-docs makes it anew', async () => {
  const document = await readOpenApiDocument();
  const page = await fs.readFile(path.join(repoRoot, 'docs/api.md'), 'utf8');
  assert.equal(page, renderApiPage(document));
  for (const [route, item] of Object.entries(document.paths)) {
    for (const method of Object.keys(item)) {
      assert.ok(page.includes(`### ${method.toUpperCase()} ${route}\n`));
    }
  }
  for (const name of Object.keys(document.components.schemas)) {
    assert.ok(page.includes(`### ${name}\n`), name);
  }
});
