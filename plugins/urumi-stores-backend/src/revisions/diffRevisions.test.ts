import { diffManifests, diffValues, MASK } from './diffRevisions';

const manifest = (...objects: object[]) =>
  objects.map(object => `---\n${JSON.stringify(object)}\n`).join('');

const deployment = (image: string, env: object[] = []) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: { template: { spec: { containers: [{ name: 'web', image, env }] } } },
});

describe('diffValues', () => {
  it('names each value that differs, by its path', () => {
    expect(
      diffValues(
        { web: { workers: 6, size: 'a' }, gone: true, same: [1] },
        { web: { workers: 12, size: 'a' }, same: [1], fresh: { one: 1 } },
      ),
    ).toEqual([
      { path: 'web.workers', before: '6', after: '12' },
      { path: 'gone', before: 'true', after: null },
      { path: 'fresh', before: null, after: '{"one":1}' },
    ]);
  });

  it('masks what may be a secret, and shows the names of Secrets', () => {
    expect(
      diffValues(
        {
          adminPassword: 'canary-1',
          credentials: { secretName: 'one' },
          url: 'postgres://shop:canary-2@db',
        },
        {
          adminPassword: 'canary-3',
          credentials: { secretName: 'two' },
          added: { apiKey: 'canary-4', list: [{ token: 'canary-5' }] },
        },
      ),
    ).toEqual([
      { path: 'adminPassword', before: MASK, after: MASK },
      { path: 'credentials.secretName', before: 'one', after: 'two' },
      { path: 'url', before: 'postgres://shop:[redacted]@db', after: null },
      {
        path: 'added',
        before: null,
        after: `{"apiKey":"${MASK}","list":[{"token":"${MASK}"}]}`,
      },
    ]);
  });
});

describe('diffManifests', () => {
  it('names what was added, removed and changed', () => {
    const service = { kind: 'Service', metadata: { name: 'web' } };
    const job = { kind: 'Job', metadata: { name: 'setup-2' } };
    expect(
      diffManifests(
        manifest(deployment('web:1'), service),
        manifest(job, deployment('web:2')),
      ),
    ).toEqual([
      {
        kind: 'Deployment',
        name: 'web',
        change: 'changed',
        fields: [
          {
            path: 'spec.template.spec.containers[web].image',
            before: 'web:1',
            after: 'web:2',
          },
        ],
      },
      { kind: 'Job', name: 'setup-2', change: 'added', fields: [] },
      { kind: 'Service', name: 'web', change: 'removed', fields: [] },
    ]);
  });

  it('shows no data of a Secret and no password in an environment', () => {
    const secret = (data: object) => ({
      kind: 'Secret',
      metadata: { name: 'login' },
      data,
    });
    const text = JSON.stringify(
      diffManifests(
        manifest(
          secret({ user: 'canary-1' }),
          deployment('web:1', [{ name: 'DB_PASSWORD', value: 'canary-2' }]),
        ),
        manifest(
          secret({ user: 'canary-3', more: 'canary-4' }),
          deployment('web:1', [{ name: 'DB_PASSWORD', value: 'canary-5' }]),
        ),
      ),
    );
    expect(text).toContain(MASK);
    expect(text).not.toContain('canary');
  });
});
