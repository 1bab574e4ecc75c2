import { AsyncLocalStorage } from 'node:async_hooks';
import { LoggerService } from '@backstage/backend-plugin-api';
import { trace } from '@opentelemetry/api';
import { JsonObject } from '@backstage/types';

const fields = new AsyncLocalStorage<JsonObject>();

/** Runs the work so that each line which it logs, however deep inside, carries the fields. */
export function withLogFields<T>(added: JsonObject, work: () => T): T {
  return fields.run({ ...fields.getStore(), ...added }, work);
}

/** A logger that adds the fields of {@link withLogFields}, and the trace of what is traced. */
export function createContextLogger(logger: LoggerService): LoggerService {
  const here = () => {
    const added = { ...fields.getStore(), ...traceFields() };
    return Object.keys(added).length > 0 ? logger.child(added) : logger;
  };
  return {
    error: (message, meta) => here().error(message, meta),
    warn: (message, meta) => here().warn(message, meta),
    info: (message, meta) => here().info(message, meta),
    debug: (message, meta) => here().debug(message, meta),
    child: meta => createContextLogger(logger.child(meta)),
  };
}

function traceFields(): JsonObject {
  const span = trace.getActiveSpan();
  return span?.isRecording() ? { trace_id: span.spanContext().traceId } : {};
}
