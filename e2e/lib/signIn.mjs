const people = {
  sana: 'Sana Iyer',
  marco: 'Marco Bruno',
  olga: 'Olga Petrova',
};

/** Opens the app and signs in as a person of the demo organisation. */
export async function signIn({ page, as }) {
  await page.goto('/');
  await page.getByRole('button', { name: `Sign in as ${people[as]}` }).click();
  await page.getByRole('heading', { name: 'Stores', level: 1 }).waitFor();
}
