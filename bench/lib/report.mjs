import { execFileSync } from 'node:child_process';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { repoRoot } from '../../tools/lib/paths.mjs';

const results = path.join(repoRoot, 'bench/results');

/**
 * Runs one benchmark, writes what it found to `bench/results/<name>.json` and prints it as a table.
 *
 * @param options.measure returns `versions`, `goals` (a list of `{goal, unit, limit, measured}`), and `summaries` by
 * what was measured, and whatever else belongs to its result
 * @returns whether all goals were met
 */
export async function report({ name, measure }) {
  console.log(`\n=== ${name}`);
  const loadBefore = os.loadavg();
  const { versions, goals, summaries, ...rest } = await measure();
  const judged = goals.map(goal => ({
    ...goal,
    met: goal.measured < goal.limit,
  }));
  const result = {
    benchmark: name,
    date: new Date().toISOString(),
    commit: commit(),
    hardware: hardware(),
    versions: { node: process.versions.node, ...versions },
    loadAverage: { before: loadBefore[0], after: os.loadavg()[0] },
    goals: judged,
    ...rest,
    summaries,
  };
  await fs.mkdir(results, { recursive: true });
  await fs.writeFile(
    path.join(results, `${name}.json`),
    `${JSON.stringify(result, null, 2)}\n`,
  );
  print(result);
  return judged.every(({ met }) => met);
}

function print({ goals, summaries, loadAverage }) {
  console.table(
    Object.fromEntries(
      Object.entries(summaries).map(([what, summary]) => [
        what,
        {
          samples: summary.samples,
          p50: summary.p50,
          p95: summary.p95,
          p99: summary.p99,
          'p50 of rounds': `${summary.p50OfRounds.min} - ${summary.p50OfRounds.max}`,
        },
      ]),
    ),
  );
  for (const { goal, unit, limit, measured, met } of goals) {
    console.log(
      `${
        met ? 'met' : 'MISSED'
      }: ${goal}: ${measured} ${unit}, goal under ${limit}`,
    );
  }
  console.log(
    `Milliseconds; load average ${loadAverage.before.toFixed(
      1,
    )} before, ${loadAverage.after.toFixed(1)} after.`,
  );
}

function hardware() {
  const [cpu] = os.cpus();
  return {
    cpu: cpu.model,
    cores: os.cpus().length,
    memoryGiB: Math.round(os.totalmem() / 2 ** 30),
  };
}

function commit() {
  const git = (...args) =>
    execFileSync('git', args, { cwd: repoRoot, encoding: 'utf8' }).trim();
  const changed = git('status', '--porcelain', 'packages', 'plugins', 'charts');
  return `${git('rev-parse', '--short=12', 'HEAD')}${
    changed && ' with changes'
  }`;
}
