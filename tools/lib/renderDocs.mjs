import fs from 'node:fs/promises';
import path from 'node:path';
import { docsSearchEntries } from './docsSearchEntries.mjs';
import { withLock } from './lock.mjs';
import { renderDocsPage } from './renderDocsPage.mjs';
import { repoRoot } from './paths.mjs';
import { hashFiles, whenChanged } from './stamp.mjs';

/** Where the entity of the system has its pages, below the folder that TechDocs publishes. */
const entityFolder = 'default/system/urumi-stores';
const styles = path.join(import.meta.dirname, '../docs/pages.css');
const programs = [
  'renderDocs.mjs',
  'docsSearchEntries.mjs',
  'renderDocsPage.mjs',
  'markdownAnchors.mjs',
  'readDiagram.mjs',
];

/** Makes the documentation's pages as TechDocs publishes them, unless they are there. @returns their folder */
export async function renderDocs({
  folder = path.join(repoRoot, '.build/docs'),
  signal,
} = {}) {
  const site = await readSite();
  const files = [
    'mkdocs.yml',
    path.relative(repoRoot, styles),
    ...programs.map(name => `tools/lib/${name}`),
    ...[...site.pages, ...site.images].map(file => `${site.docs}/${file}`),
  ];
  const value = await hashFiles({ root: repoRoot, files });
  await withLock(
    { file: `${folder}.lock`, what: 'making the documentation', signal },
    () =>
      whenChanged({ stampFile: `${folder}.stamp`, value }, () =>
        writeSite({ folder, site, etag: value }),
      ),
  );
  return folder;
}

async function readSite() {
  // Its package is only there after the dependencies.
  const { parse } = await import('yaml');
  const config = parse(
    await fs.readFile(path.join(repoRoot, 'mkdocs.yml'), 'utf8'),
  );
  const docs = config.docs_dir;
  const list = async pattern =>
    (
      await Array.fromAsync(
        fs.glob(pattern, { cwd: path.join(repoRoot, docs) }),
      )
    ).sort();
  return {
    config,
    docs,
    pages: await list('**/*.md'),
    images: await list('images/**/*.{png,svg,webp}'),
  };
}

async function writeSite({ folder, site, etag }) {
  const unfinished = `${folder}.${process.pid}`;
  const target = path.join(unfinished, entityFolder);
  const stylesheet = `assets/stylesheets/main.${etag.slice(0, 8)}.min.css`;
  const searchIndex = 'search/search_index.json';
  const written = [stylesheet, searchIndex];
  const entries = [];
  await fs.mkdir(path.join(target, path.dirname(stylesheet)), {
    recursive: true,
  });
  await fs.copyFile(styles, path.join(target, stylesheet));
  for (const page of site.pages) {
    const source = `${site.docs}/${page}`;
    const text = await fs.readFile(path.join(repoRoot, source), 'utf8');
    entries.push(...(await docsSearchEntries({ page, text })));
    const { file, html } = await renderDocsPage({
      page,
      text,
      site,
      stylesheet,
    });
    await fs.mkdir(path.join(target, path.dirname(file)), { recursive: true });
    await fs.writeFile(path.join(target, file), html);
    written.push(file);
  }
  for (const image of site.images) {
    await fs.mkdir(path.join(target, path.dirname(image)), { recursive: true });
    await fs.copyFile(
      path.join(repoRoot, site.docs, image),
      path.join(target, image),
    );
    written.push(image);
  }
  await fs.mkdir(path.join(target, path.dirname(searchIndex)));
  await fs.writeFile(
    path.join(target, searchIndex),
    JSON.stringify({ docs: entries }),
  );
  await fs.writeFile(
    path.join(target, 'techdocs_metadata.json'),
    JSON.stringify({
      site_name: site.config.site_name,
      site_description: site.config.site_description,
      build_timestamp: Date.now(),
      etag,
      files: written,
    }),
  );
  await fs.rm(folder, { recursive: true, force: true });
  await fs.rename(unfinished, folder);
}
