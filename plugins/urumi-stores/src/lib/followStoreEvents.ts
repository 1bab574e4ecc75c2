import { ResponseError } from '@backstage/errors';
import { DiscoveryApi, FetchApi } from '@backstage/core-plugin-api';
import {
  StoreEvent,
  URUMI_STORES_PLUGIN_ID,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { parseServerSentEvents } from './parseServerSentEvents';

/**
 * The events of a store as they happen, oldest first, until the server or the signal ends it.
 *
 * @throws ResponseError when the server refuses the stream.
 */
export async function* followStoreEvents(options: {
  discoveryApi: DiscoveryApi;
  fetchApi: FetchApi;
  storeId: string;
  /** Id of the newest event that is known already; 0 for none. */
  after: number;
  signal: AbortSignal;
}): AsyncGenerator<StoreEvent> {
  const { discoveryApi, fetchApi, storeId, after, signal } = options;
  const baseUrl = await discoveryApi.getBaseUrl(URUMI_STORES_PLUGIN_ID);
  const response = await fetchApi.fetch(
    `${baseUrl}/stores/${encodeURIComponent(storeId)}/events/stream`,
    {
      headers: {
        accept: 'text/event-stream',
        'last-event-id': String(after),
      },
      signal,
    },
  );
  if (!response.ok) {
    throw await ResponseError.fromResponse(response);
  }
  if (!response.body) {
    throw new Error('The stream of events has no body in this browser');
  }
  for await (const message of parseServerSentEvents(text(response.body))) {
    const event: unknown = JSON.parse(message.data);
    if (isStoreEvent(event)) {
      yield event;
    }
  }
}

async function* text(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  try {
    for (
      let { done, value } = await reader.read();
      !done;
      { done, value } = await reader.read()
    ) {
      yield decoder.decode(value, { stream: true });
    }
  } finally {
    await reader.cancel();
  }
}

function isStoreEvent(value: unknown): value is StoreEvent {
  return (
    typeof value === 'object' &&
    value !== null &&
    'id' in value &&
    typeof value.id === 'number' &&
    'event_type' in value
  );
}
