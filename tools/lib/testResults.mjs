import fs from 'node:fs/promises';
import { run } from './run.mjs';
import { secondsSince } from './phases.mjs';

/** Thrown when a stage has failed, after its own output has said why. */
export class StageFailed extends Error {
  name = 'StageFailed';
}

/** Runs the stages of a test run one after the other and counts what passed. */
export class TestResults {
  passed = 0;
  failed = 0;
  /** What was not tested, each with its reason. */
  skipped = [];

  /**
   * Runs one stage under a heading.
   *
   * @param action returns `{passed, failed}`
   * @throws StageFailed when something in it failed
   */
  async stage(title, action) {
    const started = performance.now();
    console.log(`\n=== ${title}`);
    const { passed, failed } = await action();
    this.passed += passed;
    this.failed += failed;
    console.log(
      `--- ${title}: ${passed} passed, ${failed} failed, ${secondsSince(
        started,
      )} s`,
    );
    if (failed > 0) {
      throw new StageFailed(title);
    }
  }

  skip(what, reason) {
    this.skipped.push(`skipped: ${what}: ${reason}`);
  }

  get summary() {
    const counts = `${this.passed} passed, ${this.failed} failed`;
    return this.skipped.length === 0
      ? counts
      : [...this.skipped, '', `${counts}, ${this.skipped.length} skipped`].join(
          '\n',
        );
  }
}

/** Runs a program that either passes or fails as a whole. */
export async function checkCommand(command, args, options) {
  const { code } = await run(command, args, {
    ...options,
    print: true,
    anyExitCode: true,
  });
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** Runs all of the repository's Jest tests, or some files of them. A test that is skipped has failed. */
export async function jestTests({ files = [], reportFile, cwd, env, signal }) {
  const { code } = await run(
    'yarn',
    [
      'backstage-cli',
      'repo',
      'test',
      '--maxWorkers=3',
      // Hooks that start a whole backend take longer than Jest's 5 seconds on a busy machine.
      '--testTimeout=60000',
      '--json',
      `--outputFile=${reportFile}`,
      ...files,
    ],
    {
      cwd,
      signal,
      print: true,
      anyExitCode: true,
      // The Kubernetes client is an ECMAScript module, which Jest loads only so.
      env: { ...env, CI: '1', NODE_OPTIONS: '--experimental-vm-modules' },
    },
  );
  const report = JSON.parse(
    await fs.readFile(reportFile, 'utf8').catch(() => '{}'),
  );
  const failed =
    (report.numFailedTests ?? 0) +
    (report.numPendingTests ?? 0) +
    (report.numRuntimeErrorTestSuites ?? 0);
  return {
    passed: report.numPassedTests ?? 0,
    failed: code === 0 ? failed : Math.max(failed, 1),
  };
}

/** Runs test files with Node's own runner, one after the other. A test that is skipped has failed. */
export async function nodeTests({ files, reportFile, cwd, env, signal }) {
  const { code } = await run(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      '--test',
      '--test-concurrency=1',
      '--test-reporter=spec',
      '--test-reporter-destination=stdout',
      '--test-reporter=tap',
      `--test-reporter-destination=${reportFile}`,
      ...files,
    ],
    { cwd, env, signal, print: true, anyExitCode: true },
  );
  const report = await fs.readFile(reportFile, 'utf8');
  const count = name =>
    Number(report.match(new RegExp(`^# ${name} (\\d+)$`, 'm'))?.[1] ?? 0);
  const failed =
    count('fail') + count('cancelled') + count('skipped') + count('todo');
  return {
    passed: count('pass'),
    failed: code === 0 ? failed : Math.max(failed, 1),
  };
}
