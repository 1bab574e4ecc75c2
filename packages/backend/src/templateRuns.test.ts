import { createMockDirectory } from '@backstage/backend-test-utils';
import { Store } from '@urumi/backstage-plugin-urumi-stores-common';
import { KubernetesRelay } from './__testUtils__/KubernetesRelay';
import { OWNER, TemplateBackend } from './__testUtils__/TemplateBackend';

jest.setTimeout(300_000);

/** Each template by the scaffolder as it is, with stores in a cluster that plays their pods. */
describe('the Software Templates, run', () => {
  const files = createMockDirectory();
  let relay: KubernetesRelay;
  let backend: TemplateBackend;

  beforeAll(async () => {
    relay = await KubernetesRelay.start(
      process.env.URUMI_TEST_KUBECONFIG ?? '',
    );
    files.setContent({ kubeconfig: relay.kubeconfig() });
    backend = await TemplateBackend.start([
      { name: 'sim', kubeconfig: files.resolve('kubeconfig') },
    ]);
  });

  afterAll(async () => {
    await backend?.stop();
    await relay?.stop();
  });

  const idOf = (links: Record<string, string>) =>
    links['Store page'].replace('/stores/', '');
  const storeOf = async (id: string) =>
    (await backend.get(`/api/urumi-stores/stores/${id}`)) as Store;
  const entityOf = (id: string) => `resource:default/store-${id}`;

  async function makeStore(): Promise<string> {
    const { links } = await backend.run('create-medusa-store', {
      displayName: 'To be changed',
      owner: OWNER,
    });
    return idOf(links);
  }

  async function retire(id: string) {
    return backend.run('retire-store', {
      store: entityOf(id),
      confirmed: true,
    });
  }

  it.each([
    [
      'create-store',
      'medusa',
      { shop: { engine: 'medusa', plan: 'medium', parameters: {} } },
    ],
    ['create-woocommerce-store', 'woocommerce', {}],
    ['create-medusa-store', 'medusa', { shop: { cluster: 'sim' } }],
  ])(
    '%s makes a %s store and ends when it is ready',
    async (name, engine, values) => {
      const { status, log, links } = await backend.run(name, {
        displayName: `From ${name}`,
        owner: OWNER,
        ...values,
      });
      expect({ status, log }).toMatchObject({ status: 'completed' });
      const id = idOf(links);
      const store = await storeOf(id);
      expect(store).toMatchObject({
        status: 'READY',
        engine,
        owner: OWNER,
        display_name: `From ${name}`,
      });
      expect(links).toEqual({
        'Store page': `/stores/${id}`,
        'Catalog entity': entityOf(id),
        Shop: store.url,
      });
      expect(log).toMatch(/step\.finished: /);
      expect(log).toMatch(/ready: /);
      expect((await retire(id)).status).toBe('completed');
    },
  );

  it('change a store, upgrade it, and retire it', async () => {
    const id = await makeStore();
    const { chart_version: version, url } = await storeOf(id);
    const links = {
      'Store page': `/stores/${id}`,
      'Catalog entity': entityOf(id),
      Shop: url,
    };

    const change = { store: entityOf(id), plan: 'medium' };
    expect(await backend.dryRun('change-plan', change)).toMatch(
      /Would upgrade store .* of plan small .*medium/,
    );
    expect(
      await backend.dryRun('upgrade-store', { store: entityOf(id), version }),
    ).toContain('Would upgrade store');
    expect(
      await backend.dryRun('retire-store', {
        store: entityOf(id),
        confirmed: true,
      }),
    ).toMatch(/Would delete the READY store .*Would wait .* is DELETED/);
    expect(await storeOf(id)).toMatchObject({ status: 'READY', plan: 'small' });

    const changed = await backend.run('change-plan', {
      store: entityOf(id),
      plan: 'medium',
      rollBack: true,
    });
    expect(changed).toMatchObject({ status: 'completed', links });
    expect(changed.log).toMatch(/upgrade\.finished: /);
    expect((await storeOf(id)).plan).toBe('medium');

    const upgraded = await backend.run('upgrade-store', {
      store: entityOf(id),
      version,
      rollBack: true,
    });
    expect(upgraded).toMatchObject({ status: 'completed', links });

    const retired = await retire(id);
    expect(retired).toMatchObject({
      status: 'completed',
      links: { 'What happened': `/stores/${id}` },
    });
    expect((await storeOf(id)).status).toBe('DELETED');
    // Who retires it twice has what they want.
    expect((await retire(id)).status).toBe('completed');
  });

  it.each([
    [
      'create-store',
      {
        displayName: 'x',
        owner: OWNER,
        shop: { parameters: { currency: 'not a currency' } },
      },
      /could not be created.*currency/,
    ],
    [
      'create-woocommerce-store',
      { displayName: 'x', owner: 'group:default/nobody' },
      /group:default\/nobody is not in the catalog/,
    ],
    [
      'create-medusa-store',
      { displayName: 'x', owner: OWNER, shop: { cluster: 'moon' } },
      /cluster.*must be one of: sim/,
    ],
    [
      'change-plan',
      { store: 'resource:default/store-x', plan: 'medium' },
      /could not be upgraded/,
    ],
    [
      'upgrade-store',
      { store: 'resource:default/store-x', version: '9.9.9' },
      /could not be upgraded/,
    ],
    [
      'retire-store',
      { store: 'resource:default/store-x', confirmed: true },
      /could not be deleted/,
    ],
  ])('%s fails with what the backend says', async (name, values, message) => {
    const { status, log } = await backend.run(name, values);
    expect(status).toBe('failed');
    expect(log).toMatch(message);
  });

  describe('while the cluster does not answer', () => {
    let id: string;

    beforeAll(async () => {
      id = await makeStore();
      relay.cut();
    });

    afterAll(async () => {
      relay.mend();
      const living = (await backend.get('/api/urumi-stores/stores')) as Store[];
      await Promise.all(
        living
          .filter(({ status }) => status !== 'DELETED')
          .map(store => retire(store.id)),
      );
    });

    it.each([
      ['create-store', /is queued/],
      ['create-woocommerce-store', /is queued/],
      ['create-medusa-store', /is queued/],
      ['change-plan', /is being upgraded/],
      ['upgrade-store', /is being upgraded/],
      ['retire-store', /is being deleted/],
    ])(
      '%s waits, and ends at once when it is cancelled',
      async (name, begun) => {
        const task = await backend.begin(name, {
          ...(name.startsWith('create')
            ? { displayName: 'Never mind', owner: OWNER }
            : { store: entityOf(id), confirmed: true, plan: 'medium' }),
          ...(name === 'upgrade-store' && {
            version: (await storeOf(id)).chart_version,
          }),
        });
        await backend.untilLogged(task, begun);
        await backend.cancel(task);
        const { status, log } = await backend.ended(task);
        // So the scaffolder ends what stopped because it was told to.
        expect(status).toBe('failed');
        expect(log).toMatch(/cancelled/);
      },
    );
  });
});
