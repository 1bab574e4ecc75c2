import { ResponseError } from '@backstage/errors';
import { Outcome, runEach } from './runEach';

/** An answer that refuses for now. */
async function tooMany(seconds: number): Promise<Error> {
  return ResponseError.fromResponse(
    new Response('{}', {
      status: 429,
      headers: { 'retry-after': String(seconds) },
    }),
  );
}

function watch() {
  const outcomes = new Map<string, Outcome>();
  return {
    outcomes,
    onChange: (id: string, outcome: Outcome) => outcomes.set(id, outcome),
    states: () => [...outcomes.values()].map(({ state }) => state),
  };
}

describe('runEach', () => {
  it('does some at a time, and goes on after one that fails', async () => {
    const { onChange, states } = watch();
    let running = 0;
    let most = 0;
    await runEach({
      ids: ['a', 'b', 'c', 'd', 'e'],
      concurrency: 2,
      signal: new AbortController().signal,
      onChange,
      run: async id => {
        running += 1;
        most = Math.max(most, running);
        await new Promise(resolve => setTimeout(resolve));
        running -= 1;
        if (id === 'b') {
          throw new Error('broken');
        }
      },
    });
    expect(most).toBe(2);
    expect(states()).toEqual(['done', 'failed', 'done', 'done', 'done']);
  });

  it('begins nothing more once it is stopped', async () => {
    const { onChange, outcomes } = watch();
    const controller = new AbortController();
    await runEach({
      ids: ['a', 'b'],
      concurrency: 1,
      signal: controller.signal,
      onChange,
      run: async () => controller.abort(),
    });
    expect([...outcomes.keys()]).toEqual(['a']);
  });

  it('tries again what the server refused for now, when it said', async () => {
    const { onChange, states } = watch();
    const run = jest
      .fn()
      .mockRejectedValueOnce(await tooMany(1))
      .mockResolvedValueOnce(undefined);
    await runEach({
      ids: ['a'],
      concurrency: 1,
      signal: new AbortController().signal,
      onChange,
      run,
    });
    expect(run).toHaveBeenCalledTimes(2);
    expect(states()).toEqual(['done']);
  });

  it('does not wait for long', async () => {
    const { onChange, states } = watch();
    await runEach({
      ids: ['a'],
      concurrency: 1,
      signal: new AbortController().signal,
      onChange,
      run: jest.fn().mockRejectedValue(await tooMany(3600)),
    });
    expect(states()).toEqual(['failed']);
  });
});
