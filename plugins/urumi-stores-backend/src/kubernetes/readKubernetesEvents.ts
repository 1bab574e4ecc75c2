import { KubernetesEvent } from '@urumi/backstage-plugin-urumi-stores-common';
import { RequestControl } from './ApiTransport';
import { ClusterClient } from './ClusterClient';
import { KubernetesObject } from './KubernetesObject';
import { projectWarning } from './objectProjections';

/** So many are read of a namespace, and no more. */
const MAX_READ = 500;
const MAX_EVENTS = 200;

type RawEvent = Parameters<typeof projectWarning>[0];

/**
 * The newest events of a namespace, newest first, the ordinary ones included: the shared watch
 * only sees warnings, as ordinary events would be most of its traffic.
 */
export async function readKubernetesEvents(
  client: ClusterClient,
  options: RequestControl & { namespace: string },
): Promise<KubernetesEvent[]> {
  const { namespace, ...control } = options;
  const events: KubernetesObject[] = [];
  for await (const page of client.listPages(
    client.objectPath('v1', 'Event', namespace),
    { ...control, limit: MAX_READ },
  )) {
    events.push(...page.items);
    break;
  }
  const now = Date.now();
  return events
    .map(raw => ({
      type: raw.type,
      view: projectWarning(raw as RawEvent, undefined, now),
    }))
    .sort((left, right) => right.view.lastSeen - left.view.lastSeen)
    .slice(0, MAX_EVENTS)
    .map(({ type, view }) => ({
      level: type === 'Warning' ? 'warning' : 'normal',
      reason: view.reason,
      message: view.message,
      kind: view.about.kind,
      name: view.about.name,
      count: view.count,
      first_seen: new Date(view.firstSeen).toISOString(),
      last_seen: new Date(view.lastSeen).toISOString(),
    }));
}
