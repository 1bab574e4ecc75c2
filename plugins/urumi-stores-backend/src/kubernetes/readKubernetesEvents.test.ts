import { KubernetesObject } from './KubernetesObject';
import { readKubernetesEvents } from './readKubernetesEvents';

/** Events by name, of which each is newer than the one before. */
function clientWith(count: number) {
  const events = Array.from({ length: count }, (_, index) => ({
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `event-${index}`, namespace: 'store-1' },
    type: 'Normal',
    reason: `Number${index}`,
    message: '',
    involvedObject: { kind: 'Pod', name: 'web-1' },
    lastTimestamp: new Date(1_700_000_000_000 + index * 1_000).toISOString(),
  })) satisfies KubernetesObject[];
  return {
    objectPath: () => '/api/v1/namespaces/store-1/events',
    async *listPages(_: string, { limit = 1 }: { limit?: number } = {}) {
      for (let start = 0; start < count; start += limit) {
        yield {
          items: events.slice(start, start + limit),
          resourceVersion: '1',
        };
      }
    },
  };
}

it.each([
  [0, undefined, false],
  [1_200, 'Number1199', false],
  [2_500, 'Number2499', false],
  [2_501, 'Number2499', true],
])(
  'of %d events the newest is %s, and newer ones may be missing: %s',
  async (count, newest, truncated) => {
    const read = await readKubernetesEvents(clientWith(count), {
      namespace: 'store-1',
    });
    expect(read.items.at(0)?.reason).toBe(newest);
    expect(read.items).toHaveLength(Math.min(count, 200));
    expect(read.truncated).toBe(truncated);
  },
);
