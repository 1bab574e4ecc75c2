import fs from 'node:fs/promises';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { repoRoot } from './paths.mjs';
import { note } from './phases.mjs';
import { Problem } from './problem.mjs';
import { run } from './run.mjs';

const names = [
  'google-chrome',
  'google-chrome-stable',
  'chromium',
  'chromium-browser',
];
const macOsPrograms = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/**
 * Path of a Chrome or Chromium: the one in CHROME_PATH, an installed one, Playwright's own download, or the
 * distribution's package where this process may install it.
 *
 * @throws Problem when there is none of these
 */
export async function findBrowser({ signal }) {
  if (process.env.CHROME_PATH) {
    return process.env.CHROME_PATH;
  }
  const installed = await firstInstalled();
  if (installed) {
    return installed;
  }
  const downloaded = chromium.executablePath();
  if (!(await works(downloaded, signal))) {
    note("no Chrome or Chromium is installed: downloading Playwright's own");
    await run(
      process.execPath,
      [
        path.join(repoRoot, 'node_modules/playwright-core/cli.js'),
        'install',
        'chromium',
      ],
      {
        signal,
        anyExitCode: true,
        progress: 'downloading',
        env: { PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '5000' },
      },
    );
  }
  if (await works(downloaded, signal)) {
    return downloaded;
  }
  if (process.getuid() === 0 && (await isExecutable('/usr/bin/apt-get'))) {
    note('the download cannot be used: installing the package chromium');
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['update'], { signal, env, anyExitCode: true });
    await run(
      'apt-get',
      ['install', '-y', '--no-install-recommends', 'chromium'],
      { signal, env, progress: 'installing' },
    );
    const packaged = await firstInstalled();
    if (packaged) {
      return packaged;
    }
  }
  throw new Problem(
    'No Chrome or Chromium was found, and none could be downloaded. Install one, or name its program by CHROME_PATH.',
  );
}

async function firstInstalled() {
  const folders = process.env.PATH.split(path.delimiter);
  const places = [
    ...names.flatMap(name => folders.map(folder => path.join(folder, name))),
    ...macOsPrograms,
  ];
  for (const place of places) {
    if (await isExecutable(place)) {
      return place;
    }
  }
  return undefined;
}

/** A download may lack libraries of the system that it needs. */
async function works(program, signal) {
  if (!(await isExecutable(program))) {
    return false;
  }
  const { code } = await run(program, ['--version'], {
    signal,
    anyExitCode: true,
  });
  return code === 0;
}

async function isExecutable(file) {
  try {
    await fs.access(file, fs.constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
