import { StoreErrorBody } from '@urumi/backstage-plugin-urumi-stores-common';
import { z } from 'zod';

export const errorBodySchema = z.object({
  error: z.object({ name: z.string(), message: z.string() }),
  detail: z.union([
    z.string(),
    z.array(
      z.strictObject({
        loc: z
          .array(z.union([z.string(), z.number()]))
          .describe('Part of the request, then the way to the field'),
        msg: z.string(),
        type: z.string().describe('Word for programs'),
      }),
    ),
  ]),
  request: z.object({ method: z.string(), url: z.string() }),
  response: z.object({ statusCode: z.int() }),
}) satisfies z.ZodType<StoreErrorBody>;
