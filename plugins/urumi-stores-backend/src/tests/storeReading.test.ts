import request from 'supertest';
import { asService, asUser } from '../__testUtils__/storesBackend';
import { storesWithoutCluster } from '../__testUtils__/storesWithoutCluster';
import { databases, postgresId } from '../__testUtils__/testDatabase';
import { eventually } from '../__testUtils__/TestStore';

jest.setTimeout(120_000);

describe.each(databases.eachSupportedId())('stores API on %s', databaseId => {
  const start = storesWithoutCluster(databaseId);

  it('pages through stores by cursor, filters them, and finds them by the start of their name', async () => {
    const api = await start({ limits: { writesPerMinute: 100 } });
    for (let i = 0; i < 7; i++) {
      await api.post(asService(), {
        display_name: `Shop ${i}%_`,
        owner: i % 2 ? 'group:default/storefront' : 'group:default/marketing',
      });
    }
    const seen: string[] = [];
    let path = '?limit=3&count=true';
    for (let page = 0; page < 4 && path; page++) {
      const answer = await api.get(asUser('sana'), path);
      expect(answer.headers['x-total-count']).toBe('7');
      seen.push(
        ...answer.body.map((s: { display_name: string }) => s.display_name),
      );
      path =
        /stores(\?[^>]*)>; rel="next"/.exec(answer.headers.link)?.[1] ?? '';
    }
    expect(seen).toEqual([6, 5, 4, 3, 2, 1, 0].map(i => `Shop ${i}%_`));
    const owned = await api.get(
      asUser('sana'),
      '?owner=group:default/storefront&sort=created_at',
    );
    expect(owned.body).toHaveLength(3);
    expect((await api.get(asUser('sana'), '?q=shop%205')).body).toHaveLength(1);
    expect((await api.get(asUser('sana'), '?q=%25')).body).toHaveLength(0);
    const tampered = await api.get(asUser('sana'), '?cursor=abc.def');
    expect(tampered.status).toBe(422);
    expect(tampered.body.detail).toMatchObject([{ loc: ['query', 'cursor'] }]);
  });

  it('gives the stores that are asked for by id, of those that the caller may see', async () => {
    const api = await start({ limits: { writesPerMinute: 100 } });
    const [mine, alsoMine, theirs] = await Promise.all(
      ['storefront', 'storefront', 'marketing'].map(async team => {
        const { body } = await api.post(asService(), {
          owner: `group:default/${team}`,
        });
        return String(body.store_id);
      }),
    );
    const unknown = '019ab3c4-5d6e-7f80-9a0b-1c2d3e4f5a6b';
    const idsOf = async (headers: string, query: string) => {
      const { status, body } = await api.get(headers, query);
      expect(status).toBe(200);
      return body.map(({ id }: { id: string }) => id).sort();
    };
    expect(
      await idsOf(asService(), `?id=${mine}&id=${theirs}&id=${unknown}`),
    ).toEqual([mine, theirs].sort());
    expect(await idsOf(asService(), `?id=${mine},${alsoMine},${mine}`)).toEqual(
      [mine, alsoMine].sort(),
    );
    expect(
      await idsOf(
        asService(),
        `?id=${mine},${theirs}&owner=group:default/marketing`,
      ),
    ).toEqual([theirs]);
    expect((await api.get(asService(), '?id=x')).status).toBe(422);
  });

  it('fails nothing while the cluster is away, and says so', async () => {
    const api = await start();
    const { body } = await api.post(asUser('sana'), {});
    for (let tries = 0; tries < 400; tries++) {
      const { waiting_for } = await api.knex('provisioning_jobs').first();
      if (waiting_for === 'cluster') {
        break;
      }
      await new Promise(resolve => setTimeout(resolve, 50));
    }
    const { body: store } = await api.get(asUser('sana'), `/${body.store_id}`);
    expect(store.status).toBe('PROVISIONING');
    expect(store.job).toMatchObject({ attempt: 0, waiting_for: 'cluster' });
    expect(
      store.conditions.find((c: { type: string }) => c.type === 'Progressing'),
    ).toMatchObject({ state: 'true', reason: 'ClusterUnreachable' });
    const ready = await request(api.server).get('/api/urumi-stores/readyz');
    expect(ready.status).toBe(200);
    expect(ready.body.clusters).toMatchObject([
      {
        name: 'local',
        reachable: false,
        incident: { code: 'ClusterUnreachable', stores_waiting: 1 },
      },
    ]);
    const clusters = (user: string) =>
      request(api.server)
        .get('/api/urumi-stores/clusters')
        .set('authorization', asUser(user));
    expect((await clusters('marco')).body).toEqual([
      { ...ready.body.clusters[0], labels: {}, capacity: null },
    ]);
    expect((await clusters('eve')).status).toBe(403);
    expect(
      (await api.get(asUser('sana'), `/${body.store_id}/resources`)).status,
    ).toBe(503);
    expect(
      (await api.get(asUser('sana'), `/${body.store_id}/credentials`)).status,
    ).toBe(503);
  });
});

// SQLite reads on one connection, one transaction after the other.
if (postgresId) {
  const databaseId = postgresId;
  describe(`a store on ${databaseId}`, () => {
    const start = storesWithoutCluster(databaseId);

    it('is shown with its job as both are at one moment', async () => {
      const api = await start();
      const { body } = await api.post(asUser('sana'), {});
      const answer = await api.knex.transaction(async trx => {
        await trx.raw('LOCK TABLE provisioning_jobs IN ACCESS EXCLUSIVE MODE');
        const reading = api
          .get(asUser('sana'), `/${body.store_id}`)
          .then(response => response);
        await eventually(async () => {
          const { rows } = await api.knex.raw(
            `SELECT 1 FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'select%CASE WHEN status IN (%'`,
          );
          return rows.length > 0;
        }, 'the store is read, and its job about to be');
        await trx('stores').update({ display_name: 'After' });
        await trx('provisioning_jobs').update({ max_attempts: 77 });
        return { reading };
      });
      const now = { display_name: 'After', job: { max_attempts: 77 } };
      const { body: shown } = await answer.reading;
      expect(shown.display_name).not.toBe(now.display_name);
      expect(shown.job.max_attempts).not.toBe(now.job.max_attempts);
      const { body: after } = await api.get(
        asUser('sana'),
        `/${body.store_id}`,
      );
      expect(after).toMatchObject(now);
    });
  });
}
