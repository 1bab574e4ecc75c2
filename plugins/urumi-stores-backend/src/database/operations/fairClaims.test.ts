import { Knex } from 'knex';
import {
  databases,
  migratedDatabase,
  postgresId,
  seedStore,
} from '../../__testUtils__/testDatabase';
import { JobRow } from '../rows';
import { runTransaction } from '../transaction';
import { ClaimOptions } from './claimJobs';
import { claimJobRows } from '../../__testUtils__/claimJobRows';
import { floodQueue } from '../../__testUtils__/floodQueue';
import { endLease } from './endLease';
import { wakeJobs } from './wakeJobs';

jest.setTimeout(120_000);

const FLOODER = 'group:default/flooder';

function claim(knex: Knex, limit: number, options?: Partial<ClaimOptions>) {
  return claimJobRows(knex, {
    workerId: 'w',
    limit,
    leaseMs: 60_000,
    actions: ['PROVISION', 'DELETE'],
    ...options,
  });
}

/** A binding of the claim as text: they are numbers, texts and one list of texts. */
function literal(value: unknown): string {
  if (Array.isArray(value)) {
    return `ARRAY[${value.map(literal).join(', ')}]::text[]`;
  }
  return typeof value === 'number' ? String(value) : `'${value}'`;
}

/** Claims, and claims as many again: tells how Postgres carried that out. */
async function explainClaim(knex: Knex, limit: number): Promise<string> {
  let statement = '';
  let bindings: unknown[] = [];
  const record = (query: { sql: string; bindings: unknown[] }) => {
    if (query.sql.includes('SKIP LOCKED')) {
      statement = query.sql;
      bindings = query.bindings;
    }
  };
  knex.on('query', record);
  expect(await claim(knex, limit)).toHaveLength(limit);
  knex.off('query', record);
  const text = statement.replace(/\$(\d+)/g, (_, position) =>
    literal(bindings[Number(position) - 1]),
  );
  const { rows } = await knex.raw(
    `EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, BUFFERS OFF) ${text}`,
  );
  return rows
    .map((row: { 'QUERY PLAN': string }) => row['QUERY PLAN'])
    .join('\n');
}

const rowsOf = (explained: string) =>
  [...explained.matchAll(/rows=(\d+)/g)].map(([, rows]) => Number(rows));

const owners = (jobs: JobRow[]) => jobs.map(job => job.owner_ref);

