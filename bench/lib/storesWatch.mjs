import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '../../tools/lib/problem.mjs';

const everyMs = 1_000;
const mebibyte = 2 ** 20;

/**
 * Looks every second, until all stores are READY, at how many are, how many wait parked for their pods, and at the
 * memory of the backend's process.
 *
 * @param options.query runs SQL on the product's database and returns the rows
 * @returns a sample a second
 */
export async function watchStores({ query, pid, stores, signal }) {
  const samples = [];
  for (;;) {
    signal.throwIfAborted();
    const [row] = await query(
      `SELECT count(*) FILTER (WHERE status = 'READY') AS ready,
              count(*) FILTER (WHERE status = 'FAILED') AS failed,
              (SELECT count(*) FROM provisioning_jobs
                WHERE status = 'QUEUED' AND waiting_for IS NOT NULL) AS parked
         FROM stores`,
    );
    samples.push({
      ready: Number(row.ready),
      parked: Number(row.parked),
      memory: residentMemory(pid),
    });
    if (Number(row.failed) > 0) {
      const [{ last_error: cause }] = await query(
        `SELECT last_error FROM stores WHERE status = 'FAILED' LIMIT 1`,
      );
      throw new Problem(`${row.failed} stores failed: ${cause}`);
    }
    if (Number(row.ready) === stores) {
      return samples;
    }
    await sleep(everyMs, undefined, { signal });
  }
}

/** Mebibytes of memory that a process has resident, on Linux. */
export function residentMemory(pid) {
  const status = fs.readFileSync(`/proc/${pid}/status`, 'utf8');
  const [, kibibytes] = /^VmRSS:\s+(\d+) kB$/m.exec(status);
  return Math.round((Number(kibibytes) * 1024) / mebibyte);
}
