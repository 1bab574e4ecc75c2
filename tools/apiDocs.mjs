// yarn api-docs: makes docs/api.md from the schemas of the HTTP API. A test compares the page with them.
import fs from 'node:fs/promises';
import path from 'node:path';
import { readOpenApiDocument } from './lib/openApiDocument.mjs';
import { repoRoot } from './lib/paths.mjs';
import { renderApiPage } from './lib/renderApiPage.mjs';

const document = await readOpenApiDocument();
await fs.writeFile(path.join(repoRoot, 'docs/api.md'), renderApiPage(document));
