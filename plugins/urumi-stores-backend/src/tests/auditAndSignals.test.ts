import { AuditorServiceCreateEventOptions } from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import { Knex } from 'knex';
import request from 'supertest';
import { actionCases, Case, routeCases } from '../__testUtils__/doors';
import {
  asUser,
  deadCluster,
  startStoresBackend,
} from '../__testUtils__/storesBackend';
import { databases, seedStore } from '../__testUtils__/testDatabase';

jest.setTimeout(120_000);

const BASE = '/api/urumi-stores';

interface Entry extends AuditorServiceCreateEventOptions {
  outcome: 'open' | 'succeeded' | 'failed';
  error?: string;
}

let knex: Knex;
let backend: Awaited<ReturnType<typeof startStoresBackend>>;
let entries: Entry[] = [];
let decision: PolicyDecision['result'] = AuthorizeResult.ALLOW;

beforeAll(async () => {
  const [[databaseId]] = databases.eachSupportedId();
  knex = await databases.init(databaseId);
  backend = await startStoresBackend({
    knex,
    kubeconfig: deadCluster(),
    decide: () =>
      decision === AuthorizeResult.ALLOW
        ? { result: AuthorizeResult.ALLOW }
        : { result: AuthorizeResult.DENY },
  });
  backend.auditor.createEvent.mockImplementation(async options => {
    const entry: Entry = { ...options, outcome: 'open' };
    entries.push(entry);
    return {
      success: async () => {
        entry.outcome = 'succeeded';
      },
      fail: async ({ error }) => {
        entry.outcome = 'failed';
        entry.error = error.message;
      },
    };
  });
});

afterAll(async () => backend.stop());

beforeEach(() => {
  entries = [];
  decision = AuthorizeResult.ALLOW;
});

async function seed({ isDeleted = false }: Case) {
  const seeded = await seedStore(knex, { owner: 'group:default/storefront' });
  await knex('provisioning_jobs')
    .where({ id: seeded.jobId })
    .update({ run_after: Date.now() + 3_600_000 });
  if (isDeleted) {
    await knex('stores')
      .where({ id: seeded.storeId })
      .update({ status: 'DELETED' });
  }
  backend.signals.publish.mockClear();
  return seeded;
}

async function knock(
  door: Case,
  target: { storeId: string; jobId: string },
): Promise<{ status: number; storeId: string | undefined }> {
  const { method, path, body } = door.request(target);
  const call = request(backend.server)
    [method](`${BASE}${path}`)
    .set('authorization', asUser('sana'))
    .set('user-agent', 'contract');
  const answer = await (body === undefined ? call : call.send(body));
  const { store_id: storeId } = answer.body?.output ?? answer.body ?? {};
  return { status: answer.status, storeId };
}

/** The signals about a store. */
function hintsAbout(storeId: string) {
  return backend.signals.publish.mock.calls
    .map(([signal]) => signal)
    .filter(({ message }) => message.store_id === storeId);
}

const doors = Object.entries({ ...routeCases, ...actionCases });

describe.each(doors.filter(([, { audit }]) => audit))('%s', (id, door) => {
  it('is in the audit log once, with who, which store and how it ended', async () => {
    const target = await seed(door);
    const { status, storeId } = await knock(door, target);
    const ofStore =
      storeId ?? (/orphans/.test(id) ? undefined : target.storeId);
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({
      eventId: door.audit,
      severityLevel: expect.stringMatching(/^(medium|high)$/),
      meta: {
        actor: 'user:default/sana',
        ...(ofStore && { storeId: ofStore }),
      },
      outcome: status < 300 ? 'succeeded' : 'failed',
    });
    const { request: from, ...written } = entries[0];
    expect(JSON.stringify(written)).not.toMatch(/password|token|secret/i);
    // An action has no HTTP request of its own caller.
    expect(from?.get('user-agent')).toBe(
      id in routeCases ? 'contract' : undefined,
    );
  });

  it('is in the audit log when it is refused', async () => {
    decision = AuthorizeResult.DENY;
    await knock(door, await seed(door));
    expect(entries).toMatchObject([
      {
        eventId: door.audit,
        meta: { actor: 'user:default/sana' },
        outcome: 'failed',
        error: expect.stringContaining('You need the permission'),
      },
    ]);
  });

  it('hints at the change with the id and a version, and with nothing else', async () => {
    const target = await seed(door);
    const { status, storeId } = await knock(door, target);
    const isWrite = door.audit !== 'store-credentials-read';
    const hints = hintsAbout(storeId ?? target.storeId);
    // The worker may have begun with it meanwhile, and hints at that as well.
    expect(hints.length > 0).toBe(status < 300 && isWrite);
    for (const hint of hints) {
      expect(hint).toEqual({
        recipients: { type: 'broadcast' },
        channel: 'urumi-stores',
        message: {
          store_id: storeId ?? target.storeId,
          version: expect.any(Number),
        },
      });
    }
  });
});

describe.each(doors.filter(([, { audit }]) => !audit))('%s', (_, door) => {
  it('reads, and fills no log', async () => {
    const target = await seed(door);
    await knock(door, target);
    expect(entries).toEqual([]);
    expect(hintsAbout(target.storeId)).toEqual([]);
  });
});
