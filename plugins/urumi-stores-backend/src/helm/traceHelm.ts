import { SpanStatusCode } from '@opentelemetry/api';
import { inSpan } from '../tracing';
import { redact } from './redact';
import { ProcessOptions, ProcessResult, runProcess } from './runProcess';

/** Runs one call of Helm in a span. Neither its arguments nor its output go there. */
export async function traceHelm(
  operation: string,
  options: ProcessOptions,
): Promise<ProcessResult> {
  return inSpan(
    {
      name: `helm ${operation}`,
      attributes: { 'urumi.helm.operation': operation },
    },
    async span => {
      const result = await runProcess(options);
      span.setAttribute('process.exit.code', result.exitCode ?? -1);
      if (result.exitCode !== 0) {
        const [firstLine] = redact(result.stderr).trim().split('\n');
        span.setStatus({ code: SpanStatusCode.ERROR, message: firstLine });
      }
      return result;
    },
  );
}
