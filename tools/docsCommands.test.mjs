import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { clusterProgramsOf } from './lib/clusterProgramList.mjs';
import { provideClusterPrograms } from './lib/clusterPrograms.mjs';
import { commandBlocks, commandsOf } from './lib/commandBlocks.mjs';
import { repoRoot } from './lib/paths.mjs';

// The word after the fence says what can be done with a block (see tools/README.md): `sh run` is run as it stands, `sh` command by
// command in the form that changes nothing, `console` is only read by bash, for it has places to fill in.
const run = promisify(execFile);
const pages = (await run('git', ['ls-files', '*.md'], { cwd: repoRoot })).stdout
  .trim()
  .split('\n');
const manifest = JSON.parse(
  await fs.readFile(path.join(repoRoot, 'package.json'), 'utf8'),
);
const api = await fs.readFile(path.join(repoRoot, 'docs/api.md'), 'utf8');

let folder;

before(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'commands-'));
  await provideClusterPrograms({
    linkFolder: folder,
    programs: clusterProgramsOf('current'),
  });
});

after(() => fs.rm(folder, { recursive: true, force: true }));

function bash(script, args = []) {
  return run(
    'bash',
    ['-o', 'errexit', '-o', 'pipefail', ...args, '-c', script],
    {
      cwd: repoRoot,
      env: {
        ...process.env,
        PATH: `${folder}:${process.env.PATH}`,
        HOME: folder,
      },
    },
  );
}

/** How each program is tried without changing anything; what is not here is known to the reader's machine only. */
const trials = {
  async make(args) {
    await bash(`make --dry-run ${args.join(' ')}`);
  },
  async helm([, ...args]) {
    const kept = args.filter(
      arg => !['--install', '--create-namespace', '--wait'].includes(arg),
    );
    await bash(`helm template ${kept.join(' ')}`);
  },
  async 'tools/bootstrap.sh'([program, ...args]) {
    if (program === 'yarn') {
      const [script] = args;
      assert.ok(
        script === 'backstage-cli' || script in manifest.scripts,
        `package.json has no script ${script}`,
      );
      return;
    }
    assert.equal(program, 'node');
    for (const file of args.filter(arg => !arg.startsWith('-'))) {
      const found = await Array.fromAsync(
        fs.glob(file.replace(/^'|'$/g, ''), { cwd: repoRoot }),
      );
      assert.ok(found.length > 0, `there is no ${file}`);
    }
  },
  async curl(args) {
    const [, route] =
      /\/api\/urumi-stores(\/[\w/{}-]*)/.exec(args.join(' ')) ?? [];
    assert.ok(
      route && new RegExp(`^### [A-Z]+ ${route}$`, 'm').test(api),
      `docs/api.md has no ${route}`,
    );
  },
};

/** Options and words of a script of this repository, against its own `--help`. */
async function tryScript(script, args) {
  const { stdout } = await bash(`${script} --help`);
  for (const arg of args.filter(each => /^--[a-z]/.test(each))) {
    const [option] = arg.split('=');
    assert.ok(
      option === '--help' || stdout.includes(option),
      `${script} --help does not know ${option}`,
    );
  }
}

for (const page of pages) {
  const text = await fs.readFile(path.join(repoRoot, page), 'utf8');
  for (const [index, { language, code }] of commandBlocks(text).entries()) {
    const title = `${page}, block ${index + 1} (${language})`;

    test(`${title} is what bash understands`, async () => {
      await bash(code, ['-n']);
    });

    if (language === 'sh run') {
      test(`${title} runs`, async () => {
        for (const { line } of commandsOf(code)) {
          await bash(line);
        }
      });
    } else if (language === 'sh') {
      test(`${title} has commands that there are`, async () => {
        for (const { program, args } of commandsOf(code)) {
          if (program.startsWith('scripts/')) {
            await tryScript(program, args);
          } else if (trials[program]) {
            await trials[program](args);
          } else if (program.includes('/')) {
            await fs.access(path.join(repoRoot, program), fs.constants.X_OK);
          }
        }
      });
    }
  }
}
