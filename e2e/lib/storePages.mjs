/** Opens the page of a store and waits for it. */
export async function openStore({ page, id, name }) {
  await page.goto(`/stores/${id}`);
  await page.getByRole('heading', { name, level: 2 }).waitFor();
}

/** The id of the store whose page is open. */
export async function openStoreId({ page }) {
  await page.waitForURL(/\/stores\/[0-9a-f-]{36}$/);
  return page.url().split('/').at(-1);
}

/** The row of a store in the list of stores. */
export function storeRow({ page, name }) {
  return page
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name, exact: true }) });
}

/** Waits until the open page shows a text, exactly as written; `within` narrows where. */
export async function seeText({ page, within = page, text, timeout }) {
  await within.getByText(text, { exact: true }).first().waitFor({ timeout });
}

/** Counts how often the page is loaded anew. @returns a function that tells the number */
export function countLoads(page) {
  let loads = 0;
  page.on('load', () => {
    loads += 1;
  });
  return () => loads;
}

/** Chooses a card of several: the radio button itself is only there for screen readers. */
export async function chooseCard({ page, name }) {
  await page
    .locator('label')
    .filter({ has: page.getByRole('radio', { name }) })
    .click();
}
