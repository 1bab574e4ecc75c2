import { AuditorService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';

/**
 * Runs a use case between the two halves of its audit event.
 */
export async function audited<T>(
  auditor: AuditorService,
  event: {
    eventId: string;
    severityLevel: 'low' | 'medium' | 'high';
    meta: JsonObject;
  },
  run: () => Promise<T>,
): Promise<T> {
  const audit = await auditor.createEvent(event);
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
