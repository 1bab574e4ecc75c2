import request from 'supertest';
import { asUser } from '../__testUtils__/storesBackend';
import { storesWithoutCluster } from '../__testUtils__/storesWithoutCluster';
import { databases } from '../__testUtils__/testDatabase';
import { findStore } from '../database/operations/findStore';

jest.setTimeout(120_000);

const UNKNOWN = '01a20ab2-f7a1-70f9-837b-eb5c6121c500';

describe.each(databases.eachSupportedId())('stores API on %s', databaseId => {
  const start = storesWithoutCluster(databaseId);

  it('lets members of the owning team change a store, and nobody else', async () => {
    const api = await start();
    const { body } = await api.post(asUser('sana'), {});
    const id = body.store_id;
    expect((await api.get(asUser('marco'), `/${id}`)).status).toBe(200);
    expect((await api.get(asUser('eve'), `/${id}`)).status).toBe(403);
    expect((await api.get(asUser('eve'))).status).toBe(403);
    expect((await api.remove(asUser('marco'), id)).status).toBe(403);
    expect((await api.retry(asUser('marco'), id)).status).toBe(403);
    expect((await api.reconcile(asUser('marco'), id)).status).toBe(403);
    expect((await api.get(asUser('marco'), `/${id}/credentials`)).status).toBe(
      403,
    );
    expect(
      (await api.post(asUser('marco'), { owner: 'group:default/storefront' }))
        .status,
    ).toBe(403);
    const unknownOwner = await api.post(asUser('olga'), {
      owner: 'group:default/nobody',
    });
    expect(unknownOwner.body.detail).toMatchObject([
      { loc: ['body', 'owner'] },
    ]);
    expect((await api.remove(asUser('olga'), id)).status).toBe(202);
  });

  it('answers 400 and 404 for ids, and 409 for what the state does not allow', async () => {
    const api = await start();
    for (const call of [
      api.get(asUser('sana'), '/..%2Fx'),
      api.remove(asUser('sana'), 'x'),
      api.retry(asUser('sana'), 'x'),
      api.reconcile(asUser('sana'), 'x'),
    ]) {
      expect((await call).status).toBe(400);
    }
    for (const call of [
      api.get(asUser('sana'), `/${UNKNOWN}`),
      api.remove(asUser('sana'), UNKNOWN),
      api.retry(asUser('sana'), UNKNOWN),
      api.reconcile(asUser('sana'), UNKNOWN),
    ]) {
      expect((await call).status).toBe(404);
    }
    const { body } = await api.post(asUser('sana'), {});
    const retried = await api.retry(asUser('sana'), body.store_id);
    expect(retried.status).toBe(409);
    expect(retried.body.detail).toMatch(
      /is (QUEUED|PROVISIONING); only a FAILED/,
    );
    const reconciled = await api.reconcile(asUser('sana'), body.store_id);
    expect(reconciled.status).toBe(409);
    expect(reconciled.body.detail).toMatch(
      /is (QUEUED|PROVISIONING); only a READY/,
    );
  });

  it('queues one reconcile of a READY store, in the name of its owner, and audits it', async () => {
    const api = await start();
    const { body } = await api.post(asUser('sana'), {});
    const id = body.store_id;
    await api.knex('stores').where({ id }).update({ status: 'READY' });
    const first = await api.reconcile(asUser('sana'), id);
    expect(first.status).toBe(202);
    expect(first.body).toMatchObject({ store_id: id, status: 'READY' });
    const again = await api.reconcile(asUser('sana'), id);
    expect(again.body).toEqual(first.body);
    const { body: store } = await api.get(asUser('sana'), `/${id}`);
    // Not the newest one for long: the worker begins at once.
    expect(store.events).toContainEqual(
      expect.objectContaining({
        event_type: 'reconcile.queued',
        actor: 'user:default/sana',
        job_id: first.body.queued_job_id,
      }),
    );
    expect(store.health).toEqual({ cause: null, drift: [] });
    expect(api.auditor.createEvent).toHaveBeenCalledWith(
      expect.objectContaining({ eventId: 'store-reconcile' }),
    );
  });

  it('answers a repeated delete with the job that runs, and counts the store until it is gone', async () => {
    const api = await start();
    const { body } = await api.post(asUser('sana'), {});
    const first = await api.remove(asUser('sana'), body.store_id);
    expect(first.body).toMatchObject({
      store_id: body.store_id,
      status: 'DELETING',
    });
    const again = await api.remove(asUser('sana'), body.store_id);
    expect(again.body).toEqual(first.body);
    const store = await findStore(api.knex, body.store_id);
    expect(store).toMatchObject({ status: 'DELETING', desired: 'absent' });
    const limits = await request(api.server)
      .get('/api/urumi-stores/limits')
      .set('authorization', asUser('sana'));
    expect(limits.body.stores_per_owner).toEqual({
      used: 1,
      allowed: 50,
      left: 49,
    });
  });
});
