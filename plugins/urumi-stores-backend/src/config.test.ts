import { mockServices } from '@backstage/backend-test-utils';
import { JsonObject, JsonValue } from '@backstage/types';
import { readConfigKeys } from './__testUtils__/configKeys';
import { readUrumiStoresConfig } from './config';

const read = (urumiStores: JsonObject) =>
  readUrumiStoresConfig(mockServices.rootConfig({ data: { urumiStores } }));

const cluster = (keys: JsonObject): JsonObject => ({
  clusters: [{ name: 'west', ...keys }],
});
const withServer = (keys: JsonObject) =>
  cluster({ server: 'https://10.0.0.1:6443', ...keys });
const limits = (keys: JsonObject): JsonObject => ({ limits: keys });

/** A key of `config.d.ts`, a value that is wrong there, and what the error must say. */
type WrongValue = [key: string, config: JsonObject, message: RegExp];

const wholeNumber = /must be a whole number from 1 on$/;
const numbers: [string, (value: JsonValue) => JsonObject][] = [
  ['clusters[].capacity', capacity => cluster({ capacity })],
  ['limits.storesPerOwner', storesPerOwner => limits({ storesPerOwner })],
  ['limits.storesPerPerson', storesPerPerson => limits({ storesPerPerson })],
  ['limits.storesTotal', storesTotal => limits({ storesTotal })],
  ['limits.writesPerMinute', writesPerMinute => limits({ writesPerMinute })],
  ['limits.createsPerMinute', createsPerMinute => limits({ createsPerMinute })],
  ['limits.deletesPerMinute', deletesPerMinute => limits({ deletesPerMinute })],
  [
    'limits.plans.<planName>.storesPerOwner',
    storesPerOwner => limits({ plans: { small: { storesPerOwner } } }),
  ],
  [
    'limits.plans.<planName>.storesTotal',
    storesTotal => limits({ plans: { small: { storesTotal } } }),
  ],
  ['worker.concurrency', concurrency => ({ worker: { concurrency } })],
];
const durations: [string, (value: JsonValue) => JsonObject][] = [
  ['worker.leaseDuration', leaseDuration => ({ worker: { leaseDuration } })],
  ['worker.pollInterval', pollInterval => ({ worker: { pollInterval } })],
  ['health.interval', interval => ({ health: { interval } })],
];
const texts: [string, (value: JsonValue) => JsonObject][] = [
  ['clusters[].kubeconfig', kubeconfig => cluster({ kubeconfig })],
  ['clusters[].context', context => cluster({ kubeconfig: 'k', context })],
  ['clusters[].tokenFile', tokenFile => withServer({ tokenFile })],
  ['clusters[].token', token => withServer({ token })],
  ['clusters[].caFile', caFile => withServer({ token: 't', caFile })],
  ['helm.binary', binary => ({ helm: { binary } })],
  ['helm.registryConfig', registryConfig => ({ helm: { registryConfig } })],
  ['helm.chartCache', chartCache => ({ helm: { chartCache } })],
  ['chartsDirectory', chartsDirectory => ({ chartsDirectory })],
  ['images.registry', registry => ({ images: { registry } })],
];

