import { StoreEvent } from '@urumi/backstage-plugin-urumi-stores-common';

/** How important an entry of the activity log has to be. */
export const EVENT_IMPORTANCES = ['everything', 'warnings', 'errors'] as const;

/** What an entry of the activity log is about. */
export const EVENT_KINDS = [
  'everything',
  'milestones',
  'step',
  'job',
  'probe',
  'health',
  'drift',
  'helm',
  'store',
] as const;

/** Which entries of the activity log are shown. */
export interface EventFilter {
  importance: (typeof EVENT_IMPORTANCES)[number];
  kind: (typeof EVENT_KINDS)[number];
}

/** All of them. */
export const ALL_EVENTS: EventFilter = {
  importance: 'everything',
  kind: 'everything',
};

/** The words that tell the life of a store in short. */
const MILESTONES = [
  'queued',
  'install_started',
  'readiness_warning',
  'ready',
  'failed',
  'delete_queued',
  'delete_started',
  'deleted',
];

/** The query that asks the API for them. */
export function toEventQuery(filter: EventFilter): {
  level?: StoreEvent['level'][];
  type?: string[];
} {
  const { importance, kind } = filter;
  const level: StoreEvent['level'][] =
    importance === 'errors' ? ['error'] : ['warning', 'error'];
  const type = kind === 'milestones' ? MILESTONES : [kind];
  return {
    ...(importance !== 'everything' && { level }),
    ...(kind !== 'everything' && { type }),
  };
}

/** Whether an event is among them, by the API's own rule. */
export function matchesFilter(event: StoreEvent, filter: EventFilter): boolean {
  const { level, type } = toEventQuery(filter);
  return (
    (!level || level.includes(event.level)) &&
    (!type ||
      type.some(
        one =>
          event.event_type === one || event.event_type.startsWith(`${one}.`),
      ))
  );
}
