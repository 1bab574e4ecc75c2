import {
  ShopAnswer,
  ShopRequest,
  ShopServer,
} from '../__testUtils__/ShopServer';
import { TestStore } from '../__testUtils__/TestStore';
import { StoreRow } from '../database/rows';
import { woocommerceProbe } from '../engines/woocommerceProbe';
import { CREDENTIALS_SECRET } from '../jobs/plan';
import { StoreTools } from '../jobs/StoreTools';
import { ClusterClient, ensureCredentialsSecret } from '../kubernetes';
import { openShop } from './openShop';

jest.setTimeout(60_000);

describe('openShop', () => {
  let client: ClusterClient;
  let store: TestStore;
  let shop: ShopServer | undefined;

  beforeAll(async () => {
    client = await TestStore.connect();
  });

  beforeEach(async () => {
    store = new TestStore(client);
    await store.createNamespace();
    await ensureCredentialsSecret(client, {
      namespace: store.namespace,
      name: CREDENTIALS_SECRET,
      labels: store.labels,
      generate: () => ({ password: 'canary' }),
    });
  });

  afterEach(async () => {
    await shop?.stop();
    shop = undefined;
    await store.remove();
  });

  afterAll(() => client.close());

  /** Opens a shop that answers like that. */
  async function open(
    answer: (request: ShopRequest) => ShopAnswer | undefined,
  ) {
    shop = await ShopServer.start(answer);
    const tools = {
      engine: { probe: woocommerceProbe },
      cluster: {
        client,
        config: { scheme: 'http', port: 80, ingressAddress: shop.address },
      },
    } as unknown as StoreTools;
    const row = {
      id: store.id,
      namespace: store.namespace,
      hostname: 'shop.test',
      parameters: '{}',
    } as StoreRow;
    return openShop(tools, row, AbortSignal.timeout(40_000));
  }

  const isWell = ({ call }: ShopRequest): ShopAnswer =>
    call.startsWith('GET /urumi-store.json')
      ? { body: { store_id: store.id, engine: 'woocommerce', ready: true } }
      : { headers: { 'x-urumi-store': store.id }, body: [] };

  it('recognises the store by reading alone: no order is placed', async () => {
    await expect(open(isWell)).resolves.toBeUndefined();
    const calls = shop?.requests.map(({ call }) => call) ?? [];
    expect(calls.length).toBeGreaterThan(0);
    expect(calls.filter(call => !call.startsWith('GET '))).toEqual([]);
  });

  it('forgives a shop that is busy once', async () => {
    let asked = 0;
    await expect(
      open(request => (++asked === 1 ? undefined : isWell(request))),
    ).resolves.toBeUndefined();
  });

  it.each([
    [
      'a default backend',
      (): ShopAnswer => ({ status: 404, body: 'default backend' }),
      'WrongStore',
      'Ingress: ',
    ],
    [
      'no pod behind the ingress',
      (): ShopAnswer => ({ status: 502, body: 'Bad Gateway' }),
      'PodUnreachable',
      'Pod: ',
    ],
  ])('names the layer that fails: %s', async (_, answer, code, layer) => {
    const cause = await open(answer);
    expect(cause).toMatchObject({ code, owner: 'platform_operator' });
    expect(cause?.message.startsWith(layer)).toBe(true);
  });

  it('says that the passwords are gone', async () => {
    await client.delete(store.path('v1', 'Secret', CREDENTIALS_SECRET));
    await expect(open(isWell)).resolves.toMatchObject({
      code: 'CredentialsMissing',
    });
  });
});
