import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { explainedFindings } from './__testUtils__/explainedFindings';
import { ManifestChecks } from './__testUtils__/manifestChecks';

jest.setTimeout(120_000);

const run = promisify(execFile);
const root = resolve(__dirname, '../../..');

/** Sets of values, with what is off in all of them. */
const sets: Record<string, string[]> = {
  local: ['--values', join(root, 'values/values-local.yaml')],
  prod: ['--values', join(root, 'values/values-prod.yaml')],
  vps: ['--values', join(root, 'values/values-vps.yaml')],
  'prod with everything': [
    '--values',
    join(root, 'values/values-prod.yaml'),
    ...[
      'metrics.prometheusRule.enabled=true',
      'metrics.dashboard.enabled=true',
      'database.caSecretName=ca',
      'extraEnv.OTEL_SERVICE_NAME=urumi',
      'extraEnvFrom=telemetry',
    ].flatMap(value => ['--set', value]),
  ],
};

let checks: ManifestChecks;

beforeAll(async () => {
  checks = await ManifestChecks.create();
});

afterAll(() => checks.close());

describe.each(Object.entries(sets))('the platform chart: %s', (_, values) => {
  let manifest: string;

  beforeAll(async () => {
    const { stdout } = await run(process.env.URUMI_TEST_HELM ?? 'helm', [
      'template',
      'platform',
      join(root, 'charts/platform'),
      ...['--namespace', 'platform'],
      ...values,
    ]);
    manifest = stdout;
  });

  it('is what the schemas of Kubernetes take, with nothing unknown in it', async () => {
    // A kind of the Prometheus operator.
    await expect(
      checks.conform(manifest, { skip: 'PrometheusRule' }),
    ).resolves.toBeUndefined();
  });

  it('has no finding of kube-score that docs/security.md does not explain', async () => {
    const explained = await explainedFindings();
    expect(
      (await checks.score(manifest)).filter(
        ({ check }) => !explained.includes(check),
      ),
    ).toEqual([]);
  });
});

describe('sign-in by the platform chart', () => {
  const render = async (...values: string[]) => {
    const { stdout } = await run(process.env.URUMI_TEST_HELM ?? 'helm', [
      ...['template', 'platform', join(root, 'charts/platform')],
      ...values,
    ]);
    return stdout;
  };

  it('asks the identity provider of the organisation, with its secrets in files', async () => {
    const config = (await render(...sets.prod))
      .split(/^---$/m)
      .find(document => document.includes('app-config.yaml: |'));
    // What the sign-in page goes by: it sees nothing of auth.providers.
    expect(config).toContain('provider: oidc');
    expect(config).toContain('$file: /etc/platform/oidc/client-secret');
    expect(config).toContain('$file: /etc/platform/secrets/session-secret');
    expect(config).toContain('urumiPolicy:');
    expect(config).not.toMatch(/urumiDemo|guest/);
  });

  it.each([
    ['signIn.oidc.enabled=true', 'demo lets everybody in'],
    ['demo.enabled=false,signIn.oidc.enabled=true', 'signIn.oidc.metadataUrl'],
  ])('refuses %s and says why', async (set, message) => {
    await expect(render(...sets.local, '--set', set)).rejects.toMatchObject({
      stderr: expect.stringContaining(message),
    });
  });
});

describe('the checks', () => {
  it('find what is wrong', async () => {
    const manifest = JSON.stringify({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web' },
      spec: {
        selector: { matchLabels: { app: 'web' } },
        template: {
          metadata: { labels: { app: 'web' } },
          spec: { containers: [{ name: 'web', image: 'web', imag: 'web' }] },
        },
      },
    });
    await expect(checks.conform(manifest)).rejects.toMatchObject({
      stdout: expect.stringContaining('imag'),
    });
    expect(await checks.score(manifest)).toContainEqual(
      expect.objectContaining({ check: 'container-image-tag' }),
    );
  });
});
