import { access, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testHelm } from './testEnvironment';
import { eventually } from './TestStore';

/** A program that stands before the real Helm. */
export interface HelmScript {
  /** Path of the program. */
  binary: string;
  /** Waits until Helm was called to upgrade. */
  upgradeCalled(): Promise<void>;
  /** Lets upgrades through that wait. */
  open(): Promise<void>;
  /** Arguments and environment of all calls so far. */
  calls(): Promise<string>;
}

/**
 * Puts a program before the real Helm that writes down how it is called, and that holds upgrades
 * back until they are let through.
 */
export async function createHelmScript(options: {
  holdUpgrades: boolean;
}): Promise<HelmScript> {
  const directory = await mkdtemp(join(tmpdir(), 'helm-script-'));
  const path = (name: string) => join(directory, name);
  const hold = `touch '${path('called')}'
  while [ ! -e '${path('open')}' ]; do sleep 0.1; done`;
  await writeFile(
    path('helm'),
    `#!/bin/sh
{ printf '%s\\n' "$@"; env; } >>'${path('calls')}'
if [ "$1" = upgrade ]; then
  ${options.holdUpgrades ? hold : ':'}
fi
exec '${testHelm()}' "$@"
`,
    { mode: 0o755 },
  );
  return {
    binary: path('helm'),
    upgradeCalled: async () => {
      await eventually(
        () =>
          access(path('called')).then(
            () => true,
            () => false,
          ),
        'Helm is called to upgrade',
      );
    },
    open: () => writeFile(path('open'), ''),
    calls: () => readFile(path('calls'), 'utf8'),
  };
}
