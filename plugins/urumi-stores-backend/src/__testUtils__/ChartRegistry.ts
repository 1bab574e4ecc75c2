import { execFile, spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import {
  createServer,
  IncomingMessage,
  Server,
  ServerResponse,
} from 'node:http';
import { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePorts } from './freePorts';
import { testHelm } from './testEnvironment';
import { eventually } from './TestStore';

const run = promisify(execFile);

/** A registry on this machine, without TLS. */
export interface ChartRegistry {
  /** Host and port. */
  address: string;
  stop(): Promise<void>;
}

/** Pushes a chart with Helm, and returns the digest of its manifest. */
export async function pushChart(
  { address }: Pick<ChartRegistry, 'address'>,
  chartDirectory: string,
): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'push-chart-'));
  try {
    const env = { PATH: process.env.PATH, HOME: directory };
    const helm = (...args: string[]) => run(testHelm(), args, { env });
    await helm('package', chartDirectory, '--destination', directory);
    const [archive] = (await readdir(directory)).filter(name =>
      name.endsWith('.tgz'),
    );
    const { stdout, stderr } = await helm(
      'push',
      join(directory, archive),
      `oci://${address}/charts`,
      '--plain-http',
    );
    const digest = /Digest: (sha256:[0-9a-f]{64})/.exec(stdout + stderr)?.[1];
    if (!digest) {
      throw new Error(`Helm named no digest: ${stdout}${stderr}`);
    }
    return digest;
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** Debian's `docker-registry`; undefined where it is not installed. */
export async function startDockerRegistry(): Promise<
  ChartRegistry | undefined
> {
  const directory = await mkdtemp(join(tmpdir(), 'docker-registry-'));
  const { PORT } = await freePorts(['PORT']);
  const address = `127.0.0.1:${PORT}`;
  const file = join(directory, 'config.yml');
  await writeFile(
    file,
    [
      'version: 0.1',
      `storage: {filesystem: {rootdirectory: ${join(directory, 'storage')}}}`,
      `http: {addr: "${address}", secret: only-in-tests}`,
    ].join('\n'),
  );
  const child = spawn('docker-registry', ['serve', file], { stdio: 'ignore' });
  const started = await once(child, 'spawn').catch(() => undefined);
  if (!started) {
    await rm(directory, { recursive: true });
    return undefined;
  }
  await eventually(
    () =>
      fetch(`http://${address}/v2/`).then(
        ({ ok }) => ok,
        () => false,
      ),
    'the registry answers',
  );
  return {
    address,
    async stop() {
      const closed = once(child, 'close');
      child.kill('SIGTERM');
      await closed;
      await rm(directory, { recursive: true });
    },
  };
}

/** As much of the OCI distribution protocol as Helm uses, and it can lie. */
export class SmallRegistry implements ChartRegistry {
  /** Paths that were asked for. */
  readonly requests: string[] = [];
  /** What a path is answered with instead of what was pushed there. */
  readonly lies = new Map<RegExp, Buffer>();
  readonly #server: Server;
  readonly #contents = new Map<string, { body: Buffer; type: string }>();

  private constructor(server: Server) {
    this.#server = server;
    server.on('request', (request, response) =>
      this.#handle(request, response).catch(() => response.destroy()),
    );
  }

  static async start(): Promise<SmallRegistry> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new SmallRegistry(server);
  }

  get address(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    const closed = once(this.#server, 'close');
    this.#server.close();
    await closed;
  }

  async #handle(request: IncomingMessage, response: ServerResponse) {
    const { method = '' } = request;
    const url = new URL(request.url ?? '', 'http://registry');
    const path = url.pathname;
    this.requests.push(`${method} ${path}`);
    const body = Buffer.concat(await request.toArray());
    if (method === 'POST') {
      response.writeHead(202, { location: `${path}${randomUUID()}` }).end();
    } else if (method === 'PUT') {
      const digest = url.searchParams.get('digest') ?? sha256(body);
      const type = request.headers['content-type'] ?? '';
      const folder = path.replace(/\/(uploads\/)?[^/]*$/, '');
      this.#contents.set(`${folder}/${digest}`, { body, type });
      this.#contents.set(path, { body, type });
      response
        .writeHead(201, {
          location: `${folder}/${digest}`,
          'docker-content-digest': digest,
        })
        .end();
    } else {
      this.#answer(path, method, response);
    }
  }

  #answer(path: string, method: string, response: ServerResponse) {
    const content = this.#contents.get(path);
    if (path !== '/v2/' && !content) {
      response.writeHead(404).end();
      return;
    }
    const lie = [...this.lies].find(([asked]) => asked.test(path))?.[1];
    const sent = lie ?? content?.body ?? Buffer.from('{}');
    response.writeHead(200, {
      'content-type': content?.type || 'application/octet-stream',
      'content-length': sent.length,
      // As of what was pushed: a liar does not say so.
      'docker-content-digest': sha256(content?.body ?? sent),
    });
    response.end(method === 'HEAD' ? undefined : sent);
  }
}

function sha256(content: Buffer): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}