describe.each(databases.eachSupportedId())('claims on %s', databaseId => {
  let knex: Knex;
  beforeEach(async () => {
    knex = await migratedDatabase(databaseId);
  });

  const finish = (jobs: JobRow[]) =>
    Promise.all(
      jobs.map(job =>
        runTransaction(knex, trx =>
          endLease(
            trx,
            { jobId: job.id, storeId: job.store_id, fence: Number(job.fence) },
            { status: 'SUCCEEDED' },
          ),
        ),
      ),
    );

  it('let one job of each of 20 owners start within two rounds, whatever another one has queued', async () => {
    await floodQueue(knex, FLOODER, 3_000);
    const few = Array.from({ length: 20 }, (_, i) => `group:default/team-${i}`);
    for (const owner of few) {
      await seedStore(knex, { owner });
    }
    const first = await claim(knex, 12);
    expect(first).toHaveLength(12);
    await finish(first);
    const second = await claim(knex, 12);
    expect(second).toHaveLength(12);
    const started = owners([...first, ...second]);
    expect(started).toEqual(expect.arrayContaining(few));
    expect(started.filter(owner => owner === FLOODER)).toHaveLength(4);
  });

  it('give the places to whom has the fewest jobs running', async () => {
    await floodQueue(knex, 'group:default/a', 20);
    await floodQueue(knex, 'group:default/b', 20);
    expect(owners(await claim(knex, 3)).sort()).toEqual([
      'group:default/a',
      'group:default/a',
      'group:default/b',
    ]);
    expect(owners(await claim(knex, 1))).toEqual(['group:default/b']);
    await floodQueue(knex, 'group:default/c', 20);
    expect(owners(await claim(knex, 3)).sort()).toEqual([
      'group:default/a',
      'group:default/c',
      'group:default/c',
    ]);
  });

  it('fill all free slots from a single owner, in order of priority', async () => {
    await floodQueue(knex, FLOODER, 50);
    const removal = await seedStore(knex, { owner: FLOODER, action: 'DELETE' });
    expect((await claim(knex, 1)).map(({ id }) => id)).toEqual([removal.jobId]);
    expect(await claim(knex, 10)).toHaveLength(10);
    expect(await claim(knex, 100)).toHaveLength(40);
  });

  it('take what is due in order of due time when all of it fits', async () => {
    await seedStore(knex, { owner: 'group:default/a' });
    await seedStore(knex, { owner: 'group:default/a' });
    await seedStore(knex, { owner: 'group:default/b' });
    expect(owners(await claim(knex, 3)).sort()).toEqual([
      'group:default/a',
      'group:default/a',
      'group:default/b',
    ]);
  });

  it('give no job twice, and lose none, when many workers race for a backlog of several owners', async () => {
    await floodQueue(knex, FLOODER, 120);
    for (let i = 0; i < 30; i++) {
      await seedStore(knex, { owner: `group:default/team-${i % 7}` });
    }
    const claims = await Promise.all(
      Array.from({ length: 12 }, async (_, worker) => {
        const mine: JobRow[] = [];
        for (;;) {
          const jobs = await claim(knex, 3, { workerId: `worker-${worker}` });
          if (jobs.length === 0) {
            return mine;
          }
          mine.push(...jobs);
        }
      }),
    );
    const ids = claims.flat().map(({ id }) => id);
    expect(ids).toHaveLength(150);
    expect(new Set(ids).size).toBe(150);
  });

  it('give a job that has waited its place before those that have not begun', async () => {
    const owner = 'group:default/a';
    const waited = await seedStore(knex, { owner });
    for (const round of [1, 2]) {
      const [job] = await claim(knex, 1);
      expect([round, job.id]).toEqual([round, waited.jobId]);
      await runTransaction(knex, trx =>
        endLease(
          trx,
          { jobId: job.id, storeId: job.store_id, fence: Number(job.fence) },
          {
            status: 'QUEUED',
            delayMs: 3_600_000,
            waitingFor: 'workloads',
            ahead: true,
            countAttempt: false,
          },
        ),
      );
      // Due earlier than the one that is woken after it.
      await seedStore(knex, { owner });
      await wakeJobs(knex, { waitingFor: ['workloads'] });
    }
    const urgent = await seedStore(knex, { owner, action: 'DELETE' });
    const claimed = [...(await claim(knex, 1)), ...(await claim(knex, 1))];
    expect(claimed.map(job => job.id)).toEqual([urgent.jobId, waited.jobId]);

    // Its cluster has gone meanwhile: it is no more in the way of others than any job.
    await runTransaction(knex, trx =>
      endLease(
        trx,
        {
          jobId: waited.jobId,
          storeId: waited.storeId,
          fence: Number(claimed[1].fence),
        },
        {
          status: 'QUEUED',
          delayMs: 3_600_000,
          waitingFor: 'cluster',
          countAttempt: false,
        },
      ),
    );
    await wakeJobs(knex, { waitingFor: ['cluster'] });
    const [next] = await claim(knex, 1);
    expect(next.id).not.toBe(waited.jobId);
  });

  it('pass over parked jobs, jobs of unknown actions and payloads of a newer form', async () => {
    const parked = await seedStore(knex, { owner: 'group:default/a' });
    const newer = await seedStore(knex, { owner: 'group:default/b' });
    const unknown = await seedStore(knex, { owner: 'group:default/c' });
    const known = await seedStore(knex, { owner: 'group:default/d' });
    await seedStore(knex, { owner: 'group:default/d' });
    const jobs = (jobId: string) =>
      knex('provisioning_jobs').where({ id: jobId });
    await jobs(parked.jobId).increment('run_after', 3_600_000);
    await jobs(newer.jobId).update({ payload_schema: 2 });
    await jobs(unknown.jobId).update({ action: 'PROBE' });
    const first = await claim(knex, 1, { payloadSchema: 1 });
    expect(first.map(({ id }) => id)).toEqual([known.jobId]);
    expect(await claim(knex, 9, { payloadSchema: 1 })).toHaveLength(1);
    expect(
      (await claim(knex, 9, { payloadSchema: 2 })).map(({ id }) => id),
    ).toEqual([newer.jobId]);
  });

  it('give a place to whom has a due job behind one that is not', async () => {
    await floodQueue(knex, FLOODER, 50);
    const due = [];
    const jobs = (jobId: string) =>
      knex('provisioning_jobs').where({ id: jobId });
    const changes: ((jobId: string) => Promise<unknown>)[] = [
      id => jobs(id).increment('run_after', 3_600_000),
      id => jobs(id).update({ payload_schema: 2 }),
      id => jobs(id).update({ action: 'PROBE' }),
    ];
    for (const [index, change] of changes.entries()) {
      const owner = `group:default/team-${index}`;
      const first = await seedStore(knex, { owner, priority: 0 });
      await change(first.jobId);
      due.push((await seedStore(knex, { owner })).jobId);
    }
    const claimed = await claim(knex, 4, { payloadSchema: 1 });
    expect(claimed.map(({ id }) => id)).toEqual(expect.arrayContaining(due));
    expect(owners(claimed)).toContain(FLOODER);
  });

  if (databaseId === postgresId) {
    it('fill their slots from behind what another claim holds of an only owner', async () => {
      await floodQueue(knex, FLOODER, 10);
      const other = await knex.transaction();
      const held = await claim(other, 1);
      const claimed = await claim(knex, 2);
      await other.commit();
      const ids = [...held, ...claimed].map(({ id }) => id);
      expect(new Set(ids).size).toBe(3);
    });

    it('walk the indexes, without sorting a backlog, when the table has no statistics', async () => {
      await knex.raw(
        'ALTER TABLE provisioning_jobs SET (autovacuum_enabled = off)',
      );
      await knex.raw('VACUUM ANALYZE provisioning_jobs');
      await floodQueue(knex, FLOODER, 10_000);
      await floodQueue(knex, 'group:default/other', 10);
      const explained = await explainClaim(knex, 4);
      expect(explained).toContain('provisioning_jobs_ready_idx');
      expect(explained).toContain('provisioning_jobs_queued_owner_idx');
      expect(explained).not.toContain('Seq Scan on provisioning_jobs');
      expect(Math.max(...rowsOf(explained))).toBeLessThan(100);
    });

    it('look at no more owners than they need, however many have something due', async () => {
      for (let team = 0; team < 200; team++) {
        await floodQueue(knex, `group:default/team-${team}`, 20);
      }
      // Not one owner after the other.
      await knex.raw(
        'UPDATE provisioning_jobs SET run_after = run_after - random() * 1000000',
      );
      await knex.raw('VACUUM ANALYZE');
      const explained = await explainClaim(knex, 4);
      expect(explained).toContain('provisioning_jobs_ready_idx');
      expect(Math.max(...rowsOf(explained))).toBeLessThan(100);
    });
  }
});
