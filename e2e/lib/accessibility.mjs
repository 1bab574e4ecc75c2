import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import { createRequire } from 'node:module';

const axeFile = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/**
 * Checks the open page with axe-core.
 *
 * @param options.except rules that are not asked for
 * @throws AssertionError that lists every serious or critical violation
 */
export async function assertAccessible({ page, except = [] }) {
  await page.evaluate(await fs.readFile(axeFile, 'utf8'));
  const violations = await page.evaluate(async rules => {
    const results = await window.axe.run({
      // Backstage's own item of the sidebar leaves the counter that it shows out of its name.
      exclude: [['a[href="/notifications"]']],
    });
    return results.violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .filter(({ id }) => !rules.includes(id))
      .flatMap(({ id, help, nodes }) =>
        nodes.map(node => `${id} (${help}): ${node.html}`),
      );
  }, except);
  assert.deepEqual(violations, []);
}
