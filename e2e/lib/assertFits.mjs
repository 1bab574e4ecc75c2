import assert from 'node:assert/strict';

/**
 * Checks that the open page is read without moving it sideways. What is wider by nature, such as a table, may scroll in
 * a frame of its own.
 *
 * @throws AssertionError that names what sticks out
 */
export async function assertFits({ page }) {
  const { wider, elements } = await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const isClipped = element => {
      for (let at = element.parentElement; at; at = at.parentElement) {
        if (getComputedStyle(at).overflowX !== 'visible') {
          return at !== document.body && at !== document.documentElement;
        }
      }
      return false;
    };
    return {
      wider: document.documentElement.scrollWidth - width,
      elements: [...document.body.querySelectorAll('*')]
        .filter(
          element =>
            element.getBoundingClientRect().right > width + 1 &&
            !isClipped(element),
        )
        .slice(0, 3)
        .map(element => element.outerHTML.slice(0, 160)),
    };
  });
  assert.ok(
    wider <= 0,
    `The page is ${wider} pixels wider than its window: ${elements.join('\n')}`,
  );
}
