import { createHmac } from 'node:crypto';
import {
  STORE_SORTS,
  StoreSort,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { z } from 'zod';

/**
 * The row beside which a page of a list begins. It is opaque to callers.
 */
export interface Cursor {
  list: 'stores' | 'jobs' | 'revisions';
  sort: StoreSort;
  /** What the list is sorted by, of that row; absent where that is the time of creation. */
  key?: string;
  /** Of that row, in epoch milliseconds. */
  createdAt: number;
  /** Of that row. */
  id: string;
  /** The page ends before that row, instead of beginning after it. */
  backward?: true;
}

const cursorSchema: z.ZodType<Cursor> = z.strictObject({
  list: z.enum(['stores', 'jobs', 'revisions']),
  sort: z.enum(STORE_SORTS),
  key: z.string().optional(),
  createdAt: z.int().min(0),
  id: z.uuid(),
  backward: z.literal(true).optional(),
});

/**
 * The key is no secret: a cursor grants nothing, its seal only tells a damaged one from a
 * whole one.
 */
const SEAL_KEY = 'urumi-stores-cursor-1';

/** The cursor as callers see it. */
export function encodeCursor(cursor: Cursor): string {
  const text = Buffer.from(JSON.stringify(cursor)).toString('base64url');
  return `${text}.${seal(text)}`;
}

/** The cursor that {@link encodeCursor} wrote, or undefined when it is not as it was written. */
export function decodeCursor(encoded: string): Cursor | undefined {
  const [text, givenSeal, ...rest] = encoded.split('.');
  if (givenSeal === undefined || rest.length > 0 || givenSeal !== seal(text)) {
    return undefined;
  }
  const content: unknown = JSON.parse(
    Buffer.from(text, 'base64url').toString(),
  );
  const result = cursorSchema.safeParse(content);
  return result.success ? result.data : undefined;
}

function seal(text: string): string {
  return createHmac('sha256', SEAL_KEY)
    .update(text)
    .digest('base64url')
    .slice(0, 22);
}
