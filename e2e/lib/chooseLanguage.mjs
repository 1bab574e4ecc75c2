/** Chooses a language in Settings, by the name that it has itself. The pages speak English before. */
export async function chooseLanguage({ page, language }) {
  await page.goto('/settings');
  await page.getByText('English', { exact: true }).click();
  await page.getByRole('option', { name: language }).click();
  await page.getByRole('button', { name: language }).waitFor();
}
