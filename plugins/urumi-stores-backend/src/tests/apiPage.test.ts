import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { renderApiPage } from '../__testUtils__/renderApiPage';
import { buildOpenApiDocument } from '../schema';

const page = resolve(__dirname, '../../../../docs/api.md');

describe('docs/api.md', () => {
  it('is what the OpenAPI document says; `yarn api-docs` makes it anew', async () => {
    const rendered = renderApiPage(buildOpenApiDocument({ version: '0.1.0' }));
    if (process.env.URUMI_WRITE_DOCS) {
      await writeFile(page, rendered);
    }
    expect(await readFile(page, 'utf8')).toBe(rendered);
  });
});
