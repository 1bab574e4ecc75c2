import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import { createRequire } from 'node:module';

const axeFile = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/**
 * Waits until nothing moves that comes to an end: text that still fades in has the contrast of a moment. What turns for
 * ever, such as a spinner, is not waited for.
 */
const untilStill = async () => {
  const moving = () =>
    document
      .getAnimations()
      .filter(
        ({ playState, effect }) =>
          playState === 'running' &&
          Number.isFinite(effect.getComputedTiming().endTime),
      );
  for (let found = moving(); found.length > 0; found = moving()) {
    await Promise.allSettled(found.map(({ finished }) => finished));
  }
};

/**
 * Checks the open page with axe-core, once it is still.
 *
 * @param options.except rules with a selector of the elements whose violation is known and not ours
 * @throws AssertionError that lists every serious or critical violation
 */
export async function assertAccessible({ page, except = {} }) {
  await page.evaluate(await fs.readFile(axeFile, 'utf8'));
  await page.evaluate(untilStill);
  const violations = await page.evaluate(async known => {
    const isKnown = (id, { target }) =>
      id in known && document.querySelector(target[0])?.matches(known[id]);
    const results = await window.axe.run({
      // Backstage's own item of the sidebar leaves the counter that it shows out of its name.
      exclude: [['a[href="/notifications"]']],
    });
    return results.violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, help, nodes }) =>
        nodes
          .filter(node => !isKnown(id, node))
          .map(node => `${id} (${help}): ${node.html}`),
      );
  }, except);
  assert.deepEqual(violations, []);
}
