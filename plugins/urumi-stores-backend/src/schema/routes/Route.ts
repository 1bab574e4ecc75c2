import { z } from 'zod';

/** One answer that is no error. */
export interface RouteResponse {
  description: string;
  schema: z.ZodType;
  /** Default `application/json`. */
  contentType?: string;
  /** Headers of the answer, with what they say. */
  headers?: Record<string, string>;
}

/**
 * One call of the HTTP API. The OpenAPI document and the tests of the routers and of
 * `docs/permissions.md` are derived from it.
 */
export interface Route {
  method: 'get' | 'post' | 'delete';
  /** Under `/api/urumi-stores`, with `{name}` for parameters: UUIDs, and the number of a revision. */
  path: string;
  operationId: string;
  summary: string;
  /**
   * What the caller needs: a permission, only credentials, or nothing at all.
   */
  access: { permission: string } | 'credentials' | 'open';
  query?: z.ZodObject;
  headers?: z.ZodObject;
  body?: z.ZodObject;
  /** By status code. */
  responses: Record<number, RouteResponse>;
  /** Status codes of documented errors, besides 401 and 403 where credentials are needed. */
  errors: number[];
}
