import { createHmac } from 'node:crypto';
import { Cursor, decodeCursor, encodeCursor } from './cursor';

const CURSOR: Cursor = {
  list: 'stores',
  sort: '-created_at',
  createdAt: 1764000000000,
  id: '019ab0f0-8a51-7c3e-9d55-0123456789ab',
};

it('gives back what it was given', () => {
  expect(decodeCursor(encodeCursor(CURSOR))).toEqual(CURSOR);
});

it('refuses a cursor in which any character was changed, added or left out', () => {
  const encoded = encodeCursor(CURSOR);
  const broken = [...encoded].flatMap((character, index) => [
    encoded.slice(0, index) +
      (character === 'A' ? 'B' : 'A') +
      encoded.slice(index + 1),
    encoded.slice(0, index) + encoded.slice(index + 1),
    `${encoded.slice(0, index)}.${encoded.slice(index)}`,
  ]);
  for (const text of [
    ...broken,
    `${encoded}A`,
    `${encoded}.`,
    '',
    '.',
    'x.y',
  ]) {
    expect(decodeCursor(text)).toBeUndefined();
  }
});

it('refuses content of the wrong shape even under a right seal', () => {
  for (const content of [null, {}, { ...CURSOR, createdAt: '1; DROP TABLE' }]) {
    const text = Buffer.from(JSON.stringify(content)).toString('base64url');
    const seal = createHmac('sha256', 'urumi-stores-cursor-1')
      .update(text)
      .digest('base64url')
      .slice(0, 22);
    expect(decodeCursor(`${text}.${seal}`)).toBeUndefined();
  }
});
