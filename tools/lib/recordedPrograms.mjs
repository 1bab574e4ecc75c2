import { execFile } from 'node:child_process';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { repoRoot } from './paths.mjs';

/** Of every system; what a script needs beyond these is what its test is about. */
const systemPrograms =
  'awk basename bash cat chmod cksum cmp cut date dirname env find grep head install mkdir mktemp mv rm sed sh sort tail touch tr';

/**
 * A machine for scripts to run on whose programs only write down how they were called. Beside those that a test adds, it has
 * what every system has, and the folder `scripts` and `values` of this repository at `root`.
 */
export class RecordedPrograms {
  /** @param {string} folder */
  constructor(folder) {
    this.folder = folder;
    this.root = path.join(folder, 'root');
    this.state = path.join(folder, 'state');
  }

  static async create() {
    const machine = new RecordedPrograms(
      await fs.mkdtemp(path.join(os.tmpdir(), 'urumi-scripts-')),
    );
    await fs.mkdir(path.join(machine.folder, 'bin'));
    await fs.cp(
      path.join(repoRoot, 'scripts'),
      path.join(machine.root, 'scripts'),
      { recursive: true },
    );
    await fs.cp(
      path.join(repoRoot, 'values'),
      path.join(machine.root, 'values'),
      { recursive: true },
    );
    for (const name of systemPrograms.split(' ')) {
      await machine.#linkSystem(name);
    }
    return machine;
  }

  async #linkSystem(name) {
    for (const folder of process.env.PATH.split(':')) {
      const file = path.join(folder, name);
      if (
        await fs.access(file).then(
          () => true,
          () => false,
        )
      ) {
        await fs.symlink(file, path.join(this.folder, 'bin', name));
        return;
      }
    }
    throw new Error(`This machine has no ${name}`);
  }

  /**
   * Adds a program that writes down its name and arguments, and then runs `body`, in bash. `$FOLDER` is a folder of this
   * machine that it may keep files in.
   */
  async add(name, body = '') {
    const file = path.join(this.folder, 'bin', name);
    await fs.rm(file, { force: true });
    await fs.writeFile(
      file,
      `#!/usr/bin/env bash
FOLDER='${this.folder}'
printf '%s\\n' "${name} $*" >>"$FOLDER/calls"
${body}
`,
      { mode: 0o755 },
    );
  }

  /** Takes a program away. */
  remove(name) {
    return fs.rm(path.join(this.folder, 'bin', name), { force: true });
  }

  /** Runs a script. @returns its exit code and what it wrote */
  run(script, args = [], env = {}) {
    return new Promise(resolve => {
      execFile(
        path.join(this.root, 'scripts', script),
        args,
        {
          env: {
            PATH: path.join(this.folder, 'bin'),
            HOME: this.folder,
            URUMI_STATE: this.state,
            ...env,
          },
        },
        (error, stdout, stderr) =>
          resolve({ code: error?.code ?? 0, stdout, stderr }),
      );
    });
  }

  /** How the added programs were called since the last look. */
  async calls() {
    const file = path.join(this.folder, 'calls');
    const text = await fs.readFile(file, 'utf8').catch(() => '');
    await fs.rm(file, { force: true });
    return text.split('\n').filter(Boolean);
  }

  end() {
    return fs.rm(this.folder, { recursive: true, force: true });
  }
}
