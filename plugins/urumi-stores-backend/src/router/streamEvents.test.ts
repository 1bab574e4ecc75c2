import { once } from 'node:events';
import { AddressInfo } from 'node:net';
import { mockServices } from '@backstage/backend-test-utils';
import { StoreEvent } from '@urumi/backstage-plugin-urumi-stores-common';
import express from 'express';
import { EVENT } from './__testUtils__/exampleOfStore';
import { streamEvents } from './streamEvents';

/** Starts a server that streams the events, and calls it. */
async function stream(
  events: (signal: AbortSignal) => AsyncIterable<StoreEvent>,
) {
  const stop = new AbortController();
  const app = express();
  app.get('/', (_request, response) =>
    streamEvents({
      response,
      events: events(stop.signal),
      signal: stop.signal,
      logger: mockServices.logger.mock(),
      keepAliveMs: 5,
    }),
  );
  const server = app.listen(0);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}/`);
  return { response, stop, close: () => server.close() };
}

it('sends comments while nothing happens', async () => {
  const { response, stop, close } = await stream(async function* silent(
    signal,
  ) {
    await once(signal, 'abort');
  });
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += Buffer.from(chunk).toString();
    if (text.includes(': keep-alive\n\n: keep-alive\n\n')) {
      stop.abort();
    }
  }
  expect(text).toMatch(/^(: keep-alive\n\n)+$/);
  close();
});

it('waits for a client that reads slowly', async () => {
  const data = { text: 'x'.repeat(10_000) };
  const { response, close } = await stream(async function* many() {
    for (let id = 1; id <= 500; id++) {
      yield { ...EVENT, id, data };
    }
  });
  const ids = [...(await response.text()).matchAll(/^id: (\d+)$/gm)];
  expect(ids.map(([, id]) => Number(id))).toEqual(
    Array.from({ length: 500 }, (_, index) => index + 1),
  );
  close();
});
