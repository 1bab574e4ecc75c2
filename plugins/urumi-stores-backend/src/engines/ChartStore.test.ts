import {
  appendFile,
  cp,
  mkdtemp,
  readdir,
  readFile,
  rm,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import {
  ChartRegistry,
  pushChart,
  SmallRegistry,
  startDockerRegistry,
} from '../__testUtils__/ChartRegistry';
import { testHelm } from '../__testUtils__/testEnvironment';
import { describeChart } from '../helm/describeChart';
import { digestChart } from '../helm/digestChart';
import { HelmCli } from '../helm/HelmCli';
import { ChartStore } from './ChartStore';

jest.setTimeout(120_000);

const CHART = join(__dirname, '../helm/__fixtures__/tiny-shop');

describe('ChartStore', () => {
  let directory: string;
  let helm: HelmCli;
  let chartCache: string;
  let registry: ChartRegistry;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'chart-store-'));
    helm = await HelmCli.create({
      binary: testHelm(),
      logger: mockServices.logger.mock(),
      tempDirectory: join(directory, 'helm'),
      metrics: { helmCalled: () => {} },
    });
  });

  beforeEach(async () => {
    chartCache = await mkdtemp(join(directory, 'cache-'));
  });

  afterEach(() => registry?.stop());

  afterAll(() => rm(directory, { recursive: true }));

  const createStore = () =>
    new ChartStore({
      helm,
      config: { registryConfig: undefined, plainHttp: true, chartCache },
      logger: mockServices.logger.mock(),
    });

  const locationOf = (digest: string, tag = '') =>
    `oci://${registry.address}/charts/tiny-shop${tag}@${digest}`;

  /** Helm writes `Chart.yaml` anew when it packs a chart, and nothing else. */
  async function expectFilesOf(chart: string) {
    expect(await describeChart(chart)).toEqual(await describeChart(CHART));
    for (const file of ['values.yaml', 'templates/shop.yaml']) {
      expect(await readFile(join(chart, file), 'utf8')).toBe(
        await readFile(join(CHART, file), 'utf8'),
      );
    }
  }

  it('takes a folder as it is', async () => {
    registry = await SmallRegistry.start();
    expect(await createStore().directoryOf(CHART)).toBe(CHART);
  });

  it.each<[string, () => Promise<ChartRegistry | undefined>]>([
    ["Debian's registry, where it is installed", startDockerRegistry],
    ['a registry of the tests', SmallRegistry.start],
  ])('gets a chart once from %s, and keeps it', async (_, startRegistry) => {
    const started = await startRegistry();
    registry = started ?? (await SmallRegistry.start());
    const digest = await pushChart(registry, CHART);
    const got = await createStore().directoryOf(locationOf(digest, ':1.2.3'));
    await expectFilesOf(got);
    expect(got.startsWith(chartCache)).toBe(true);

    // Another process, and the registry is away.
    await registry.stop();
    registry = await SmallRegistry.start();
    expect(
      await createStore().directoryOf(
        `oci://127.0.0.1:1/charts/tiny-shop@${digest}`,
      ),
    ).toBe(got);
    expect(await readdir(chartCache)).toEqual([digest.split(':')[1]]);
  });

  it('gets a chart anew whose files were changed', async () => {
    registry = await SmallRegistry.start();
    const digest = await pushChart(registry, CHART);
    const got = await createStore().directoryOf(locationOf(digest));
    const before = digestChart(got);
    await appendFile(join(got, 'values.yaml'), '\nreplicas: 99\n');
    expect(await createStore().directoryOf(locationOf(digest))).toBe(got);
    expect(digestChart(got)).toBe(before);
  });

  it('gives all who ask at once the same chart', async () => {
    registry = await SmallRegistry.start();
    const digest = await pushChart(registry, CHART);
    const found = await Promise.all(
      Array.from({ length: 4 }, () =>
        createStore().directoryOf(locationOf(digest)),
      ),
    );
    expect(new Set(found).size).toBe(1);
    await expectFilesOf(found[0]);
    expect(await readdir(chartCache)).toHaveLength(1);
  });

  it('does not take a chart that is not the one of the digest', async () => {
    const small = await SmallRegistry.start();
    registry = small;
    const other = join(directory, 'other', 'tiny-shop');
    await cp(CHART, other, { recursive: true });
    await appendFile(join(other, 'values.yaml'), '\nreplicas: 99\n');
    const digest = await pushChart(registry, CHART);
    const otherDigest = await pushChart(registry, other);
    const manifestOf = async (which: string) =>
      Buffer.from(
        await (
          await fetch(
            `http://${registry.address}/v2/charts/tiny-shop/manifests/${which}`,
          )
        ).arrayBuffer(),
      );
    small.lies.set(
      new RegExp(`manifests/${digest}`),
      await manifestOf(otherDigest),
    );
    await expect(createStore().directoryOf(locationOf(digest))).rejects.toThrow(
      /cannot be got/,
    );
    small.lies.clear();
    const manifest = JSON.parse((await manifestOf(digest)).toString());
    const [{ digest: layer }] = manifest.layers;
    small.lies.set(new RegExp(`blobs/${layer}`), Buffer.from('not a chart'));
    await expect(createStore().directoryOf(locationOf(digest))).rejects.toThrow(
      /cannot be got/,
    );
    expect(await readdir(chartCache)).toEqual([]);
  });

  it('says what cannot be got, and why', async () => {
    registry = await SmallRegistry.start();
    const digest = `sha256:${'0'.repeat(64)}`;
    await expect(createStore().directoryOf(locationOf(digest))).rejects.toThrow(
      new RegExp(`The chart ${locationOf(digest)} cannot be got: .*not found`),
    );
    await expect(
      createStore().directoryOf(`oci://127.0.0.1:1/charts/shop@${digest}`),
    ).rejects.toThrow(/cannot be got: .*refused/);
    expect(await readdir(chartCache)).toEqual([]);
  });
});
