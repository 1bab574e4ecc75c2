import fs from 'node:fs/promises';
import path from 'node:path';

/** A program that runs Helm and writes down when it did, for Linux and its `date`. */
export async function createHelmRecorder({ directory, helm }) {
  const program = path.join(directory, 'helm');
  const log = path.join(directory, 'helm-calls');
  await fs.mkdir(directory, { recursive: true });
  await fs.writeFile(
    program,
    [
      '#!/bin/sh',
      'started=$(date +%s%N)',
      `'${helm}' "$@"`,
      'code=$?',
      `echo "$1 $2 $started $(date +%s%N)" >> '${log}'`,
      'exit $code',
      '',
    ].join('\n'),
    { mode: 0o755 },
  );
  return {
    program,
    /** @returns milliseconds of each call for a release, in order */
    async callsOf(release) {
      const lines = (await fs.readFile(log, 'utf8')).trim().split('\n');
      return lines
        .map(line => line.split(' '))
        .filter(([, name]) => name === release)
        .map(([operation, , started, ended]) => ({
          operation,
          milliseconds: (Number(ended) - Number(started)) / 1e6,
        }));
    },
  };
}
