import fs from 'node:fs/promises';
import path from 'node:path';

/** What the pages are called and what is said of them, in the order of a visit. The names are those of the pictures. */
const pages = [
  [
    'stores',
    'Stores',
    'The list, live: what state each store is in, filters that stay in the address, and what is left of the limits.',
  ],
  ['stores-empty', 'No stores yet', 'What to do first.'],
  [
    'stores-no-match',
    'No store matches',
    'A search that finds nothing says how to go on.',
  ],
  [
    'create',
    'Create a store',
    'Engine, size and settings; and before anything is made, what will be.',
  ],
  [
    'store-ready',
    'A store that is ready',
    'Its links, its conditions with their evidence, and what happened.',
  ],
  [
    'store-in-progress',
    'A store that is being made',
    'Each step with its time, and what the current one waits for.',
  ],
  [
    'store-failed',
    'A store that failed',
    'The cause first, whose turn it is, and the next action.',
  ],
  [
    'store-deleted',
    'A deleted store',
    'The receipt: what is gone, and since when.',
  ],
  [
    'store-kubernetes',
    'Its Kubernetes objects',
    'Health with its cause, limits and use, events, logs.',
  ],
  [
    'store-history',
    'Its history',
    'Every revision, who made it and why, and the way back.',
  ],
  [
    'store-of-others',
    'A store of another team',
    'What Marco sees of a store of Storefront: all but what he may not do.',
  ],
  [
    'orphans',
    'Orphans',
    'What stores have left behind, for those who look after the whole fleet.',
  ],
  [
    'orphans-denied',
    'Orphans, denied',
    'Who may not see them is told whom to ask.',
  ],
  ['catalog', 'Catalog', 'Each store is an entity.'],
  [
    'entity',
    'The entity of a store',
    'Its status, what happened last, and its owner.',
  ],
  ['group', 'The page of a team', 'With the stores that it owns.'],
  ['search', 'Search', 'Stores with the status that they have now.'],
  ['templates', 'Software Templates', 'Stores as a step of a workflow.'],
  ['notifications', 'Notifications', 'What the owner is told.'],
  ['settings', 'Settings', 'Theme and language.'],
];

const onPhones = ['stores', 'store-ready', 'create'];

const introduction = `# The pages in pictures

What people see of the product, in light and in dark, on the simulated cluster of \`make start\`; the pages say so. The pictures are made by
the browser test that walks these pages as each person of the demo organisation, and checks them with axe-core and at the width of a
phone (\`e2e/screens/screens.test.mjs\`). \`make screenshots\` makes them, and this page, anew.
`;

/** Writes the page that shows the pictures in `folder`; those that are not there are left out. */
export async function writePicturePage({ folder, file }) {
  const pictures = new Set(await fs.readdir(folder));
  const address = path.relative(path.dirname(file), folder);
  const row = cells => `| ${cells.join(' | ')} |`;
  const table = columns =>
    [
      row(columns.map(({ title }) => title)),
      row(columns.map(() => '---')),
      row(columns.map(({ name, alt }) => `![${alt}](${address}/${name}.webp)`)),
    ].join('\n');
  const shown = ({ name }) => pictures.has(`${name}.webp`);

  const chapters = pages.flatMap(([name, title, text]) => {
    const columns = ['light', 'dark']
      .map(look => ({
        name: `${name}-${look}`,
        title: look === 'light' ? 'Light' : 'Dark',
        alt: `${title}, ${look}`,
      }))
      .filter(shown);
    return columns.length === 0
      ? []
      : [`## ${title}\n\n${text}\n\n${table(columns)}\n`];
  });
  const phones = pages
    .filter(([name]) => onPhones.includes(name))
    .map(([name, title]) => ({
      name: `${name}-phone`,
      title,
      alt: `${title}, on a phone`,
    }))
    .filter(shown);
  if (phones.length > 0) {
    chapters.push(`## On a phone\n\n${table(phones)}\n`);
  }
  await fs.writeFile(file, [introduction, ...chapters].join('\n'));
}
