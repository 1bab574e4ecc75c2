import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createMockDirectory } from '@backstage/backend-test-utils';

const run = promisify(execFile);

jest.setTimeout(60_000);

describe('a backend that cannot start', () => {
  const directory = createMockDirectory();

  it('ends in order, and says what kept it from starting', async () => {
    const config = directory.resolve('config.json');
    await writeFile(
      config,
      JSON.stringify({
        backend: {
          baseUrl: 'http://127.0.0.1:0',
          listen: { host: '127.0.0.1', port: 0 },
          database: { client: 'better-sqlite3', connection: ':memory:' },
        },
      }),
    );
    const { NODE_OPTIONS: _, ...environment } = process.env;
    const started = run(
      process.execPath,
      [
        '--require',
        require.resolve('@backstage/cli/config/nodeTransform.cjs'),
        join(__dirname, '__testUtils__/runFailingBackend.ts'),
        '--config',
        config,
      ],
      { env: { ...environment, NODE_ENV: 'production' }, timeout: 50_000 },
    );
    await expect(started).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /The tables could not be made.*What was in hand is given back/s,
      ),
    });
  });
});
