import fs from 'node:fs/promises';
import path from 'node:path';

/** Where pictures of the pages go; without it none are taken. */
const folder = process.env.URUMI_PICTURES;

/** Keeps a picture of what the window shows, as a small file, when pictures were asked for. */
export async function takePicture({ page, name }) {
  if (!folder) {
    return;
  }
  await page.mouse.move(0, 0);
  await page.evaluate(() => document.activeElement?.blur());
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', {
    format: 'webp',
    quality: 72,
  });
  await session.detach();
  await fs.mkdir(folder, { recursive: true });
  await fs.writeFile(
    path.join(folder, `${name}.webp`),
    Buffer.from(data, 'base64'),
  );
}
