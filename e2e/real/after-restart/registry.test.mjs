import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs/promises';
import https from 'node:https';
import path from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { removeStore } from '../../lib/api.mjs';
import { environment } from '../../lib/environment.mjs';
import { objects } from '../../lib/kubernetes.mjs';
import { startPrivateRegistry } from '../../lib/privateRegistry.mjs';
import { readyStore } from '../lib.mjs';

const run = promisify(execFile);
const { registry: address } = environment;
const builder = path.resolve(
  import.meta.dirname,
  '../../../scripts/build-images.sh',
);

/** Has the node trust a registry's certificate. It reads this at each pull. */
async function trustRegistry({ caFile }) {
  const directory = path.join(
    environment.clusterDirectory,
    'etc/registries',
    address,
  );
  await fs.mkdir(directory, { recursive: true });
  await fs.copyFile(caFile, path.join(directory, 'ca.crt'));
  await fs.writeFile(
    path.join(directory, 'hosts.toml'),
    `server = "https://${address}"\n[host."https://${address}"]\n  ca = "${directory}/ca.crt"\n`,
  );
}

/** What the registry answers to somebody who does not log in. */
async function statusWithoutLogin({ caFile }) {
  const [response] = await once(
    https.get(`https://${address}/v2/shops/medusa/tags/list`, {
      ca: await fs.readFile(caFile),
    }),
    'response',
  );
  response.resume();
  return response.statusCode;
}

test(
  'a store runs images that were pushed to a registry with a login',
  { skip: !address && 'the product was started without a registry' },
  async t => {
    const registry = await startPrivateRegistry({ address, t });
    await trustRegistry(registry);

    const { stdout } = await run(
      builder,
      ['--engine', 'medusa', '--push', `${address}/shops`],
      { env: { ...process.env, ...registry.variables } },
    );
    for (const name of ['medusa', 'medusa-storefront', 'postgres']) {
      assert.match(stdout, new RegExp(`pushed to ${address}/shops/${name}:`));
    }

    const pushed = registry.requests().length;
    const store = await readyStore({ engine: 'medusa' });
    t.after(() => removeStore(store.id));
    const pods = await objects('pods', '-n', store.namespace);
    const containers = pods.flatMap(({ spec }) => [
      ...spec.containers,
      ...(spec.initContainers ?? []),
    ]);
    assert.ok(containers.length >= 3);
    for (const { image } of containers) {
      assert.ok(image.startsWith(`${address}/shops/`), image);
    }
    const pulls = registry
      .requests()
      .slice(pushed)
      .filter(
        ({ client, status, path: asked }) =>
          client.startsWith('containerd/') &&
          status === 200 &&
          asked.includes('/manifests/'),
      );
    for (const name of ['medusa', 'medusa-storefront', 'postgres']) {
      assert.ok(pulls.some(pull => pull.path.includes(`/shops/${name}/`)));
    }
    assert.equal(await statusWithoutLogin(registry), 401);
  },
);
