import {
  ServerSentEvent,
  parseServerSentEvents,
} from './parseServerSentEvents';

async function parse(...chunks: string[]): Promise<ServerSentEvent[]> {
  async function* source() {
    yield* chunks;
  }
  const events: ServerSentEvent[] = [];
  for await (const event of parseServerSentEvents(source())) {
    events.push(event);
  }
  return events;
}

describe('parseServerSentEvents', () => {
  it('reads id, event and data, and leaves comments and empty messages out', async () => {
    await expect(
      parse(
        ': here we are\n\nretry: 3000\nid: 7\nevent: store\ndata: {"a":1}\n\n:\n\n',
      ),
    ).resolves.toEqual([{ id: '7', event: 'store', data: '{"a":1}' }]);
  });

  it('joins data lines, keeps the id, and takes one space off', async () => {
    await expect(
      parse('id: 1\ndata:  two\ndata\ndata:lines\n\ndata: x\n\n'),
    ).resolves.toEqual([
      { id: '1', data: ' two\n\nlines' },
      { id: '1', data: 'x' },
    ]);
  });

  it.each([['\n'], ['\r\n'], ['\r']])(
    'reads lines that end with %j, cut at any place',
    async end => {
      // Whether a CR at the very end of the stream ends a message stays open for ever.
      const text = `id: 1${end}data: ä${end}${end}id: 2${end}data: b${end}${end}:${end}`;
      const whole = [
        { id: '1', data: 'ä' },
        { id: '2', data: 'b' },
      ];
      for (let cut = 0; cut <= text.length; cut++) {
        await expect(
          parse(text.slice(0, cut), text.slice(cut)),
        ).resolves.toEqual(whole);
      }
      await expect(parse(...text)).resolves.toEqual(whole);
    },
  );

  it('drops a message that the stream did not finish', async () => {
    await expect(parse('data: whole\n\n', 'data: half\n')).resolves.toEqual([
      { data: 'whole' },
    ]);
  });
});
