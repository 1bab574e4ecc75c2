import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { exitCodes, Problem } from './Problem.mjs';
import { StoresApi } from './StoresApi.mjs';

const root = path.resolve(
  path.dirname(fileURLToPath(import.meta.url)),
  '../../..',
);

const commonOptions = {
  url: { type: 'string' },
  'token-file': { type: 'string' },
};

/** Options of what waits for the end of a job. */
export const waitingOptions = {
  timeout: { type: 'string', default: '900' },
  'no-wait': { type: 'boolean', default: false },
};

/** What `--set` of a call takes. */
export const settingOptions = {
  set: { type: 'string', multiple: true, default: [] },
};

/**
 * Runs one script: reads its arguments, calls `main` and ends the process with its exit code.
 *
 * @param options.positionals names of the arguments that are no options, all of which are needed
 * @param options.main is given `api`, the `values` of the options, `timeoutMs` where there is one, and the positionals by name
 */
export async function runCommand({ options = {}, positionals = [], main }) {
  try {
    const { values, positionals: given } = parse(options);
    if (given.length !== positionals.length) {
      throw new Problem(
        `Needed: ${
          positionals.map(name => `<${name}>`).join(' ') || 'options only'
        }; given: ${given.join(' ') || 'nothing'}. See --help.`,
        { exitCode: exitCodes.wrongUse },
      );
    }
    const timeoutMs = readTimeout(values.timeout);
    const api = await StoresApi.create(whereFrom(values));
    const named = Object.fromEntries(
      positionals.map((name, index) => [name, given[index]]),
    );
    await main({ api, values, timeoutMs, ...named });
  } catch (error) {
    const isKnown = error instanceof Problem;
    process.exitCode = isKnown ? error.exitCode : exitCodes.failed;
    console.error(isKnown ? `error: ${error.message}` : error);
    if (isKnown && error.next) {
      console.error(`  next: ${error.next}`);
    }
  }
}

/** What `--set key=value` of parameters means: JSON where it is any, else the text as it stands. */
export function readSettings(settings) {
  return Object.fromEntries(
    settings.map(setting => {
      const at = setting.indexOf('=');
      if (at < 1) {
        throw new Problem(`--set wants key=value, not '${setting}'.`, {
          exitCode: exitCodes.wrongUse,
        });
      }
      const text = setting.slice(at + 1);
      try {
        return [setting.slice(0, at), JSON.parse(text)];
      } catch {
        return [setting.slice(0, at), text];
      }
    }),
  );
}

function parse(options) {
  try {
    return parseArgs({
      options: { ...commonOptions, ...options },
      allowPositionals: true,
    });
  } catch (error) {
    throw new Problem(`${error.message.split('. ')[0]}. See --help.`, {
      exitCode: exitCodes.wrongUse,
    });
  }
}

function readTimeout(text) {
  const seconds = Number(text);
  if (text !== undefined && !(seconds > 0)) {
    throw new Problem(`--timeout is a number of seconds, not '${text}'.`, {
      exitCode: exitCodes.wrongUse,
    });
  }
  return seconds * 1000;
}

/** As `make start` lays it out, where nothing else is said. */
function whereFrom(values) {
  const { URUMI_BASE_URL, URUMI_API_TOKEN_FILE, URUMI_STATE } = process.env;
  return {
    url: values.url || URUMI_BASE_URL || 'http://localhost:7007',
    tokenFile:
      values['token-file'] ||
      URUMI_API_TOKEN_FILE ||
      path.join(URUMI_STATE || path.join(root, '.local'), 'api-token'),
  };
}
