import { asking, refusing, throttling } from '../../__testUtils__/faults';
import { ProxiedReleases } from '../../__testUtils__/ProxiedReleases';
import { reconcileRelease } from '../../helm/reconcileRelease';
import { removeRelease } from '../../helm/removeRelease';

jest.setTimeout(120_000);

const STATEFUL_SET = asking(/PATCH|POST/, /\/statefulsets/);
const RECORD = /\/secrets\/sh\.helm\.release/;

describe('refusals of the API server', () => {
  let releases: ProxiedReleases;

  beforeAll(async () => {
    releases = await ProxiedReleases.start();
  });

  afterEach(() => releases.proxy.heal());

  afterAll(() => releases.stop());

  it('for lack of a right name it, change nothing for the better, and heal with the right', async () => {
    const store = await releases.createStore();
    releases.proxy.inject({
      matches: STATEFUL_SET,
      fault: refusing(
        403,
        'Forbidden',
        `statefulsets.apps is forbidden: User "urumi" cannot create resource "statefulsets" in API group "apps" in the namespace "${store.namespace}"`,
      ),
    });
    const wanted = releases.wanted(store);
    await expect(reconcileRelease(wanted)).rejects.toMatchObject({
      classification: {
        code: 'PermissionMissing',
        errorClass: 'operator_fixable',
        infrastructure: false,
        message: expect.stringContaining(
          `cannot create resource "statefulsets" in API group "apps" in the namespace "${store.namespace}"`,
        ),
      },
    });
    await expect(releases.statuses(store)).resolves.toEqual(['1 failed']);

    releases.proxy.heal();
    await expect(reconcileRelease(wanted)).resolves.toMatchObject({
      revision: 2,
    });
  });

  it('to list Secrets never look like an absent or a removed release', async () => {
    const store = await releases.createStore();
    const wanted = releases.wanted(store);
    await reconcileRelease(wanted);
    releases.proxy.inject({
      matches: asking(/GET/, /\/secrets$/),
      fault: refusing(
        403,
        'Forbidden',
        'secrets is forbidden: User "urumi" cannot list resource "secrets"',
      ),
    });
    await expect(removeRelease(wanted)).rejects.toMatchObject({
      status: 403,
      message: expect.stringContaining('cannot list resource "secrets"'),
    });
    await expect(reconcileRelease(wanted)).rejects.toMatchObject({
      status: 403,
    });
    await expect(releases.statuses(store)).resolves.toEqual(['1 deployed']);
  });

  it('of outdated credentials are answered with fresh ones, once', async () => {
    const store = await releases.createStore();
    const unauthorized = refusing(401, 'Unauthorized', 'Unauthorized');
    const ours = releases.proxy.inject({
      matches: ({ userAgent }) => userAgent === 'urumi-stores',
      fault: unauthorized,
      times: 1,
    });
    const helms = releases.proxy.inject({
      matches: ({ userAgent, method, path }) =>
        userAgent !== 'urumi-stores' &&
        method === 'GET' &&
        /\/secrets/.test(path),
      fault: unauthorized,
      times: 1,
    });
    await expect(
      reconcileRelease(releases.wanted(store)),
    ).resolves.toMatchObject({ changed: true });
    expect([ours.hits(), helms.hits()]).toEqual([1, 1]);
    const [newest] = await releases.history(store);
    expect(newest.status).toBe('deployed');
  });

  it('of credentials that stay refused are the operator’s, and no store’s fault', async () => {
    const store = await releases.createStore();
    releases.proxy.inject({
      matches: ({ userAgent }) => userAgent !== 'urumi-stores',
      fault: refusing(401, 'Unauthorized', 'Unauthorized'),
    });
    await expect(
      reconcileRelease(releases.wanted(store)),
    ).rejects.toMatchObject({
      classification: {
        code: 'CredentialsRefused',
        errorClass: 'operator_fixable',
        infrastructure: true,
      },
    });
    await expect(releases.statuses(store)).resolves.toEqual([]);
  });

  it('for lack of time are waited out as long as the server says', async () => {
    const store = await releases.createStore();
    const busy = releases.proxy.inject({
      matches: STATEFUL_SET,
      fault: throttling(1),
      times: 2,
    });
    await expect(
      reconcileRelease(releases.wanted(store)),
    ).resolves.toMatchObject({ revision: 1 });
    expect(busy.hits()).toBe(2);

    releases.proxy.inject({
      matches: ({ userAgent }) => userAgent === 'urumi-stores',
      fault: throttling(7),
    });
    await expect(
      reconcileRelease(releases.wanted(store)),
    ).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      retryAfterMs: 7_000,
    });
  });

  it.each([
    [
      'a webhook that is down',
      500,
      'InternalError',
      'Internal error occurred: failed calling webhook "check.test": failed to call webhook: Post "https://check.test.svc:443/?timeout=5s": dial tcp 10.0.0.1:443: connect: connection refused',
      {
        code: 'AdmissionWebhookDown',
        errorClass: 'operator_fixable',
        infrastructure: true,
      },
    ],
    [
      'a webhook that says no',
      403,
      'Forbidden',
      'admission webhook "check.test" denied the request: image is not signed',
      {
        code: 'AdmissionRefused',
        errorClass: 'operator_fixable',
        infrastructure: false,
      },
    ],
    [
      'a quota',
      403,
      'Forbidden',
      'statefulsets.apps "db" is forbidden: exceeded quota: store, requested: count/statefulsets.apps=1, used: count/statefulsets.apps=1, limited: count/statefulsets.apps=1',
      {
        code: 'QuotaExceeded',
        errorClass: 'user_fixable',
        infrastructure: false,
      },
    ],
    [
      'a change of leader',
      500,
      'InternalError',
      'etcdserver: leader changed',
      {
        code: 'ClusterUnreachable',
        errorClass: 'retryable',
        infrastructure: true,
      },
    ],
    [
      'somebody who was faster',
      409,
      'Conflict',
      'Operation cannot be fulfilled on statefulsets.apps "db": the object has been modified; please apply your changes to the latest version and try again',
      {
        code: 'ReleaseRace',
        errorClass: 'retryable',
        infrastructure: false,
      },
    ],
  ])(
    'by %s leave a failed revision that the next attempt goes on from',
    async (_name, status, reason, message, classification) => {
      const store = await releases.createStore();
      releases.proxy.inject({
        matches: STATEFUL_SET,
        fault: refusing(status, reason, message),
      });
      const wanted = releases.wanted(store);
      await expect(reconcileRelease(wanted)).rejects.toMatchObject({
        classification: {
          ...classification,
          message: expect.stringContaining(message.slice(0, 40)),
        },
      });
      const [failed] = await releases.history(store);
      expect(failed.status).toBe('failed');

      releases.proxy.heal();
      const outcome = await reconcileRelease(wanted);
      expect(outcome.revision).toBe(failed.revision + 1);
      expect(outcome.inventory).toHaveLength(3);
    },
  );

  it.each([
    ['a Secret', 700_000],
    ['a request', 900_000],
  ])(
    'of a record that is too large for %s come before anything is applied',
    async (_name, size) => {
      const store = await releases.createStore();
      await expect(
        reconcileRelease(
          releases.wanted(store, { values: { image: noise(size) } }),
        ),
      ).rejects.toMatchObject({
        classification: {
          code: 'ReleaseTooLarge',
          errorClass: 'operator_fixable',
          infrastructure: false,
        },
      });
      const writes = releases.proxy
        .asked(/POST|PATCH|PUT|DELETE/, new RegExp(store.namespace))
        .filter(({ path }) => !RECORD.test(path) && !path.endsWith('/secrets'));
      expect(writes).toEqual([]);
      await expect(releases.statuses(store)).resolves.toEqual([]);
    },
  );
});

/** Text that does not get smaller when it is packed. */
function noise(length: number): string {
  return Array.from({ length }, () =>
    Math.floor(Math.random() * 36).toString(36),
  ).join('');
}
