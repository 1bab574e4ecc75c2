import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testHelm } from './testEnvironment';
import { eventually } from './TestStore';

/** A program that stands before the real Helm. */
export interface HelmScript {
  /** Path of the program. */
  binary: string;
  /** Lets upgrades wait from now on. */
  hold(): Promise<void>;
  /** Resolves when an upgrade waits. */
  upgradeCalled(): Promise<void>;
  /** Lets upgrades through. */
  open(): Promise<void>;
  /** Process id of the newest call. */
  pid(): Promise<number>;
  /** Arguments and environment of all calls so far. */
  calls(): Promise<string>;
}

/** Puts a program before the real Helm that writes down how it is called, and can hold it back. */
export async function createHelmScript(): Promise<HelmScript> {
  const directory = await mkdtemp(join(tmpdir(), 'helm-script-'));
  const path = (name: string) => join(directory, name);
  await writeFile(
    path('helm'),
    `#!/bin/sh
{ printf '%s\\n' "$@"; env; } >>'${path('calls')}'
echo $$ >'${path('pid')}'
while [ "$1" = upgrade ] && [ -e '${path('hold')}' ]; do
  touch '${path('waiting')}'
  sleep 0.1
done
exec '${testHelm()}' "$@"
`,
    { mode: 0o755 },
  );
  return {
    binary: path('helm'),
    hold: () => writeFile(path('hold'), ''),
    upgradeCalled: async () => {
      await eventually(
        () =>
          access(path('waiting')).then(
            () => true,
            () => false,
          ),
        'Helm is called to upgrade',
      );
    },
    open: () => rm(path('hold'), { force: true }),
    pid: async () => Number(await readFile(path('pid'), 'utf8')),
    calls: () => readFile(path('calls'), 'utf8'),
  };
}
