import { JsonObject } from '@backstage/types';
import { Knex } from 'knex';
import request from 'supertest';
import {
  asUser,
  deadCluster,
  startStoresBackend,
} from '../__testUtils__/storesBackend';
import { databases } from '../__testUtils__/testDatabase';

jest.setTimeout(120_000);

const API = '/api/urumi-stores';

describe.each(databases.eachSupportedId())('placement on %s', databaseId => {
  let knex: Knex;
  let backend: Awaited<ReturnType<typeof startStoresBackend>>;

  afterEach(async () => {
    await backend.stop();
  });

  async function start(clusters: JsonObject[]) {
    knex = await databases.init(databaseId);
    const kubeconfig = deadCluster();
    backend = await startStoresBackend({
      knex,
      kubeconfig,
      config: {
        clusters: clusters.map(cluster => ({ kubeconfig, ...cluster })),
      },
    });
  }

  const create = (body: object = {}) =>
    request(backend.server)
      .post(`${API}/stores`)
      .set('authorization', asUser('sana'))
      .send(body);

  async function storeOf({ body }: request.Response) {
    const answer = await request(backend.server)
      .get(`${API}/stores/${body.store_id}`)
      .set('authorization', asUser('sana'))
      .expect(200);
    return answer.body;
  }

  async function livingByCluster() {
    const rows: { cluster: string; living: number | string }[] = await knex(
      'stores',
    )
      .whereNot('status', 'DELETED')
      .groupBy('cluster')
      .select('cluster')
      .count({ living: '*' });
    return Object.fromEntries(
      rows.map(({ cluster, living }) => [cluster, Number(living)]),
    );
  }

  it('fills clusters by free capacity, and never further, however many race', async () => {
    await start([
      { name: 'west', capacity: 3 },
      { name: 'east', capacity: 5 },
    ]);
    const answers = await Promise.all(
      Array.from({ length: 24 }, () => create()),
    );
    const refused = answers.filter(({ status }) => status !== 202);
    expect(answers.length - refused.length).toBe(8);
    expect(await livingByCluster()).toEqual({ west: 3, east: 5 });
    expect(new Set(refused.map(({ body }) => body.detail))).toEqual(
      new Set([
        "The capacity of the clusters is reached: 'west' holds 3 of 3, 'east' holds 5 of 5 stores; delete a store, or ask a platform operator for more",
      ]),
    );
    const preview = await request(backend.server)
      .post(`${API}/stores?dry_run=true`)
      .set('authorization', asUser('sana'))
      .send({})
      .expect(200);
    expect(preview.body.problems).toContainEqual(
      expect.objectContaining({ code: 'ClusterFull' }),
    );
    const { body: clusters } = await request(backend.server)
      .get(`${API}/clusters`)
      .set('authorization', asUser('sana'));
    expect(clusters).toMatchObject([
      { name: 'west', labels: {}, capacity: { used: 3, allowed: 3, left: 0 } },
      { name: 'east', labels: {}, capacity: { used: 5, allowed: 5, left: 0 } },
    ]);
  });

  it('records where a store went and why, and gives it the names of that cluster', async () => {
    await start([
      { name: 'west', capacity: 9, baseDomain: 'west.example.com' },
      { name: 'east', capacity: 10, baseDomain: 'east.example.com' },
    ]);
    const roomiest = await storeOf(await create());
    expect(roomiest).toMatchObject({
      cluster: 'east',
      hostname: `store-${roomiest.id}.east.example.com`,
    });
    expect(roomiest.events.at(-1)).toMatchObject({
      event_type: 'queued',
      message: expect.stringContaining(
        "it goes to cluster 'east', which has the most room (10 of 10 left)",
      ),
      data: { cluster: 'east', placed_by: 'capacity' },
    });
    const asked = await storeOf(await create({ cluster: 'west' }));
    expect(asked).toMatchObject({
      cluster: 'west',
      hostname: `store-${asked.id}.west.example.com`,
    });
    expect(asked.events.at(-1).data).toMatchObject({ placed_by: 'request' });
  });

  it('goes by labels, and says which there are when no cluster has them', async () => {
    await start([
      { name: 'west', labels: { region: 'us', tier: 'gold' } },
      { name: 'east', labels: { region: 'eu' } },
    ]);
    const store = await storeOf(
      await create({ cluster_labels: { region: 'eu' } }),
    );
    expect(store.cluster).toBe('east');
    expect(store.events.at(-1).data).toMatchObject({ placed_by: 'labels' });
    const both = { region: 'eu', tier: 'gold' };
    const none = await create({ cluster_labels: both }).expect(422);
    expect(none.body.detail).toEqual([
      {
        loc: ['body', 'cluster_labels'],
        msg: 'no cluster has these labels; there are: west with region=us, tier=gold; east with region=eu',
        type: 'value_error',
      },
    ]);
    for (const [body, field] of [
      [{ cluster: 'east', cluster_labels: { region: 'eu' } }, 'cluster_labels'],
      [{ cluster_labels: { region: 7 } }, 'cluster_labels'],
      [{ cluster: 'south' }, 'cluster'],
    ] as const) {
      const answer = await create(body).expect(422);
      expect(answer.body.detail[0].loc.slice(0, 2)).toEqual(['body', field]);
    }
  });

  it('holds a request for one cluster to its capacity, failed stores included', async () => {
    await start([{ name: 'west', capacity: 1 }, { name: 'east' }]);
    const { body } = await create({ cluster: 'west' }).expect(202);
    await knex('stores')
      .where({ id: body.store_id })
      .update({ status: 'FAILED' });
    const full = await create({ cluster: 'west' }).expect(409);
    expect(full.body.detail).toMatch(
      /^The capacity of the cluster is reached: 'west' holds 1 of 1 stores/,
    );
    expect((await storeOf(await create())).cluster).toBe('east');
  });
});
