import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import { eventually } from '../__testUtils__/TestStore';
import { testHelm } from '../__testUtils__/testEnvironment';
import { describeChart } from './describeChart';
import { digestValues } from './digestValues';
import { HelmCli } from './HelmCli';
import { HelmSlots } from './HelmSlots';
import { redact } from './redact';
import { runProcess } from './runProcess';

describe('HelmCli', () => {
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'helm-cli-'));
  });

  afterEach(() => rm(directory, { recursive: true }));

  const create = (binary: string) =>
    HelmCli.create({
      binary,
      logger: mockServices.logger.mock(),
      tempDirectory: join(directory, 'work'),
      metrics: { helmCalled: () => {} },
    });

  /** A program that stands in for Helm, to see how it is called. */
  async function program(lines: string) {
    const path = join(directory, 'program');
    await writeFile(
      path,
      `#!/bin/sh\nif [ "$1" = version ]; then echo v4.9.0; exit; fi\n${lines}\n`,
    );
    await chmod(path, 0o755);
    return path;
  }

  const release = {
    release: 'shop',
    namespace: 'store-1',
    kubeconfig: '{"canary": "kubeconfig"}',
    chartDirectory: 'chart',
    values: { text: 'a,b="c" $(touch pwned) `x`' },
    labels: { op: '1', fence: '2' },
    description: 'by someone, "for" $(something)',
  };

  it('knows its version, and refuses what is no Helm 4', async () => {
    const helm = await create(testHelm());
    expect(helm.version()).toMatch(/^v4\./);
    await expect(create('/nonexistent/helm')).rejects.toThrow(
      /cannot be run.*does not exist/,
    );
    const old = join(directory, 'old');
    await writeFile(old, '#!/bin/sh\necho v3.19.0\n', { mode: 0o755 });
    await expect(create(old)).rejects.toThrow('4.1 or newer');
  });

  it('hands everything over by private files and leaves none of them', async () => {
    process.env.URUMI_CANARY = 'inherited secret';
    const helm = await create(
      await program(
        'printf "%s\\n" "$@"; env; stat -c %a . values.json kubeconfig; cat values.json kubeconfig; echo "password: hunter2" >&2; exit 3',
      ),
    );
    const result = await helm.upgradeInstall(release);
    delete process.env.URUMI_CANARY;

    expect(result.exitCode).toBe(3);
    expect(result.stderr).toBe('password: [redacted]\n');
    const lines = result.stdout.split('\n');
    expect(lines).toEqual(
      expect.arrayContaining([
        '--reset-values',
        'op=1,fence=2',
        release.description,
        'HELM_NO_PLUGINS=1',
        'GOGC=off',
        `${JSON.stringify(release.values)}${release.kubeconfig}`,
      ]),
    );
    expect(lines.filter(line => /^\d{3}$/.test(line))).toEqual([
      '700',
      '600',
      '600',
    ]);
    expect(result.stdout).not.toContain('inherited secret');
    expect(lines).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^--(set|wait|atomic)/)]),
    );
    await expect(readdir(join(directory, 'work'))).resolves.toEqual([]);
  });

  it('removes what killed calls have left, and keeps what is known of API servers', async () => {
    const work = join(directory, 'work');
    const longAgo = new Date(Date.now() - 3_600_000);
    for (const name of ['discovery', 'helm-old', 'helm-new']) {
      await mkdir(join(work, name), { recursive: true, mode: 0o700 });
    }
    await chmod(work, 0o700);
    await utimes(join(work, 'discovery'), longAgo, longAgo);
    await utimes(join(work, 'helm-old'), longAgo, longAgo);
    await create(testHelm());
    expect((await readdir(work)).sort()).toEqual(['discovery', 'helm-new']);
  });

  it('runs fewer calls at once when a cluster has too much to do', async () => {
    const log = join(directory, 'log');
    const helm = await create(
      await program(
        `if [ "$1" = uninstall ]; then echo 'Error: too many requests' >&2; exit 1; fi
echo 1 >>'${log}'; sleep 0.2; echo -1 >>'${log}'; exit 1`,
      ),
    );
    const most = new HelmSlots().limit;
    const mostAtOnce = async () => {
      await writeFile(log, '');
      await Promise.all(
        Array.from({ length: 2 * most }, () => helm.upgradeInstall(release)),
      );
      let running = 0;
      return Math.max(
        ...(await readFile(log, 'utf8'))
          .trim()
          .split('\n')
          .map(step => (running += Number(step))),
      );
    };
    expect(await mostAtOnce()).toBeLessThanOrEqual(most);
    await helm.uninstall(release);
    expect(await mostAtOnce()).toBeLessThanOrEqual(
      Math.max(1, Math.floor(most / 2)),
    );
  }, 30_000);

  it('ends its child when it is told to, even one that does not listen', async () => {
    const helm = await create(
      await program('trap "" TERM; touch started; while :; do sleep 0.1; done'),
    );
    const abort = new AbortController();
    const running = helm.uninstall({ ...release, signal: abort.signal });
    await eventually(
      async () =>
        (
          await readdir(join(directory, 'work'), { recursive: true })
        ).some(name => name.endsWith('started')),
      'the child runs',
    );
    abort.abort(new Error('lease lost'));
    await expect(running).rejects.toThrow('lease lost');
    await expect(readdir(join(directory, 'work'))).resolves.toEqual([]);
  }, 20_000);
});

it('runProcess keeps a bounded part of the output and ends what takes too long', async () => {
  const run = (script: string, timeoutMs: number) =>
    runProcess({
      program: process.execPath,
      args: ['-e', script],
      env: {},
      cwd: tmpdir(),
      timeoutMs,
    });
  const loud = await run("process.stdout.write('x'.repeat(3e6))", 20_000);
  expect(loud).toMatchObject({ exitCode: 0 });
  expect(loud.stdout).toHaveLength(1024 * 1024);
  await expect(
    run('setInterval(() => {}, 1000)', 1_000),
  ).resolves.toMatchObject({ exitCode: null });
}, 30_000);

it('redact takes out what looks like a secret', () => {
  const text = [
    'token: abc123',
    '"password": "hunter2", "user": "kept"',
    'Authorization: Bearer abc.def',
    'https://user:hunter2@registry.test/x',
    '-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----',
  ].join('\n');
  const clean = redact(text);
  expect(clean).not.toMatch(/abc|hunter2/);
  expect(clean).toContain('"user": "kept"');
});

it('digestValues does not depend on the order of keys', () => {
  expect(digestValues({ a: 1, b: { c: [1, null], d: 'x' } })).toBe(
    digestValues({ b: { d: 'x', c: [1, null] }, a: 1 }),
  );
  expect(digestValues({ a: 1 })).not.toBe(digestValues({ a: '1' }));
});

it('describeChart reads what Chart.yaml says, or says what is wrong', async () => {
  const chart = join(__dirname, '__fixtures__', 'tiny-shop');
  await expect(describeChart(chart)).resolves.toEqual({
    name: 'tiny-shop',
    version: '1.2.3',
    appVersion: '9.9',
  });
  await expect(describeChart(__dirname)).rejects.toMatchObject({
    name: 'InputError',
  });
});