const wrong: WrongValue[] = [
  ...numbers.flatMap(([key, config]): WrongValue[] =>
    [0, -1, 1.5, 'many', '1e3', [], true].map(value => [
      key,
      config(value),
      wholeNumber,
    ]),
  ),
  ...durations.flatMap(([key, config]): WrongValue[] =>
    [0, '5 apples', { minutes: 'x' }, { milliseconds: 9 }, []].map(value => [
      key,
      config(value),
      /must be a duration of at least 10 ms/,
    ]),
  ),
  ...texts.flatMap(([key, config]): WrongValue[] =>
    ['', 7, {}, ['x']].map(value => [key, config(value), /must be a text$/]),
  ),
  ['defaultOwner', { defaultOwner: 'platform' }, /entity ref of a group or/],
  ['defaultOwner', { defaultOwner: 'component:a/b' }, /entity ref of a group/],
  ['platformName', { platformName: 'a b' }, /must be a label value/],
  ['clusters[].name', { clusters: [{}] }, /is missing; it must be a text/],
  ['clusters[].name', cluster({ name: 'n'.repeat(64) }), /1 to 63 characters/],
  ['clusters[].server', cluster({ server: 'http://x' }), /an https address/],
  ['clusters[].labels.<name>', cluster({ labels: { region: 'a b' } }), /label/],
  ['clusters[].labels.<name>', cluster({ labels: { region: 1 } }), /label/],
  ['clusters[].baseDomain', cluster({ baseDomain: 'Shops!' }), /domain name/],
  ['clusters[].scheme', cluster({ scheme: 'ftp' }), /must be http or https/],
  ['clusters[].port', cluster({ port: 0 }), /a whole number from 1 to 65535/],
  ['clusters[].port', cluster({ port: 65_536 }), /from 1 to 65535/],
  [
    'clusters[].ingressNamespace',
    cluster({ ingressNamespace: 'A' }),
    /name of/,
  ],
  ['clusters[].dnsNamespace', cluster({ dnsNamespace: '-' }), /name of a Kube/],
  [
    'clusters[].ingressClassName',
    cluster({ ingressClassName: '/' }),
    /name of/,
  ],
  ['clusters[].storeRole', cluster({ storeRole: '/' }), /name of/],
  ['clusters[].storageClassName', cluster({ storageClassName: 1 }), /name of/],
  ['clusters[].ingressAddress', cluster({ ingressAddress: 'a/b' }), /a host/],
  ['helm.plainHttp', { helm: { plainHttp: 'perhaps' } }, /true or false/],
  [
    'upgrades.rollBackOnFailure',
    { upgrades: { rollBackOnFailure: 2 } },
    /true or false/,
  ],
  ...['ready', 'failed', 'degraded', 'deleted'].map(
    (kind): WrongValue => [
      `notifications.${kind}`,
      { notifications: { [kind]: 'never' } },
      /true or false/,
    ],
  ),
  [
    'engines.<engineId>.chart',
    { engines: { woocommerce: { chart: 'oci://r.example.com/c:1.0.0' } } },
    /a folder, or a chart in a registry by its digest/,
  ],
  [
    'engines.<engineId>.chart',
    { engines: { woocommerce: { chart: 'oci://r.example.com/c@sha256:12' } } },
    /a folder, or a chart in a registry by its digest/,
  ],
  ['disabledEngines', { disabledEngines: 'woocommerce' }, /must be a list/],
  ['disabledEngines', { disabledEngines: [1] }, /must be a text/],
  [
    'images.versions.<imageName>',
    { images: { versions: { mariadb: 'latest' } } },
    /a tag other than latest/,
  ],
  ...['{}', 'x', 7].map(
    (dockerConfigJson): WrongValue => [
      'images.pullSecrets[].dockerConfigJson',
      { images: { pullSecrets: [{ dockerConfigJson }] } },
      /is wrong; it must be JSON with the key auths/,
    ],
  ),
];

/** As the error names the key. */
function toPattern(key: string): RegExp {
  const path = key
    .replace(/[.]/g, '\\.')
    .replace(/\[\]/g, '\\[\\d+\\]')
    .replace(/<\w+>/g, '[a-z]+');
  return new RegExp(`^urumiStores\\.${path}(\\[0\\])? `);
}

