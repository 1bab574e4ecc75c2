import fs from 'node:fs/promises';
import path from 'node:path';
import { cacheDirectory, repoRoot } from './paths.mjs';
import { note } from './phases.mjs';
import { run } from './run.mjs';

/** Images that are built here are named so; no registry answers to it. */
export const localRegistry = 'urumi.local';

const buildScript = path.join(repoRoot, 'scripts/build-images.sh');
const wooCommerce = 'wordpress-woo';

/** Where the archives of the images are kept for every clone. */
export function archivesFolder() {
  return path.join(cacheDirectory(), 'images/archives');
}

/**
 * Builds the images that stores run, where they have changed, into the user's cache folder.
 *
 * @returns the paths of the archives by the name of the image
 */
export async function buildStoreImages({
  signal,
  folder = archivesFolder(),
  script = buildScript,
}) {
  await fs.mkdir(folder, { recursive: true });
  let isChanged = false;
  await run(script, ['--output', folder], {
    signal,
    progress: 'building images',
    onErrorLine: line => {
      if (!line.includes(': unchanged ')) {
        isChanged ||= line.includes(': building ');
        note(line);
      }
    },
  });
  if (!isChanged) {
    note('images: kept from before');
  }
  const files = await Array.fromAsync(fs.glob('*.tar', { cwd: folder }));
  return Object.fromEntries(
    files
      .sort()
      .map(file => [path.basename(file, '.tar'), path.join(folder, file)]),
  );
}

/**
 * Loads the archives that this cluster does not have yet; what it has is remembered in `file`.
 *
 * @param options.load puts one archive into the cluster
 */
export async function loadStoreImages({ archives, file, load }) {
  const loaded = await fs.readFile(file, 'utf8').then(JSON.parse, error => {
    if (error.code === 'ENOENT' || error instanceof SyntaxError) {
      return {};
    }
    throw error;
  });
  for (const [name, archive] of Object.entries(archives)) {
    const { mtimeMs, size } = await fs.stat(archive);
    const version = `${mtimeMs} ${size}`;
    if (loaded[name] === version) {
      continue;
    }
    note(`loading the image ${name}`);
    await load(archive);
    loaded[name] = version;
    await fs.writeFile(file, `${JSON.stringify(loaded, null, 2)}\n`);
  }
}

/** What a person has to know about images that could not be made. */
export function missingImagesNotice(archives) {
  return wooCommerce in archives
    ? undefined
    : `WooCommerce stores cannot start here: their image ${wooCommerce} could not be built, see above. Other engines can.`;
}
