/**
 * Opens a page as somebody does who has never been there: in a browser context without a cache, signed in already.
 *
 * @param options.shown what has to be seen before the page counts as loaded
 * @returns `shown` and `interactive`, milliseconds from the start of the navigation until that is seen, and until the
 * main thread has rested after it; and the `scripts` that were fetched, with their compressed and plain `bytes`
 */
export async function loadPage({ browser, origin, person, path, shown }) {
  const context = await browser.newContext({
    baseURL: origin,
    viewport: { width: 1440, height: 900 },
  });
  try {
    await context.addInitScript(
      name => sessionStorage.setItem('urumi-demo-person', name),
      person,
    );
    await context.addInitScript(() => {
      window.benchLongTasks = [];
      new PerformanceObserver(list => {
        for (const task of list.getEntries()) {
          window.benchLongTasks.push(task.startTime + task.duration);
        }
      }).observe({ type: 'longtask', buffered: true });
    });
    const page = await context.newPage();
    await page.goto(path, { waitUntil: 'commit' });
    const shownAt = await page
      .waitForFunction(
        ({ role, text }) =>
          [...document.querySelectorAll(role)].some(element =>
            element.textContent.includes(text),
          ) && performance.now(),
        shown,
        { polling: 'raf', timeout: 120_000 },
      )
      .then(handle => handle.jsonValue());
    // Half a second without a long task: the page answers at once from the end of the last one.
    const interactive = await page
      .waitForFunction(
        at => {
          const last = Math.max(at, ...window.benchLongTasks);
          return performance.now() - last > 500 && last;
        },
        shownAt,
        { polling: 50, timeout: 120_000 },
      )
      .then(handle => handle.jsonValue());
    const scripts = await page.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .filter(({ name }) => /\.(js|css)(\?|$)/.test(name))
        .map(({ name, encodedBodySize, decodedBodySize }) => ({
          name: new URL(name).pathname,
          compressed: encodedBodySize,
          plain: decodedBodySize,
        })),
    );
    return { shown: shownAt, interactive, scripts };
  } finally {
    await context.close();
  }
}
