import request from 'supertest';
import {
  AUTHORIZATION,
  createTestServer,
} from './__testUtils__/createTestServer';
import { ORPHAN } from './__testUtils__/exampleOfCluster';
import { STORE_ID } from './__testUtils__/exampleOfStore';

const ORPHANS = '/api/urumi-stores/orphans';

describe.each(['remove', 'adopt'] as const)('POST /orphans/%s', action => {
  const useCase = action === 'remove' ? 'removeOrphan' : 'adoptOrphan';
  const post = (
    { app }: ReturnType<typeof createTestServer>,
    query: string = '',
  ) =>
    request(app)
      .post(`${ORPHANS}/${action}${query}`)
      .set('Authorization', AUTHORIZATION);

  it('hands the object to the use case', async () => {
    const server = createTestServer();
    const { body } = await post(server).send(ORPHAN).expect(202);
    expect(body).toMatchObject(
      action === 'remove'
        ? { ...ORPHAN, state: 'removing' }
        : { store_id: STORE_ID, status: 'QUEUED' },
    );
    expect(server.stores.calls).toEqual([[useCase, { body: ORPHAN }]]);
  });

  it('names each field that is missing, unknown or wrong', async () => {
    const { body } = await post(createTestServer())
      .send({ kind: 'Pod', name: 'x\u0000', uid: 'u', force: true })
      .expect(422);
    expect(
      body.detail.map(({ loc }: { loc: string[] }) => loc.join('.')).sort(),
    ).toEqual(['body.cluster', 'body.force', 'body.kind', 'body.name']);
  });

  it('refuses a query and a body that is no JSON', async () => {
    const { body } = await post(createTestServer(), '?force=true')
      .send(ORPHAN)
      .expect(422);
    expect(body.detail[0].loc).toEqual(['query', 'force']);
    await post(createTestServer())
      .set('Content-Type', 'application/json')
      .send('{"cluster"')
      .expect(422);
  });
});
