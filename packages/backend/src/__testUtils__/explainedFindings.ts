import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

/** Checks of kube-score whose findings docs/security.md explains, by the rows of its table. */
export async function explainedFindings(): Promise<string[]> {
  const page = await readFile(
    resolve(__dirname, '../../../../docs/security.md'),
    'utf8',
  );
  const [, section = ''] = page.split('## Findings that stay\n');
  return [...section.split('\n## ')[0].matchAll(/^\| `([\w-]+)`/gm)].map(
    ([, check]) => check,
  );
}
