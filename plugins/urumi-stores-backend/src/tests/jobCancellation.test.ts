import { Knex } from 'knex';
import request from 'supertest';
import { findJob } from '../database/operations/jobs';
import {
  asUser,
  deadCluster,
  startStoresBackend,
} from '../__testUtils__/storesBackend';
import { StoresApi } from '../__testUtils__/StoresApi';
import { databases } from '../__testUtils__/testDatabase';
import { untilJob } from '../__testUtils__/untilStored';

jest.setTimeout(120_000);

const UNKNOWN = '01a20ab2-f7a1-70f9-837b-eb5c6121c500';

describe.each(databases.eachSupportedId())('jobs API on %s', databaseId => {
  let knex: Knex;
  let backend: Awaited<ReturnType<typeof startStoresBackend>>;

  beforeEach(async () => {
    knex = await databases.init(databaseId);
    backend = await startStoresBackend({ knex, kubeconfig: deadCluster() });
  });
  afterEach(async () => {
    await backend.stop();
  });

  const as = (user: string) =>
    new StoresApi({
      server: () => backend.server,
      authorization: asUser(user),
    });

  const cancel = (user: string, jobId: string) =>
    request(backend.server)
      .post(`/api/urumi-stores/jobs/${jobId}/cancel`)
      .set('authorization', asUser(user));

  /** A store whose installation waits for a cluster that never answers. */
  async function parkedStore() {
    const store = await as('sana').create({ parameters: { currency: 'EUR' } });
    await untilJob(
      knex,
      store.queued_job_id,
      ({ waiting_for }) => waiting_for === 'cluster',
    );
    return store;
  }

  it('lets the people of a store cancel its installation, which then can be retried as it was asked for', async () => {
    const { store_id: id, queued_job_id: jobId } = await parkedStore();
    const answer = await cancel('sana', jobId);
    expect(answer.status).toBe(202);
    expect(answer.body).toMatchObject({ id: jobId, state: 'CANCELLED' });
    const store = await as('sana').get(id);
    expect(store).toMatchObject({
      status: 'FAILED',
      failure: { code: 'Cancelled', owner: 'store_owner' },
      job: { state: 'CANCELLED' },
    });
    expect(store.steps.map(({ state }) => state)).toEqual([
      'failed',
      ...Array(6).fill('pending'),
    ]);
    expect(
      store.events.map(({ event_type: type, actor }) => [type, actor]),
    ).toEqual(
      expect.arrayContaining([
        ['job.cancel_requested', 'user:default/sana'],
        ['job.cancelled', 'user:default/sana'],
      ]),
    );
    expect(backend.auditor.createEvent).toHaveBeenCalledWith(
      expect.objectContaining({
        eventId: 'job-cancel',
        meta: { actor: 'user:default/sana', storeId: id, jobId },
      }),
    );

    const again = await cancel('sana', jobId);
    expect(again.status).toBe(409);
    expect(again.body.detail).toContain('is CANCELLED');

    // Whatever becomes of the store's row meanwhile, the retry does what was asked for first.
    await knex('stores').update({ plan: 'large', parameters: '{}' });
    const retried = await as('sana').retry(id);
    const [first, second] = await Promise.all(
      [jobId, retried.queued_job_id].map(async job => findJob(knex, job)),
    );
    expect(first).toMatchObject({ payload_schema: 1 });
    expect(second).toMatchObject({ payload_schema: 1 });
    const frozen = JSON.parse(first?.payload ?? '');
    expect(frozen).toMatchObject({
      schema: 1,
      input: {
        plan: 'small',
        parameters: { currency: 'EUR' },
        chart_version: expect.any(String),
      },
    });
    expect(JSON.parse(second?.payload ?? '')).toEqual({
      ...frozen,
      retry: true,
    });
  });

  it('leaves a READY store as it was when its reconcile is cancelled', async () => {
    const { store_id: id, queued_job_id: jobId } = await parkedStore();
    await cancel('sana', jobId);
    await knex('stores')
      .where({ id })
      .update({ status: 'READY', failure: null });
    const { body } = await as('sana').call('post', `/stores/${id}/reconcile`);
    expect((await cancel('sana', body.queued_job_id)).status).toBe(202);
    await untilJob(
      knex,
      body.queued_job_id,
      ({ status }) => status === 'CANCELLED',
    );
    const { status, conditions } = await as('sana').get(id);
    expect(status).toBe('READY');
    expect(conditions).toContainEqual(
      expect.objectContaining({
        type: 'Progressing',
        state: 'false',
        reason: 'Cancelled',
      }),
    );
  });

  it("lets who looks after the fleet cancel other people's jobs, and nobody else", async () => {
    const { queued_job_id: jobId } = await parkedStore();
    for (const user of ['marco', 'eve']) {
      const refused = await cancel(user, jobId);
      expect(refused.status).toBe(403);
    }
    expect((await findJob(knex, jobId))?.status).not.toBe('CANCELLED');
    const answer = await cancel('otto', jobId);
    expect(answer.status).toBe(202);
    expect(answer.body).toMatchObject({ state: 'CANCELLED' });
  });

  it('cancels no delete: a delete beats everything', async () => {
    const { store_id: id, queued_job_id: jobId } = await parkedStore();
    const removal = await as('sana').delete(id);
    expect(removal.status).toBe('DELETING');
    expect((await findJob(knex, jobId))?.status).toBe('CANCELLED');
    const answer = await cancel('sana', removal.queued_job_id);
    expect(answer.status).toBe(409);
    expect(answer.body.detail).toContain('cannot be taken back');
    const retried = await as('sana').call('post', `/stores/${id}/retry`);
    expect(retried.status).toBe(409);
    expect(await as('sana').get(id)).toMatchObject({ status: 'DELETING' });
  });

  it('answers 400 and 404 for ids', async () => {
    expect((await cancel('sana', 'x')).status).toBe(400);
    expect((await cancel('sana', UNKNOWN)).status).toBe(404);
  });
});
