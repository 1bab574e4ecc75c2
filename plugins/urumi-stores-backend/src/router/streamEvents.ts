import { LoggerService } from '@backstage/backend-plugin-api';
import { StoreEvent } from '@urumi/backstage-plugin-urumi-stores-common';
import { Response } from 'express';
import { once } from 'node:events';

const KEEP_ALIVE_MS = 15_000;

/**
 * Sends events as Server-Sent Events, until there are no more or the signal aborts.
 */
export async function streamEvents(options: {
  response: Response;
  events: AsyncIterable<StoreEvent>;
  signal: AbortSignal;
  logger: LoggerService;
  /** How often a comment is sent so that nothing between closes the connection. Milliseconds. */
  keepAliveMs?: number;
}): Promise<void> {
  const { response, events, signal, logger } = options;
  const { keepAliveMs = KEEP_ALIVE_MS } = options;
  response.status(200).set({
    'Content-Type': 'text/event-stream; charset=utf-8',
    // no-transform also keeps the backend's own compression away, which would hold events back.
    'Cache-Control': 'no-cache, no-transform',
    'X-Accel-Buffering': 'no',
  });
  response.flushHeaders();
  if (response.req.method === 'HEAD') {
    response.end();
    return;
  }
  const keepAlive = setInterval(
    () => response.write(': keep-alive\n\n'),
    keepAliveMs,
  );
  try {
    for await (const event of events) {
      if (!response.write(toFrame(event))) {
        await once(response, 'drain', { signal });
      }
    }
  } catch (error) {
    if (!signal.aborted) {
      // The status is sent: all that is left is to end, and the client asks again.
      logger.warn(`An event stream broke off: ${error}`);
    }
  } finally {
    clearInterval(keepAlive);
    response.end();
  }
}

function toFrame(event: StoreEvent): string {
  return `id: ${event.id}\nevent: ${event.event_type}\ndata: ${JSON.stringify(
    event,
  )}\n\n`;
}
