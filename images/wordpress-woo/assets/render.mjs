// Renders the drawings of this directory to the WebP files that the shop shows, by Chromium:
// node images/wordpress-woo/assets/render.mjs [path of Chromium]
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

const here = import.meta.dirname;
const pictures = `${here}/../setup/pictures`;
const theme = `${here}/../wordpress/wp-content/themes/shopfront/assets`;

const browser = await chromium.launch({
  executablePath: process.argv[2] ?? '/usr/bin/chromium',
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
const page = await browser.newPage();

const render = async (svg, width, height) => {
  const url = await page.evaluate(
    async ([source, w, h]) => {
      const image = new Image(w, h);
      image.src = `data:image/svg+xml;base64,${source}`;
      await image.decode();
      const canvas = new OffscreenCanvas(w, h);
      canvas.getContext('2d').drawImage(image, 0, 0, w, h);
      const blob = await canvas.convertToBlob({
        type: 'image/webp',
        quality: 0.86,
      });
      return new Promise(resolve => {
        const reader = new FileReader();
        reader.onload = () => resolve(reader.result);
        reader.readAsDataURL(blob);
      });
    },
    [svg.toString('base64'), width, height],
  );
  return Buffer.from(url.split(',')[1], 'base64');
};

for (const file of readdirSync(here).filter(name => name.endsWith('.svg'))) {
  const name = file.slice(0, -'.svg'.length);
  const [directory, widths, ratio] =
    name === 'hero' ? [theme, [1200, 600], 4 / 3] : [pictures, [800, 400], 1];
  for (const width of widths) {
    writeFileSync(
      `${directory}/${name}-${width}.webp`,
      await render(readFileSync(`${here}/${file}`), width, width / ratio),
    );
  }
}
await browser.close();
