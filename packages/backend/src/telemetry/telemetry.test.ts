import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { context, propagation, trace } from '@opentelemetry/api';
import urumiStoresPlugin from '@urumi/backstage-plugin-urumi-stores-backend';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import request from 'supertest';
import { startTracing } from './startTracing';
import { telemetryModule } from './telemetryModule';

jest.setTimeout(180_000);

interface OtlpSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  attributes: { key: string; value: { stringValue?: string } }[];
}

interface OtlpRequest {
  resourceSpans: {
    resource: { attributes: OtlpSpan['attributes'] };
    scopeSpans: { spans: OtlpSpan[] }[];
  }[];
}

/** Takes what is sent to it by OTLP over HTTP, in JSON. */
async function startReceiver() {
  const requests: OtlpRequest[] = [];
  const server = createServer(async (incoming, answer) => {
    requests.push((await json(incoming)) as OtlpRequest);
    answer.setHeader('content-type', 'application/json').end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    resources: () =>
      requests.flatMap(({ resourceSpans }) =>
        resourceSpans.flatMap(({ resource }) => resource.attributes),
      ),
    spans: () =>
      requests.flatMap(({ resourceSpans }) =>
        resourceSpans.flatMap(({ scopeSpans }) =>
          scopeSpans.flatMap(({ spans }) => spans),
        ),
      ),
    stop: async () => {
      server.close();
      await once(server, 'close');
    },
  };
}

const before = { ...process.env };

afterEach(() => {
  process.env = { ...before };
  trace.disable();
  context.disable();
  propagation.disable();
});

it('sends the way of a request over its job and steps to Helm, as one trace', async () => {
  const receiver = await startReceiver();
  Object.assign(process.env, {
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test',
  });
  const backend = await startTestBackend({
    features: [
      urumiStoresPlugin,
      telemetryModule,
      catalogServiceMock.factory({
        entities: [
          {
            apiVersion: 'backstage.io/v1alpha1',
            kind: 'Group',
            metadata: { name: 'platform', namespace: 'default' },
            spec: { type: 'team', children: [] },
          },
        ],
      }),
      mockServices.rootConfig.factory({
        data: {
          urumiStores: {
            helm: { binary: process.env.URUMI_TEST_HELM },
            clusters: [
              { name: 'sim', kubeconfig: process.env.URUMI_TEST_KUBECONFIG },
            ],
          },
        },
      }),
    ],
  });
  const call = (method: 'get' | 'post' | 'delete', path: string) =>
    request(backend.server)
      [method](`/api/urumi-stores${path}`)
      .set('authorization', mockCredentials.service.header());
  const until = async (id: string, status: string) => {
    while ((await call('get', `/stores/${id}`)).body.status !== status) {
      await sleep(250);
    }
  };
  const traceId = randomBytes(16).toString('hex');
  const spanId = randomBytes(8).toString('hex');
  const { body } = await call('post', '/stores')
    .set('traceparent', `00-${traceId}-${spanId}-01`)
    .send({});
  await until(body.store_id, 'READY');
  await call('delete', `/stores/${body.store_id}`);
  await until(body.store_id, 'DELETED');
  await backend.stop();
  await receiver.stop();

  expect(receiver.resources()).toEqual(
    expect.arrayContaining([
      { key: 'service.name', value: { stringValue: 'urumi-stores' } },
      { key: 'deployment.environment.name', value: { stringValue: 'test' } },
    ]),
  );
  const all = receiver.spans();
  const spans = all.filter(span => span.traceId === traceId);
  /** The names of a span and of all above it. */
  const wayOf = (span: OtlpSpan): string => {
    const parent = spans.find(each => each.spanId === span.parentSpanId);
    return parent ? `${wayOf(parent)} > ${span.name}` : span.name;
  };
  const ways = spans.map(wayOf);
  expect(ways).toEqual(
    expect.arrayContaining([
      'POST /stores',
      'POST /stores > job PROVISION > step namespace > kubernetes POST',
      'POST /stores > job PROVISION > step release > helm upgrade',
      'POST /stores > job PROVISION > step checkout',
    ]),
  );
  expect(ways.filter(way => !way.startsWith('POST /stores'))).toEqual([]);
  const [asked] = spans.filter(({ name }) => name === 'POST /stores');
  expect(asked.parentSpanId).toBe(spanId);
  // The delete was asked for by another request, so it is another trace.
  const removed = all.find(({ name }) => name === 'job DELETE');
  expect(removed?.traceId).not.toBe(traceId);
  expect(all.some(({ name }) => name === 'helm uninstall')).toBe(true);
});

describe('startTracing', () => {
  it.each([
    {},
    {
      OTEL_SDK_DISABLED: 'true',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1',
    },
    {
      OTEL_TRACES_EXPORTER: 'none',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1',
    },
  ])('does nothing with %j', async env => {
    expect(await startTracing(env)).toBeUndefined();
  });

  it('sends in the protocol that the standard has as its default', async () => {
    const tracing = await startTracing({ OTEL_TRACES_EXPORTER: 'otlp' });
    expect(tracing?.protocol).toBe('http/protobuf');
    await tracing?.stop();
  });

  it.each([
    { OTEL_TRACES_EXPORTER: 'zipkin' },
    { OTEL_TRACES_EXPORTER: 'otlp', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
  ])('refuses %j, which it cannot do', async env => {
    await expect(startTracing(env)).rejects.toThrow('known here');
  });
});
