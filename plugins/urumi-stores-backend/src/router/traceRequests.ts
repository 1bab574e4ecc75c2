import {
  context,
  propagation,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import express from 'express';
import { TRACER } from '../tracing';

/**
 * A span for each request, in the trace of its `traceparent` header or of an instrumentation that
 * has seen it before.
 */
export function createTraceMiddleware(): express.RequestHandler {
  return (request, response, next) => {
    const { method } = request;
    const here = context.active();
    const parent = trace.getSpan(here)
      ? here
      : propagation.extract(here, request.headers);
    const span = trace.getTracer(TRACER).startSpan(
      method,
      {
        kind: SpanKind.SERVER,
        attributes: { 'http.request.method': method },
      },
      parent,
    );
    response.once('close', () => {
      const { statusCode } = response;
      // Never the path itself, which has ids in it.
      const route: string | undefined = request.route?.path;
      if (route !== undefined) {
        span.updateName(`${method} ${route}`);
        span.setAttribute('http.route', route);
      }
      span.setAttribute('http.response.status_code', statusCode);
      if (statusCode >= 500) {
        span.setStatus({ code: SpanStatusCode.ERROR });
      }
      span.end();
    });
    context.with(trace.setSpan(parent, span), () => next());
  };
}
