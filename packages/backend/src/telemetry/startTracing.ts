import { InputError } from '@backstage/errors';

/** Traces that are being sent. */
export interface Tracing {
  protocol: string;
  /** Sends what is left. Resolves also when nobody takes it. */
  stop(): Promise<void>;
}

/**
 * Starts to send traces as the standard `OTEL_*` variables say: an OTLP endpoint, or
 * `OTEL_TRACES_EXPORTER=otlp` for the one on this machine.
 *
 * @returns undefined when they ask for none.
 * @throws InputError when they ask for what is not there.
 */
export async function startTracing(
  env: NodeJS.ProcessEnv,
): Promise<Tracing | undefined> {
  const endpoint =
    env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT || env.OTEL_EXPORTER_OTLP_ENDPOINT;
  const wanted = env.OTEL_TRACES_EXPORTER || (endpoint ? 'otlp' : 'none');
  if (wanted === 'none' || env.OTEL_SDK_DISABLED === 'true') {
    return undefined;
  }
  if (wanted !== 'otlp') {
    throw new InputError(
      `OTEL_TRACES_EXPORTER is '${wanted}', but only 'otlp' and 'none' are known here`,
    );
  }
  const protocol =
    env.OTEL_EXPORTER_OTLP_TRACES_PROTOCOL ||
    env.OTEL_EXPORTER_OTLP_PROTOCOL ||
    'http/protobuf';
  const exporter = await createExporter(protocol);
  const { BatchSpanProcessor, NodeTracerProvider } = await import(
    '@opentelemetry/sdk-trace-node'
  );
  const { detectResources, envDetector, hostDetector, resourceFromAttributes } =
    await import('@opentelemetry/resources');
  // Not the process's detector: it would send the command line.
  const detected = detectResources({ detectors: [hostDetector, envDetector] });
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'urumi-stores' }).merge(
      detected,
    ),
    spanProcessors: [new BatchSpanProcessor(exporter)],
  });
  provider.register();
  return {
    protocol,
    // The end of a backend never waits for its telemetry to go well.
    stop: () => provider.shutdown().catch(() => undefined),
  };
}

async function createExporter(protocol: string) {
  switch (protocol) {
    case 'http/protobuf': {
      const { OTLPTraceExporter } = await import(
        '@opentelemetry/exporter-trace-otlp-proto'
      );
      return new OTLPTraceExporter();
    }
    case 'http/json': {
      const { OTLPTraceExporter } = await import(
        '@opentelemetry/exporter-trace-otlp-http'
      );
      return new OTLPTraceExporter();
    }
    default:
      throw new InputError(
        `OTEL_EXPORTER_OTLP_PROTOCOL is '${protocol}', but only 'http/protobuf' and 'http/json' are known here`,
      );
  }
}
