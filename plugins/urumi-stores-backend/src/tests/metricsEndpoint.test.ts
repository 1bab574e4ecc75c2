import {
  ERROR_CLASSES,
  STORE_STATUSES,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { createTestEngine, engineModule } from '../__testUtils__/engineModule';
import { asUser, startStoresBackend } from '../__testUtils__/storesBackend';
import { StoresApi } from '../__testUtils__/StoresApi';
import { databases } from '../__testUtils__/testDatabase';
import { testKubeconfig } from '../__testUtils__/testEnvironment';
import { JOB_STEPS } from '../jobs/plan';
import { LOOK_OUTCOMES } from '../metrics';

jest.setTimeout(180_000);

/** All values that a label may ever have. */
const VALUES: Record<string, readonly string[]> = {
  class: ERROR_CLASSES,
  cluster: ['local'],
  engine: ['woocommerce', 'broken'],
  loop: ['claim', 'heartbeat', 'sweep', 'clean'],
  operation: ['upgrade', 'uninstall', 'template', 'version'],
  outcome: [
    ...LOOK_OUTCOMES,
    'ready',
    'failed',
    'succeeded',
    'done',
    'skipped',
  ],
  status: [...STORE_STATUSES, 'WAITING', 'IN_PROGRESS'],
  step: Object.values(JOB_STEPS).flat(),
};

interface Sample {
  name: string;
  labels: [string, string][];
  value: number;
}

function parse(text: string): {
  samples: Sample[];
  types: Map<string, string>;
} {
  const lines = text.split('\n').filter(line => line !== '');
  const types = new Map(
    lines.flatMap(line => {
      const [, name, type] = /^# TYPE (\S+) (\S+)$/.exec(line) ?? [];
      return name ? [[name, type] as const] : [];
    }),
  );
  const samples = lines
    .filter(line => !line.startsWith('#'))
    .map(line => {
      const [, name, list = '', value] =
        /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
      const labels = [...list.matchAll(/(\w+)="([^"]*)"/g)];
      return {
        name,
        labels: labels.map(([, key, content]): [string, string] => [
          key,
          content,
        ]),
        value: Number(value),
      };
    });
  return { samples, types };
}

describe.each(databases.eachSupportedId())('metrics on %s', databaseId => {
  it('have bounded labels, and counters that never fall', async () => {
    const backend = await startStoresBackend({
      knex: await databases.init(databaseId),
      kubeconfig: testKubeconfig(),
      features: [
        engineModule([
          createTestEngine({
            id: 'broken',
            values: () => ({ unknown: 'to the schema of the chart' }),
          }),
        ]),
      ],
    });
    const api = new StoresApi({
      server: () => backend.server,
      authorization: asUser('sana'),
    });
    const counters = new Map<string, number>();
    const falls: string[] = [];
    const strange = new Set<string>();
    const read = async () => {
      const { text } = await api.call('get', '/metrics');
      const { samples, types } = parse(text);
      for (const { name, labels, value } of samples) {
        for (const [label, content] of labels) {
          const known =
            label === 'le'
              ? /^(\+Inf|[\d.]+)$/.test(content)
              : VALUES[label]?.includes(content);
          if (!known) {
            strange.add(`${name}{${label}="${content}"}`);
          }
        }
        if (types.get(name) !== 'gauge') {
          const key = `${name} ${JSON.stringify(labels)}`;
          if (value < (counters.get(key) ?? 0)) {
            falls.push(`${key} fell to ${value}`);
          }
          counters.set(key, value);
        }
      }
      return samples;
    };
    const until = async (id: string, status: string) => {
      do {
        await read();
      } while ((await api.get(id)).status !== status);
    };

    await read();
    const [good, bad] = [
      await api.create(),
      await api.create({ engine: 'broken' }),
    ];
    await until(good.store_id, 'READY');
    await until(bad.store_id, 'FAILED');
    await api.reconcile(good.store_id);
    await api.call('get', '/stores/not-an-id');
    await api.until(good.store_id, ({ job }) => job?.state === 'SUCCEEDED');
    for (const { store_id: id } of [good, bad]) {
      await api.delete(id);
      await until(id, 'DELETED');
    }
    const samples = await read();
    await backend.stop();

    expect([...strange]).toEqual([]);
    expect(falls).toEqual([]);
    const valueOf = (name: string) =>
      samples
        .filter(sample => sample.name === name)
        .reduce((sum, { value }) => sum + value, 0);
    expect(valueOf('stores_created_total')).toBe(2);
    expect(valueOf('stores_deleted_total')).toBe(2);
    expect(valueOf('api_rate_limited_total')).toBe(0);
    expect(valueOf('urumi_store_failures_total')).toBe(1);
    expect(valueOf('urumi_provisioning_seconds_count')).toBe(2);
    expect(valueOf('urumi_cluster_reachable')).toBe(1);
    expect(valueOf('urumi_watch_lag_seconds')).toBeLessThan(120);
  });
});
