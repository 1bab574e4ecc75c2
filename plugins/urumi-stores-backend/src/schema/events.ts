import { z } from 'zod';
import {
  queryIntegerSchema,
  queryListSchema,
  queryNumberSchema,
} from './fields';

/** Query of `GET /stores/{store_id}/events`. */
export const listEventsQuerySchema = z
  .strictObject({
    after: queryIntegerSchema({
      min: 0,
      max: Number.MAX_SAFE_INTEGER,
      default: 0,
    }).describe('Only events with a greater id, oldest first'),
    before: queryNumberSchema({ min: 1, max: Number.MAX_SAFE_INTEGER })
      .optional()
      .describe('Only events with a smaller id, newest first'),
    limit: queryIntegerSchema({ min: 1, max: 500, default: 100 }).describe(
      'Events on a page',
    ),
    level: queryListSchema(z.enum(['info', 'warning', 'error']))
      .optional()
      .describe('Only events of these levels'),
    type: queryListSchema(
      z
        .string()
        .max(63)
        .regex(/^[a-z]+(_[a-z]+)*(\.[a-z]+(_[a-z]+)*)?$/, {
          error: 'must be a type of event, such as ready or step.finished',
        }),
    )
      .optional()
      .describe('Only events of these types; step also means step.finished'),
  })
  .superRefine(({ after, before }, context) => {
    if (after > 0 && before !== undefined) {
      context.addIssue({
        code: 'custom',
        message: 'cannot be given together with after',
        path: ['before'],
      });
    }
  });

/** Query of `GET /stores/{store_id}/events` as it was understood. */
export type ParsedListEventsQuery = z.output<typeof listEventsQuerySchema>;

/** Headers of `GET /stores/{store_id}/events/stream` that the plugin reads. */
export const streamEventsHeadersSchema = z.object({
  'last-event-id': queryIntegerSchema({
    min: 0,
    max: Number.MAX_SAFE_INTEGER,
    default: 0,
  }).describe('Only events with a greater id; 0, the default: all of them'),
});
