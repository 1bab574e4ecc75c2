import fs from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { repoRoot } from './paths.mjs';

const schema = './plugins/urumi-stores-backend/src/schema';
const { version } = JSON.parse(
  await fs.readFile(
    path.join(repoRoot, 'plugins/urumi-stores-backend/package.json'),
    'utf8',
  ),
);

/** The OpenAPI document as the backend serves it, from the sources of this clone. */
export async function readOpenApiDocument() {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'openapi-'));
  try {
    const outfile = path.join(folder, 'schema.cjs');
    await build({
      stdin: {
        contents: `export { buildOpenApiDocument } from '${schema}';`,
        resolveDir: repoRoot,
      },
      outfile,
      bundle: true,
      platform: 'node',
      logLevel: 'error',
    });
    const { buildOpenApiDocument } = createRequire(import.meta.url)(outfile);
    return buildOpenApiDocument({ version });
  } finally {
    await fs.rm(folder, { recursive: true });
  }
}
