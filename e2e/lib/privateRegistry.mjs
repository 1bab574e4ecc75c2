import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { waitUntil } from './waitUntil.mjs';

const run = promisify(execFile);

/** The bcrypt hash of the password of {@link registryLogin}. */
const passwordHash =
  '$2y$05$z1xvnGmQ5pYe0B2tPZnug.N7CR06N0zfZwsX/iyCsYBtPYRm/sGba';

/** Content of a Docker configuration file with the only login that a {@link startPrivateRegistry} takes. */
export function registryLogin(address) {
  const auth = Buffer.from('urumi:only-in-tests').toString('base64');
  return JSON.stringify({ auths: { [address]: { auth } } });
}

/**
 * Serves an empty registry at an address of this machine until the end of the test: over TLS with a certificate of its
 * own, and for one login.
 *
 * @returns `variables` by which image builders trust it and log in; `caFile`, the certificate; `requests`, which gives
 *   what it was asked so far, each with `method`, `path`, `client` and `status`
 */
export async function startPrivateRegistry({ address, t }) {
  const directory = await fs.mkdtemp(path.join(os.tmpdir(), 'urumi-registry-'));
  t.after(() => fs.rm(directory, { recursive: true }));
  const file = name => path.join(directory, name);
  await fs.mkdir(file('authorities'));
  const caFile = file('authorities/registry.crt');
  await run('openssl', [
    ...'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=registry'.split(
      ' ',
    ),
    ...['-addext', `subjectAltName=IP:${address.split(':')[0]}`],
    ...['-keyout', file('registry.key'), '-out', caFile],
  ]);
  await fs.writeFile(file('htpasswd'), `urumi:${passwordHash}\n`);
  await fs.writeFile(file('auth.json'), registryLogin(address), {
    mode: 0o600,
  });
  await fs.writeFile(
    file('config.yml'),
    [
      'version: 0.1',
      'log: {level: info, formatter: json, accesslog: {disabled: true}}',
      `storage: {filesystem: {rootdirectory: ${file('storage')}}}`,
      `auth: {htpasswd: {realm: registry, path: ${file('htpasswd')}}}`,
      `http: {addr: "${address}", secret: only-in-tests, tls: {certificate: ${caFile}, key: ${file(
        'registry.key',
      )}}}`,
    ].join('\n'),
  );

  const child = spawn('docker-registry', ['serve', file('config.yml')], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const closed = once(child, 'close');
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', text => {
      log += text;
    });
  }
  t.after(async () => {
    child.kill('SIGTERM');
    await closed;
  });
  await waitUntil({
    what: `the registry listens at ${address}`,
    timeoutMs: 20_000,
    everyMs: 200,
    async check() {
      if (child.exitCode !== null) {
        throw new Error(`The registry ended: ${log}`);
      }
      return log.includes('listening on') || undefined;
    },
  });
  return {
    caFile,
    variables: {
      REGISTRY_AUTH_FILE: file('auth.json'),
      SSL_CERT_DIR: file('authorities'),
    },
    requests: () => log.split('\n').flatMap(asRequest),
  };
}

/** A line of the registry's log as the request that it tells of, if it does. */
function asRequest(line) {
  if (!line.includes('"response completed')) {
    return [];
  }
  const entry = JSON.parse(line);
  return [
    {
      method: entry['http.request.method'],
      path: entry['http.request.uri'],
      client: entry['http.request.useragent'],
      status: entry['http.response.status'],
    },
  ];
}
