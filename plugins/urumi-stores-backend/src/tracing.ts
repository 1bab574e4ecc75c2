import {
  Attributes,
  Context,
  context,
  isSpanContextValid,
  ROOT_CONTEXT,
  Span,
  SpanContext,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
} from '@opentelemetry/api';
import { ErrorClass } from '@urumi/backstage-plugin-urumi-stores-common';
import { redact } from './helm/redact';

/** Name of the tracer, and with it of the scope of all spans. */
export const TRACER = '@urumi/backstage-plugin-urumi-stores-backend';

const TRACE_PARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** What came of an attempt of a job. */
export type JobOutcome =
  | 'succeeded'
  /** It waits for its cluster, or for what happens in there. */
  | 'waiting'
  | 'retried'
  | 'failed'
  | 'cancelled'
  | 'handed_back'
  | 'lost';

/**
 * Runs the work in a span of its own, which fails with the work.
 *
 * @remarks
 * Without a telemetry set-up in the process this costs a function call: the spans are no-ops.
 */
export async function inSpan<T>(
  options: {
    name: string;
    kind?: SpanKind;
    attributes?: Attributes;
    /** Default: the span in which this is called. */
    parent?: Context;
  },
  work: (span: Span) => Promise<T>,
): Promise<T> {
  const { name, kind, attributes, parent = context.active() } = options;
  return trace
    .getTracer(TRACER)
    .startActiveSpan(name, { kind, attributes }, parent, async span => {
      try {
        return await work(span);
      } catch (error) {
        span.setStatus({
          code: SpanStatusCode.ERROR,
          message: redact(String(error)),
        });
        throw error;
      } finally {
        span.end();
      }
    });
}

/** The span in which this is called, in the form of the `traceparent` header; null when there is none. */
export function currentTraceParent(): string | null {
  const span = trace.getActiveSpan()?.spanContext();
  return span && isSpanContextValid(span)
    ? `00-${span.traceId}-${span.spanId}-0${
        span.traceFlags & TraceFlags.SAMPLED
      }`
    : null;
}

/** Runs an attempt of a job under the request that asked for it, whichever replica answered that. */
export async function traceJob<T>(
  job: {
    id: string;
    store_id: string;
    action: string;
    attempt: number;
    trace_parent: string | null;
  },
  work: () => Promise<T>,
): Promise<T> {
  return inSpan(
    {
      name: `job ${job.action}`,
      kind: SpanKind.CONSUMER,
      attributes: {
        'urumi.job.id': job.id,
        'urumi.job.action': job.action,
        'urumi.job.attempt': job.attempt,
        'urumi.store.id': job.store_id,
      },
      parent: contextOf(job.trace_parent),
    },
    work,
  );
}

/** Says on the span of the job what came of its attempt. */
export function noteOutcome(
  outcome: JobOutcome,
  failure?: { code: string; error_class: ErrorClass; message: string },
): void {
  const span = trace.getActiveSpan();
  span?.setAttribute('urumi.job.outcome', outcome);
  if (failure) {
    span?.setAttributes({
      'urumi.failure.code': failure.code,
      'urumi.failure.class': failure.error_class,
    });
    if (outcome === 'failed') {
      span?.setStatus({
        code: SpanStatusCode.ERROR,
        message: redact(failure.message),
      });
    }
  }
}

/** Runs a step of a job; `waiting` on its span says that the job was given back meanwhile. */
export async function traceStep<T extends { state: string }>(
  step: string,
  work: () => Promise<T>,
): Promise<T> {
  return inSpan(
    { name: `step ${step}`, attributes: { 'urumi.step.name': step } },
    async span => {
      const result = await work();
      span.setAttribute('urumi.step.state', result.state);
      return result;
    },
  );
}

/**
 * Runs a request to another server. Only where it belongs to something that is traced: what the
 * process asks all the time for itself would be traces of one span.
 */
export async function traceCall<T>(
  options: { name: string; attributes: Attributes },
  work: () => Promise<T>,
): Promise<T> {
  return trace.getActiveSpan()?.isRecording()
    ? inSpan({ ...options, kind: SpanKind.CLIENT }, work)
    : work();
}

/** What is kept with a job may be of another version, or damaged: then the trace starts anew. */
function contextOf(traceParent: string | null): Context {
  const match = TRACE_PARENT.exec(traceParent ?? '');
  if (!match) {
    return ROOT_CONTEXT;
  }
  const [, traceId, spanId, flags] = match;
  const parent: SpanContext = {
    traceId,
    spanId,
    traceFlags: Number.parseInt(flags, 16) & TraceFlags.SAMPLED,
    isRemote: true,
  };
  return trace.setSpanContext(ROOT_CONTEXT, parent);
}
