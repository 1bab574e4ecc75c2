import { adviseRollbackByVersions } from './adviseRollbackByVersions';

const rules = {
  shop: { title: 'Shop', keepsDataWithin: 'minor' },
  database: { title: 'Database', keepsDataWithin: 'major' },
  exact: { title: 'Exact', keepsDataWithin: 'patch' },
} as const;

const release = (images: Record<string, string>) => ({
  chartVersion: '1.0.0',
  images: {
    shop: 'example.org/shop:11.0.1',
    database: 'example.org:5000/db:17.1@sha256:aa',
    exact: 'exact:2.0.0',
    ...images,
  },
});

describe('adviseRollbackByVersions', () => {
  it.each([
    ['nothing', {}],
    ['a patch of what keeps its data within a minor', { shop: 'shop:11.0.4' }],
    ['a minor of what keeps it within a major', { database: 'db:17.9' }],
    ['an image without a rule', { storefront: 'storefront:9' }],
  ])('allows to go back over %s', (_what, images) => {
    expect(
      adviseRollbackByVersions(
        { from: release(images), to: release({}) },
        rules,
      ),
    ).toMatchObject({ possible: true });
  });

  it.each([
    ['a minor', { shop: 'shop:11.1.0' }, /Shop 11\.1\.0 .* 11\.0\.1/],
    ['a major', { database: 'db:18' }, /Database 18/],
    ['a patch', { exact: 'exact:2.0.1' }, /Exact 2\.0\.1/],
    ['a digest', { shop: 'shop@sha256:bb' }, /Shop sha256:bb/],
    ['an image that is missing', { shop: '' }, /Shop \(unknown\)/],
  ])('refuses it over %s, and says why', (_what, images, reason) => {
    expect(
      adviseRollbackByVersions(
        { from: release(images), to: release({}) },
        rules,
      ),
    ).toEqual({ possible: false, reason: expect.stringMatching(reason) });
  });

  it('says all that is in the way', () => {
    const { reason } = adviseRollbackByVersions(
      {
        from: release({ shop: 'shop:12.0.0', exact: 'exact:3' }),
        to: release({}),
      },
      rules,
    );
    expect(reason).toMatch(/Shop 12.*; Exact 3.*\.$/);
  });
});
