/** Parses a stream of JSON documents, one a line. */
export async function* readJsonLines(
  stream: AsyncIterable<Uint8Array>,
): AsyncGenerator<unknown> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of stream) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line) {
        yield JSON.parse(line);
      }
    }
  }
}
