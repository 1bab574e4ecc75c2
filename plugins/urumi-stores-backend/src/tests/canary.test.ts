import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import createKnex from 'knex';
import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { tempDirectory } from '../__testUtils__/tempDirectory';
import { createTestEngine, engineModule } from '../__testUtils__/engineModule';
import { createHelmScript } from '../__testUtils__/helmScript';
import { recordSpans } from '../__testUtils__/recordSpans';
import { RecordingLogger } from '../__testUtils__/RecordingLogger';
import { asUser, startStoresBackend } from '../__testUtils__/storesBackend';
import { StoresApi } from '../__testUtils__/StoresApi';
import { testKubeconfig } from '../__testUtils__/testEnvironment';
import { TestStore } from '../__testUtils__/TestStore';
import { readReleases } from '../helm/releaseSecrets';
import { routes } from '../schema';

jest.setTimeout(180_000);

/** Paths that are asked for, with what stands in their braces. */
function readablePaths(ids: { id: string; jobId: string }): string[] {
  return routes
    .filter(
      ({ method, path }) =>
        method === 'get' && !/credentials|stream/.test(path),
    )
    .map(({ path }) =>
      path
        .replace('{revision}', '1')
        .replace(/\{\w+\}/, path.startsWith('/jobs') ? ids.jobId : ids.id),
    );
}

describe("a store's passwords", () => {
  it('stand in its Secret and in the answer to who asks for them, and nowhere else', async () => {
    const password = `canary${randomBytes(24).toString('hex')}`;
    const { credentials, plans } = createTestEngine({ id: 'plain' });
    const [plan] = plans;
    const quota: Record<string, string> = { ...plan.quota, pods: '1' };
    const directory = tempDirectory('canary');
    const knex = createKnex({
      client: 'better-sqlite3',
      connection: { filename: join(directory, 'stores.sqlite') },
      useNullAsDefault: true,
    });
    const logger = new RecordingLogger();
    const helm = await createHelmScript();
    const client = await TestStore.connect();
    const recording = recordSpans();
    const backend = await startStoresBackend({
      knex,
      kubeconfig: testKubeconfig(),
      config: { helm: { binary: helm.binary } },
      features: [
        engineModule([
          createTestEngine({
            id: 'canary',
            plans: [{ ...plan, quota }],
            credentials: {
              ...credentials,
              generate: () =>
                Object.fromEntries(
                  Object.keys(credentials.generate()).map(key => [
                    key,
                    key === credentials.usernameKey ? 'store-admin' : password,
                  ]),
                ),
            },
          }),
        ]),
        createServiceFactory({
          service: coreServices.rootLogger,
          deps: {},
          factory: () => logger,
        }),
      ],
    });
    const api = new StoresApi({
      server: () => backend.server,
      authorization: asUser('sana'),
    });
    const answers: string[] = [];
    const created = await api.create({ engine: 'canary' });
    const { store_id: id, namespace, queued_job_id: jobId } = created;
    const readAll = async () => {
      for (const path of readablePaths({ id, jobId })) {
        const { status, text } = await api.call('get', path);
        answers.push(`${path} ${status} ${text}`);
      }
    };

    await api.until(id, 'FAILED');
    await readAll();
    quota.pods = plan.quota.pods;
    await api.retry(id);
    await api.until(id, 'READY');
    await readAll();
    const login = await api.call('get', `/stores/${id}/credentials`);
    expect(login.body).toMatchObject({ username: 'store-admin', password });
    const secret = await client.get(
      client.objectPath('v1', 'Secret', namespace, 'store-credentials'),
    );
    expect(Object.keys(secret?.data ?? {})).toEqual(
      expect.arrayContaining(['admin-password', 'database-password']),
    );
    const releases = await readReleases(client, {
      namespace,
      release: namespace,
    });
    expect(releases).not.toEqual([]);
    await api.delete(id);
    await api.until(id, 'DELETED');
    await readAll();

    await backend.stop();
    await knex.destroy();
    await client.close();
    const traces = recording
      .spans()
      .map(({ name, attributes, status, events }) =>
        JSON.stringify({ name, attributes, status, events }),
      );
    await recording.stop();
    const files = await readdir(directory);
    const places = {
      answers: answers.join('\n'),
      'audit events': JSON.stringify(
        backend.auditor.createEvent.mock.calls.map(
          ([{ request: from, ...event }]) => [event, from?.originalUrl],
        ),
      ),
      'calls of Helm': await helm.calls(),
      database: (
        await Promise.all(
          files.map(file => readFile(join(directory, file), 'latin1')),
        )
      ).join('\n'),
      log: logger.lines.join('\n'),
      traces: traces.join('\n'),
      'Helm releases': releases
        .map(({ secret: { data } }) => unpack(data))
        .join('\n'),
    };
    expect(places).toEqual({
      answers: expect.stringMatching(
        new RegExp(`/stores/${id} 200[^]*/metrics 200`),
      ),
      'audit events': expect.stringContaining('store-credentials-read'),
      'calls of Helm': expect.stringContaining('upgrade'),
      database: expect.stringContaining(namespace),
      log: expect.stringContaining(id),
      traces: expect.stringContaining('helm upgrade'),
      'Helm releases': expect.stringContaining('store-credentials'),
    });
    // Whatever part of the worker writes a line, it says about which job.
    const ofHelm = logger.lines.filter(line =>
      /^debug helm (upgrade|uninstall)/.test(line),
    );
    expect(ofHelm.length).toBeGreaterThan(1);
    for (const line of ofHelm) {
      expect(line).toMatch(/"job_id":"[\w-]{36}"/);
      expect(line).toContain(`"store_id":"${id}"`);
    }
    const leaks = Object.entries(places).filter(([, text]) =>
      [password, Buffer.from(password).toString('base64').slice(0, -4)].some(
        words => text.includes(words),
      ),
    );
    expect(leaks.map(([place]) => place)).toEqual([]);
  });
});

/** All that Helm keeps of a revision: base64 of gzip, and base64 around it. */
function unpack(data: unknown): string {
  const { release } = data as { release: string };
  const inner = Buffer.from(release, 'base64').toString();
  return gunzipSync(Buffer.from(inner, 'base64')).toString();
}
