// Renders the drawings of this directory to the pictures that the shop shows, by Chromium:
// node images/wordpress-woo/assets/render.mjs [path of Chromium]
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

const here = import.meta.dirname;
const theme = `${here}/../wordpress/wp-content/themes/shopfront/assets`;

/** Where each drawing goes and in which widths; the others are sample products. */
const targets = {
  hero: { directory: theme, widths: [1200, 600], ratio: 4 / 3 },
  favicon: { directory: `${here}/../web`, widths: [64], type: 'png' },
};
const product = { directory: `${here}/../setup/pictures`, widths: [800, 400] };

const browser = await chromium.launch({
  executablePath: process.argv[2] ?? '/usr/bin/chromium',
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
const page = await browser.newPage();

const render = async (svg, type, width, height) => {
  const url = await page.evaluate(
    async ([source, format, w, h]) => {
      const image = new Image(w, h);
      image.src = `data:image/svg+xml;base64,${source}`;
      await image.decode();
      const canvas = new OffscreenCanvas(w, h);
      canvas.getContext('2d').drawImage(image, 0, 0, w, h);
      const blob = await canvas.convertToBlob({
        type: `image/${format}`,
        quality: 0.86,
      });
      return new Promise(resolve => {
        const reader = new FileReader();
        reader.onload = () => resolve(reader.result);
        reader.readAsDataURL(blob);
      });
    },
    [svg.toString('base64'), type, width, height],
  );
  return Buffer.from(url.split(',')[1], 'base64');
};

for (const file of readdirSync(here).filter(name => name.endsWith('.svg'))) {
  const name = file.slice(0, -'.svg'.length);
  const {
    directory,
    widths,
    ratio = 1,
    type = 'webp',
  } = targets[name] ?? product;
  const svg = readFileSync(`${here}/${file}`);
  for (const width of widths) {
    const path =
      widths.length > 1
        ? `${directory}/${name}-${width}.${type}`
        : `${directory}/${name}.${type}`;
    writeFileSync(path, await render(svg, type, width, width / ratio));
  }
}
await browser.close();
