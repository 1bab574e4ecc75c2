import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A certificate for a server on the loopback address, which is its own authority. */
export async function createCertificate(
  directory: string,
): Promise<{ certificate: string; key: string }> {
  const path = (name: string) => join(directory, name);
  await run('openssl', [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-days',
    '2',
    '-subj',
    '/CN=fault-proxy',
    '-addext',
    'subjectAltName=IP:127.0.0.1',
    '-keyout',
    path('key.pem'),
    '-out',
    path('certificate.pem'),
  ]);
  return {
    certificate: await readFile(path('certificate.pem'), 'utf8'),
    key: await readFile(path('key.pem'), 'utf8'),
  };
}
