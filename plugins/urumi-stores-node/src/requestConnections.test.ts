import { JsonValue } from '@backstage/types';
import { createHmac } from 'node:crypto';
import { requestConnections } from './requestConnections';
import { StoreProbeRequest } from './StoreProbe';

const targets = [
  { name: 'own database', host: 'database', port: 5432 },
  { name: 'metadata', host: '169.254.169.254', port: 80 },
];

/** A shop that answers every request in the same way, and what it got. */
function shop(status: number, answer: JsonValue) {
  const requests: StoreProbeRequest[] = [];
  return {
    requests,
    context: {
      credentials: { 'probe-key': 'the key' },
      request: async (request: StoreProbeRequest) => {
        requests.push(request);
        return {
          status,
          headers: {},
          text: JSON.stringify(answer),
          json: () => answer,
        };
      },
    },
  };
}

describe('requestConnections', () => {
  it('signs what it sends, and gives the attempts in the order asked for', async () => {
    const { context, requests } = shop(200, {
      attempts: [
        { name: 'metadata', connected: false },
        { name: 'own database', connected: true },
      ],
    });
    await expect(requestConnections(context, targets)).resolves.toEqual([
      { name: 'own database', connected: true },
      { name: 'metadata', connected: false },
    ]);
    const raw =
      '{"targets":[{"name":"own database","host":"database","port":5432},{"name":"metadata","host":"169.254.169.254","port":80}]}';
    expect(requests).toEqual([
      {
        method: 'POST',
        path: '/urumi-store.json/connections',
        headers: {
          'x-urumi-signature': `sha256=${createHmac('sha256', 'the key')
            .update(raw)
            .digest('hex')}`,
        },
        body: JSON.parse(raw),
      },
    ]);
  });

  it('asks for no more than 32 at once', async () => {
    const many = Array.from({ length: 70 }, (_, index) => ({
      name: `target ${index}`,
      host: '10.0.0.1',
      port: index + 1,
    }));
    const { context, requests } = shop(200, {
      attempts: many.map(({ name }) => ({ name, connected: false })),
    });
    await expect(requestConnections(context, many)).resolves.toHaveLength(70);
    expect(
      requests.map(
        ({ body }) => (body as { targets: unknown[] }).targets.length,
      ),
    ).toEqual([32, 32, 6]);
  });

  it.each<[number, JsonValue, string, boolean]>([
    [403, {}, 'SignatureRefused', false],
    [404, {}, 'ConnectionsNotTried', true],
    [503, {}, 'ConnectionsNotTried', true],
    [400, {}, 'ConnectionsNotTried', false],
    [200, [], 'ConnectionsNotTried', false],
    [
      200,
      { attempts: [{ name: 'metadata', connected: false }] },
      'ConnectionsNotTried',
      false,
    ],
    [
      200,
      { attempts: targets.map(({ name }) => ({ name, connected: 'no' })) },
      'ConnectionsNotTried',
      false,
    ],
  ])(
    'takes %i with %j for no answer: %s',
    async (status, answer, code, retry) => {
      await expect(
        requestConnections(shop(status, answer).context, targets),
      ).rejects.toMatchObject({ name: 'StoreProbeError', code, retry });
    },
  );

  it('says that the credentials have no key', async () => {
    const { context, requests } = shop(200, {});
    await expect(
      requestConnections({ ...context, credentials: {} }, targets),
    ).rejects.toMatchObject({ code: 'NoProbeKey' });
    expect(requests).toEqual([]);
  });
});