describe('the configuration', () => {
  it.each(wrong)('%s is refused as %j', (key, config, message) => {
    const act = () => read(config);
    expect(act).toThrow(toPattern(key));
    expect(act).toThrow(message);
  });

  it('has a wrong value above for every key of config.d.ts, and no other', () => {
    expect([...new Set(wrong.map(([key]) => key))].sort()).toEqual(
      readConfigKeys()
        .map(({ path }) => path)
        .sort(),
    );
  });

  it.each<[string, JsonObject]>([
    ['urumiStores.limit is not known; urumiStores may have: ', { limit: {} }],
    [
      'urumiStores.limits.storesPerUser is not known; ',
      limits({ storesPerUser: 1 }),
    ],
    [
      'urumiStores.limits.plans.small.stores is not known; ',
      limits({ plans: { small: { stores: 1 } } }),
    ],
    ['urumiStores.clusters[0].url is not known; ', cluster({ url: 'x' })],
    ['urumiStores.helm.timeout is not known; ', { helm: { timeout: 1 } }],
    ['urumiStores.worker.slots is not known; ', { worker: { slots: 1 } }],
    ['urumiStores.images.tag is not known; ', { images: { tag: 'x' } }],
    ['urumiStores.clusters is {"name":"a"}; ', { clusters: { name: 'a' } }],
    ['urumiStores.limits is 7; it must be a block', { limits: 7 }],
    [
      "Two clusters in urumiStores.clusters are named 'a'",
      { clusters: [{ name: 'a' }, { name: 'a' }] },
    ],
    [
      'urumiStores.clusters[0].context is of no use without urumiStores.clusters[0].kubeconfig',
      cluster({ context: 'c' }),
    ],
    [
      'urumiStores.clusters[0].tokenFile is of no use without',
      cluster({ tokenFile: 't' }),
    ],
    ['urumiStores.clusters[0].server needs a token', withServer({})],
    [
      'urumiStores.clusters[0].server needs a token; give either',
      withServer({ token: 't', tokenFile: 'f' }),
    ],
    [
      'urumiStores.clusters[0].server and urumiStores.clusters[0].kubeconfig are both set',
      withServer({ token: 't', kubeconfig: 'k' }),
    ],
    [
      "urumiStores.clusters[0].labels has the name 'a b'",
      cluster({ labels: { 'a b': 'c' } }),
    ],
  ])('is refused with %s', (message, config) => {
    expect(() => read(config)).toThrow(message);
  });

  it('never quotes a secret', () => {
    const token = { secret: 'canary-token' };
    expect(() => read(withServer({ token }))).not.toThrow(/canary/);
    expect(() => read(withServer({ token }))).toThrow(/token is wrong/);
  });

  it('has its defaults where nothing is said', () => {
    const { clusters, ...rest } = read({ clusters: [{ name: 'a' }] });
    expect(clusters).toEqual([
      expect.objectContaining({
        baseDomain: 'localhost',
        scheme: 'http',
        port: 80,
        ingressNamespace: 'ingress',
        dnsNamespace: 'kube-system',
        labels: {},
        capacity: undefined,
      }),
    ]);
    expect(rest).toEqual({
      defaultOwner: 'group:default/platform',
      helm: {
        binary: 'helm',
        registryConfig: undefined,
        plainHttp: false,
        chartCache: undefined,
      },
      chartsDirectory: undefined,
      chartLocations: {},
      disabledEngines: [],
      images: { registry: undefined, versions: {}, pullSecrets: [] },
      limits: {
        storesPerOwner: 50,
        storesPerPerson: 100,
        storesTotal: 500,
        writesPerMinute: 120,
        createsPerMinute: 120,
        deletesPerMinute: 120,
        plans: {},
      },
      worker: { concurrency: 4, leaseMs: 30_000, pollMs: 1_000 },
      health: { intervalMs: 600_000 },
      upgrades: { rollBackOnFailure: true },
      notifications: {
        ready: true,
        failed: true,
        degraded: true,
        deleted: true,
      },
    });
  });

  it('takes what it is told, as text from the environment too', () => {
    const dockerConfigJson = '{"auths":{"r.example.com":{"auth":"eDp5"}}}';
    const chart = `oci://r.example.com/charts/woocommerce:0.1.0@sha256:${'a'.repeat(
      64,
    )}`;
    expect(
      read({
        clusters: [
          {
            name: 'west',
            server: 'https://10.0.0.1:6443',
            tokenFile: '/run/token',
            labels: { region: 'eu' },
            capacity: '200',
            port: '8080',
            ingressAddress: '[::1]:8080',
            baseDomain: null,
          },
        ],
        engines: { woocommerce: { chart } },
        helm: { plainHttp: 'true' },
        images: {
          registry: 'r.example.com/urumi/',
          versions: { mariadb: '11.8.9' },
          pullSecrets: [{ dockerConfigJson }],
        },
        limits: {
          writesPerMinute: 60,
          plans: { large: { storesPerOwner: 2 } },
        },
        worker: { pollInterval: '2s', leaseDuration: { minutes: 1 } },
        health: { interval: 'PT5M' },
      }),
    ).toMatchObject({
      clusters: [
        {
          capacity: 200,
          port: 8080,
          labels: { region: 'eu' },
          baseDomain: 'localhost',
        },
      ],
      chartLocations: { woocommerce: chart },
      helm: { plainHttp: true },
      images: {
        registry: 'r.example.com/urumi',
        versions: { mariadb: '11.8.9' },
        pullSecrets: [dockerConfigJson],
      },
      limits: {
        createsPerMinute: 60,
        plans: { large: { storesPerOwner: 2, storesTotal: undefined } },
      },
      worker: { pollMs: 2_000, leaseMs: 60_000 },
      health: { intervalMs: 300_000 },
    });
  });
});
