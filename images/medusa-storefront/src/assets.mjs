// The style sheet and the icon, under names that change with their content, so that browsers may keep them for ever.
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

export class Assets {
  /** @type {Map<string, { type: string, content: Buffer, gzipped: Buffer }>} */
  #files = new Map();

  /** @param {string} directory */
  constructor(directory) {
    const read = name => fs.readFileSync(path.join(directory, name));
    const styles = ['base.css', 'catalog.css', 'checkout.css'].map(read);
    this.styleUrl = this.#add(
      'shop.css',
      'text/css; charset=utf-8',
      Buffer.concat(styles),
    );
    this.iconUrl = this.#add('icon.svg', 'image/svg+xml', read('icon.svg'));
  }

  /**
   * @param {string} served
   * @param {string} acceptEncoding
   * @returns {import('./http/answers.mjs').Answer | undefined}
   */
  answer(served, acceptEncoding) {
    const file = this.#files.get(served);
    const isGzipped = /\bgzip\b/.test(acceptEncoding);
    return (
      file && {
        status: 200,
        headers: {
          'Content-Type': file.type,
          'Cache-Control': 'public, max-age=31536000, immutable',
          Vary: 'Accept-Encoding',
          ...(isGzipped && { 'Content-Encoding': 'gzip' }),
        },
        body: isGzipped ? file.gzipped : file.content,
      }
    );
  }

  #add(name, type, content) {
    const { name: stem, ext } = path.parse(name);
    const hash = crypto
      .createHash('sha256')
      .update(content)
      .digest('hex')
      .slice(0, 12);
    const served = `${stem}.${hash}${ext}`;
    this.#files.set(served, { type, content, gzipped: gzipSync(content) });
    return `/assets/${served}`;
  }
}
