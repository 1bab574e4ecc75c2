/** One message of a `text/event-stream`. */
export interface ServerSentEvent {
  /** The last id that the stream named, as it is sent back in `Last-Event-ID`. */
  id?: string;
  event?: string;
  data: string;
}

/**
 * Reads a `text/event-stream`, as the HTML standard defines it, from pieces of its text.
 * Comments and messages without data are left out; so is one that the stream did not finish.
 *
 * @remarks
 * The browser's EventSource cannot send the bearer token, so the stream is read with fetch.
 */
export async function* parseServerSentEvents(
  chunks: AsyncIterable<string>,
): AsyncGenerator<ServerSentEvent> {
  let id: string | undefined;
  let event: string | undefined;
  let data: string[] = [];

  for await (const line of lines(chunks)) {
    if (line === '') {
      if (data.length > 0) {
        yield {
          ...(id !== undefined && { id }),
          ...(event !== undefined && { event }),
          data: data.join('\n'),
        };
      }
      event = undefined;
      data = [];
      continue;
    }
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'data') {
      data.push(value);
    } else if (field === 'event') {
      event = value;
    } else if (field === 'id') {
      id = value;
    }
  }
}

/** Complete lines; they end with CR, LF or both, and may be cut anywhere between chunks. */
async function* lines(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of chunks) {
    rest += chunk;
    // A CR at the very end may be the first half of a CRLF.
    for (
      let end = rest.search(/\r\n|\n|\r(?!$)/);
      end >= 0;
      end = rest.search(/\r\n|\n|\r(?!$)/)
    ) {
      yield rest.slice(0, end);
      rest = rest.slice(end + (rest.startsWith('\r\n', end) ? 2 : 1));
    }
  }
}
