import { AuditorService } from '@backstage/backend-plugin-api';
import { isError, NotAllowedError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import { HiddenError } from '../errors';
import { currentRequest } from '../requestContext';

/** What is written into the audit log: of an HTTP call also where it came from. */
export interface AuditEvent {
  eventId: string;
  severityLevel: 'low' | 'medium' | 'high';
  meta: JsonObject;
}

/**
 * Runs a use case between the two halves of its audit event.
 */
export async function audited<T>(
  auditor: AuditorService,
  event: AuditEvent,
  run: () => Promise<T>,
): Promise<T> {
  const audit = await auditor.createEvent({
    ...event,
    request: currentRequest(),
  });
  try {
    const result = await run();
    await audit.success();
    return result;
  } catch (error) {
    await audit.fail({
      error: isError(error) ? error : new Error(String(error)),
    });
    throw error;
  }
}

/**
 * Runs what decides whether the caller may do something, and audits a refusal. What is refused for
 * another reason, such as input that is wrong, is no attempt at anything.
 */
export async function auditRefusal<T>(
  auditor: AuditorService,
  event: AuditEvent,
  decide: () => Promise<T>,
): Promise<T> {
  try {
    return await decide();
  } catch (error) {
    if (error instanceof NotAllowedError || error instanceof HiddenError) {
      const audit = await auditor.createEvent({
        ...event,
        request: currentRequest(),
      });
      await audit.fail({ error });
    }
    throw error;
  }
}
