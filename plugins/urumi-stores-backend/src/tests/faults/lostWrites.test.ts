import { asking, refusing } from '../../__testUtils__/faults';
import { ProxiedReleases } from '../../__testUtils__/ProxiedReleases';
import { reconcileRelease } from '../../helm/reconcileRelease';

jest.setTimeout(120_000);

/** Helm's record of a revision. */
const RECORD = /\/secrets\/sh\.helm\.release/;

describe('writes of Helm that are lost', () => {
  let releases: ProxiedReleases;

  beforeAll(async () => {
    releases = await ProxiedReleases.start();
  });

  afterEach(() => releases.proxy.heal());

  afterAll(() => releases.stop());

  it('do not make a success of an installation whose record stayed pending', async () => {
    const store = await releases.createStore();
    const lost = releases.proxy.inject({
      matches: asking(/PUT/, RECORD),
      fault: refusing(500, 'InternalError', 'the write was lost'),
      times: 1,
    });
    const unlocked: string[] = [];

    const outcome = await reconcileRelease(
      releases.wanted(store, {
        onUnlocked: async ({ status }) => {
          unlocked.push(status);
        },
      }),
    );

    expect(lost.hits()).toBe(1);
    expect(unlocked).toEqual(['pending-install']);
    expect(outcome).toMatchObject({ revision: 2, changed: true });
    expect(outcome.inventory).toHaveLength(3);
    await expect(releases.statuses(store)).resolves.toEqual([
      '2 deployed',
      '1 superseded',
    ]);
  });

  it('do not make a failure of an upgrade that was applied', async () => {
    const store = await releases.createStore();
    await reconcileRelease(releases.wanted(store));
    const lost = releases.proxy.inject({
      matches: request =>
        asking(/PUT/, RECORD)(request) && request.path.endsWith('.v2'),
      fault: refusing(500, 'InternalError', 'the write was lost'),
      times: 1,
    });

    const outcome = await reconcileRelease(
      releases.wanted(store, { values: { replicas: 2 } }),
    );

    expect(lost.hits()).toBe(1);
    expect(outcome).toMatchObject({ changed: true });
    const [newest, ...earlier] = await releases.history(store);
    expect(newest.status).toBe('deployed');
    expect(earlier.filter(({ status }) => status === 'deployed')).toEqual([]);
    // Nothing was changed twice: the second call found everything as it should be.
    expect(outcome.inventory[0]).toMatchObject({ name: 'web', generation: 2 });
  });

  it('whose answer alone was lost are found out from the record', async () => {
    const store = await releases.createStore();
    releases.proxy.inject({
      matches: asking(/PUT/, RECORD),
      fault: { kind: 'lose-answer' },
    });
    await expect(
      reconcileRelease(releases.wanted(store)),
    ).resolves.toMatchObject({ revision: 1, changed: true });
    await expect(releases.statuses(store)).resolves.toEqual(['1 deployed']);
  });

  it.each(['cut', 'cut-answer', 'lose-answer'] as const)(
    'in the middle of the objects (%s) end as one deployed release',
    async kind => {
      const store = await releases.createStore();
      const cut = releases.proxy.inject({
        matches: asking(/PATCH|POST/, /\/statefulsets/),
        fault: { kind },
        times: 1,
      });
      const wanted = releases.wanted(store);
      // What Helm does not repeat by itself, the next attempt of the job does.
      await reconcileRelease(wanted).catch(() => reconcileRelease(wanted));

      expect(cut.hits()).toBe(1);
      const [newest, ...earlier] = await releases.history(store);
      expect(newest.status).toBe('deployed');
      expect(earlier.filter(({ status }) => status === 'deployed')).toEqual([]);
    },
  );
});
