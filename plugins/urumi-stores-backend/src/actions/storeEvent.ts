import { StoreEvent } from '@urumi/backstage-plugin-urumi-stores-common';
import { ActionZod } from './actionsRegistry';

/** What an action tells of an event. */
export const storeEventSchema = (z: ActionZod) =>
  z.object({
    id: z.number().describe('Grows with time; pass it as `after`'),
    event_type: z.string(),
    level: z.enum(['info', 'warning', 'error']),
    message: z.string(),
    actor: z.string(),
    created_at: z.string(),
  });

/** The event as {@link storeEventSchema} has it. */
export function summarizeEvent(event: StoreEvent) {
  const { id, event_type, level, message, actor, created_at } = event;
  return { id, event_type, level, message, actor, created_at };
}
