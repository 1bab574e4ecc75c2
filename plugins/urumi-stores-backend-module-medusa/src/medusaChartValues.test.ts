import { JsonObject } from '@backstage/types';
import {
  claims,
  strings,
} from '@urumi/backstage-plugin-urumi-stores-node/testUtils';
import {
  engine,
  podsOf,
  render,
  storeId,
  valuesOf,
} from './__testUtils__/medusaChart';

describe('the values of the chart', () => {
  const [plan] = engine.plans;

  it.each([
    `Bob's "Best", a=b, {c} & <d>`,
    '$(STORE_ID) `id` ${HOME} $$ \\ {{ .Values.store.id }}',
    'Tee 茶 🍵 شاي\u200d',
    'two\nlines: - # %\tand "--set x=y"',
    '  true  ',
  ])(
    'passes the display name %j on as it is, to nothing that interprets it',
    async displayName => {
      const objects = await render(valuesOf({ plan, displayName }));
      const settings = objects.find(({ data }) => data?.STORE_NAME);
      expect(settings?.data?.STORE_NAME).toBe(displayName);
      expect(
        strings(objects).filter(text => text.includes(displayName)),
      ).toHaveLength(1);
    },
  );

  it('leads Medusa’s own paths to its server, and all others to the storefront', async () => {
    const objects = await render(valuesOf({ plan }));
    const ingress = objects.find(({ kind }) => kind === 'Ingress');
    const [rule] = ingress?.spec.rules as JsonObject[];
    expect(rule.host).toBe(`store-${storeId}.localhost`);
    const { paths } = rule.http as { paths: JsonObject[] };
    const leading = (to: string) =>
      paths
        .filter(path => strings(path.backend).includes(to))
        .map(({ path }) => path);
    expect(leading('storefront')).toEqual(['/']);
    expect(leading('server')).toEqual([
      '/admin',
      '/app',
      '/auth',
      '/health',
      '/hooks',
      '/static',
      '/store',
    ]);
  });

  it('keeps the database and the pictures on volumes, the latter also without the release', async () => {
    const objects = await render(valuesOf({ plan }));
    expect(
      claims(objects)
        .map(({ metadata }) => metadata.name)
        .sort(),
    ).toEqual(['data', 'uploads']);
    expect(
      objects.find(({ kind }) => kind === 'PersistentVolumeClaim')?.metadata
        .annotations,
    ).toEqual({ 'helm.sh/resource-policy': 'keep' });
  });

  it('hands each pod only the passwords that it needs, as files', async () => {
    const objects = await render(valuesOf({ plan }));
    const keys = Object.fromEntries(
      [...podsOf(objects)].map(([name, { spec }]) => [
        name,
        (spec.volumes as JsonObject[])
          .flatMap(
            volume =>
              ((volume.secret as JsonObject)?.items ?? []) as JsonObject[],
          )
          .map(({ key }) => key),
      ]),
    );
    expect(keys).toEqual({
      'Deployment server': ['database-password', 'jwt-secret', 'cookie-secret'],
      'Deployment storefront': ['probe-key'],
      'StatefulSet database': ['database-password'],
      'Job setup': [
        'admin-username',
        'admin-password',
        'database-password',
        'jwt-secret',
        'cookie-secret',
      ],
    });
    expect(Object.keys(engine.credentials.generate()).sort()).toEqual(
      [...new Set(Object.values(keys).flat())].sort(),
    );
    expect(strings(objects)).not.toContain('secretKeyRef');
  });

  it('names classes only when they are given', async () => {
    const without = strings(await render(valuesOf({ plan })));
    expect(without).not.toContain('ingressClassName');
    expect(without).not.toContain('storageClassName');

    const objects = await render(valuesOf({ plan, classes: 'special' }));
    expect(
      objects.find(({ kind }) => kind === 'Ingress')?.spec.ingressClassName,
    ).toBe('special');
    expect(claims(objects).map(claim => claim.spec.storageClassName)).toEqual([
      'special',
      'special',
    ]);
  });

  it('asks nothing of the ingress controller beyond its rules', async () => {
    const objects = await render(valuesOf({ plan }));
    const ingress = objects.find(({ kind }) => kind === 'Ingress');
    expect(ingress?.metadata.annotations).toBeUndefined();
  });

  it('makes a new set-up Job when anything changes in it, and only then', async () => {
    const jobName = async (displayName: string, changes: JsonObject = {}) =>
      (await render({ ...valuesOf({ plan, displayName }), ...changes })).find(
        ({ kind }) => kind === 'Job',
      )?.metadata.name;
    const name = await jobName('A');
    expect(name).toMatch(/^setup-[0-9a-f]{10}$/);
    expect(await jobName('A')).toBe(name);
    expect(await jobName('B')).not.toBe(name);
    const images = { ...engine.images, medusa: 'shop/medusa:2.22.0' };
    expect(await jobName('A', { images })).not.toBe(name);
  });

  it.each<[string, JsonObject]>([
    ['unknown', { unknown: 1 }],
    ['password', { credentials: { secretName: 's', password: 'p' } }],
    ['images', { images: { ...engine.images, medusa: 'medusa:latest' } }],
    ['images', { images: { ...engine.images, postgres: 'postgres' } }],
    ['images', { images: { medusa: 'medusa:1' } }],
    ['secretName', { credentials: { secretName: '' } }],
  ])('refuses values with a wrong %s', async (name, change) => {
    await expect(render({ ...valuesOf({ plan }), ...change })).rejects.toThrow(
      new RegExp(`${name}`),
    );
  });
});
