import { JsonObject } from '@backstage/types';
import { z } from 'zod';

/** Schemas for exactly the fields of a type. */
export type Fields<T> = { [K in keyof T]-?: z.ZodType<T[K]> };

/** Id of a store or a job. */
export const id = z.guid();
/** Moment of the database's clock. */
export const time = z.iso.datetime().describe('RFC 3339, UTC');
/** A number of things, or of milliseconds. */
export const count = z.int().min(0);
/** A team or a person. */
export const entityRef = z.string().describe('Entity ref');
/** Any JSON object. */
export const jsonObject: z.ZodType<JsonObject> = z.record(z.string(), z.any());
/** Amounts of resources, by their names. */
export const quantities = z
  .record(z.string(), z.string())
  .describe("Hard limits of the namespace's ResourceQuota");
