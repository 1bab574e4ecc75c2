import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, Server } from 'node:https';
import { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import { createCertificate } from '../__testUtils__/createCertificate';
import { ClusterClient } from './ClusterClient';
import { ClusterUnreachableError, KubernetesApiError } from './errors';
import { readPodLog, ReadPodLogOptions, telltaleContainer } from './readPodLog';
import { ContainerView, PodView } from './projections';

const KIB = 1024;

/** As much of a kubelet as writes logs: no simulated node has one. */
describe('readPodLog', () => {
  let server: Server;
  let client: ClusterClient;
  let directory: string;
  let asked: URL[];
  let answer: (query: URLSearchParams) => { status?: number; text: string };

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'pod-log-'));
    const { certificate: cert, key } = await createCertificate(directory);
    server = createServer({ cert, key }, (request, response) => {
      const url = new URL(request.url ?? '', 'http://kubelet');
      asked.push(url);
      const { status = 200, text } = answer(url.searchParams);
      response.writeHead(status).end(text);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    client = await ClusterClient.fromConfig({
      name: 'local',
      server: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
      token: 'token',
      caFile: join(directory, 'certificate.pem'),
      logger: mockServices.logger.mock(),
    });
  });

  beforeEach(() => {
    asked = [];
  });

  afterAll(async () => {
    await client.close();
    server.close();
    await rm(directory, { recursive: true });
  });

  const read = (options: Partial<ReadPodLogOptions> = {}) =>
    readPodLog(client, {
      namespace: 'store-1',
      pod: 'web-1',
      container: 'web',
      previous: false,
      lines: 100,
      redact: text => text.replaceAll('secret', '[redacted]'),
      ...options,
    });

  const line = (second: string, text: string) =>
    `2026-11-23T10:00:${second}Z ${text}\n`;

  it('asks for the end of one container, and takes secrets out', async () => {
    answer = () => ({
      text:
        line('01.000000001', 'the secret is') +
        line('02', '') +
        line('03', ' x'),
    });
    await expect(read({ previous: true })).resolves.toEqual({
      truncated: false,
      lines: [
        {
          time: '2026-11-23T10:00:01.000000001Z',
          text: 'the [redacted] is',
        },
        { time: '2026-11-23T10:00:02Z', text: '' },
        { time: '2026-11-23T10:00:03Z', text: ' x' },
      ],
    });
    expect(asked[0].pathname).toBe('/api/v1/namespaces/store-1/pods/web-1/log');
    expect(Object.fromEntries(asked[0].searchParams)).toEqual({
      container: 'web',
      previous: 'true',
      timestamps: 'true',
      tailLines: '100',
      limitBytes: String(4 * KIB * KIB),
    });
  });

  it('goes on behind a moment, to the nanosecond', async () => {
    answer = () => ({
      text:
        line('01.5', 'known') +
        line('01.500000001', 'new') +
        line('02', 'newer'),
    });
    const { lines } = await read({ since: '2026-11-23T10:00:01.5Z' });
    expect(lines.map(({ text }) => text)).toEqual(['new', 'newer']);
    expect(asked[0].searchParams.get('sinceTime')).toBe('2026-11-23T10:00:01Z');
  });

  it('keeps the newest 256 KiB in whole lines, and says that there were more', async () => {
    answer = () => ({
      text: Array.from({ length: 50 }, (_, index) =>
        line(String(index).padStart(2, '0'), 'x'.repeat(10 * KIB)),
      ).join(''),
    });
    const { lines, truncated } = await read();
    expect(truncated).toBe(true);
    expect(lines).toHaveLength(25);
    expect(lines[0]).toEqual({
      time: '2026-11-23T10:00:25Z',
      text: 'x'.repeat(10 * KIB),
    });
    expect(lines.at(-1)?.time).toBe('2026-11-23T10:00:49Z');
  });

  it('asks for fewer lines when so many of them are too long to be read', async () => {
    answer = query => ({
      text:
        query.get('tailLines') === '100'
          ? 'x'.repeat(4 * KIB * KIB)
          : line('59', 'the newest'),
    });
    const { lines } = await read();
    expect(lines.map(({ text }) => text)).toEqual(['the newest']);
    expect(asked.map(url => url.searchParams.get('tailLines'))).toEqual([
      '100',
      '10',
    ]);
  });

  it('tells nothing of a line that is too long, in which half a secret may stand', async () => {
    const end = 'secret'.slice(3) + 'x'.repeat(256 * KIB - 3);
    answer = () => ({ text: `${'x'.repeat(KIB)}sec${end}` });
    await expect(read()).resolves.toEqual({ lines: [], truncated: true });
  });

  it('leaves out a line of which the end was not read', async () => {
    const rest = `\n${line('58', 'whole')}2026-11-23T10:00:59Z the sec`;
    answer = () => ({
      text: 'x'.repeat(4 * KIB * KIB - rest.length) + rest,
    });
    const { lines, truncated } = await read({ lines: 1 });
    expect(lines.map(({ text }) => text)).toEqual(['whole']);
    expect(truncated).toBe(true);
  });

  it('says in the words of Kubernetes why there is none', async () => {
    answer = () => ({
      status: 400,
      text: JSON.stringify({
        reason: 'BadRequest',
        message: 'container "web" in pod "web-1" is waiting to start',
      }),
    });
    await expect(read()).resolves.toEqual({
      lines: [],
      truncated: false,
      absent: 'container "web" in pod "web-1" is waiting to start',
    });
  });

  it.each([
    [403, 'Forbidden', KubernetesApiError],
    [500, 'InternalError', ClusterUnreachableError],
  ])('throws when the server answers %d', async (status, reason, type) => {
    answer = () => ({ status, text: JSON.stringify({ reason, message: '' }) });
    await expect(read()).rejects.toBeInstanceOf(type);
  });
});

describe('telltaleContainer', () => {
  const container = (changes: object): ContainerView => ({
    name: 'web',
    init: false,
    ready: true,
    state: 'running',
    image: 'shop',
    restarts: 0,
    reason: undefined,
    message: undefined,
    failingSince: undefined,
    lastExit: undefined,
    ...changes,
  });
  const done = { init: true, state: 'terminated', lastExit: { code: 0 } };

  it.each<[string, object[], string | undefined]>([
    [
      'the first main one when all is well',
      [{ ...done, name: 'a' }, {}],
      'web',
    ],
    ['the one that is not ready', [{}, { name: 'b', ready: false }], 'b'],
    [
      'an init container that has not ended',
      [{ name: 'a', init: true, ready: false }, { ready: false }],
      'a',
    ],
    ['none in a pod that has not begun', [], undefined],
  ])('is %s', (_, containers, name) => {
    const pod = { containers: containers.map(one => container(one)) };
    expect(telltaleContainer(pod as unknown as PodView)).toBe(name);
  });
});
