import { KubernetesEvents } from '@urumi/backstage-plugin-urumi-stores-common';
import { RequestControl } from './ApiTransport';
import { ClusterClient } from './ClusterClient';
import { KubernetesObject } from './KubernetesObject';
import { projectWarning } from './objectProjections';

const PAGE_SIZE = 500;
/** So many are read of a namespace at most: the API server gives them by name, not by time. */
const MAX_READ = 2_500;
const MAX_EVENTS = 200;

type RawEvent = Parameters<typeof projectWarning>[0];

/**
 * The newest events of a namespace, newest first, the ordinary ones included: the shared watch
 * only sees warnings, as ordinary events would be most of its traffic.
 *
 * @returns `truncated` when there are more than are read, so that newer ones may be missing.
 */
export async function readKubernetesEvents(
  client: Pick<ClusterClient, 'objectPath' | 'listPages'>,
  options: RequestControl & { namespace: string },
): Promise<Pick<KubernetesEvents, 'items' | 'truncated'>> {
  const { namespace, ...control } = options;
  const events: KubernetesObject[] = [];
  let truncated = false;
  for await (const page of client.listPages(
    client.objectPath('v1', 'Event', namespace),
    { ...control, limit: PAGE_SIZE },
  )) {
    if (events.length >= MAX_READ) {
      truncated = true;
      break;
    }
    events.push(...page.items);
  }
  const now = Date.now();
  const items = events
    .map(raw => ({
      type: raw.type,
      view: projectWarning(raw as RawEvent, undefined, now),
    }))
    .sort((left, right) => right.view.lastSeen - left.view.lastSeen)
    .slice(0, MAX_EVENTS)
    .map(({ type, view }) => ({
      level: type === 'Warning' ? ('warning' as const) : ('normal' as const),
      reason: view.reason,
      message: view.message,
      kind: view.about.kind,
      name: view.about.name,
      count: view.count,
      first_seen: new Date(view.firstSeen).toISOString(),
      last_seen: new Date(view.lastSeen).toISOString(),
    }));
  return { items, truncated };
}
