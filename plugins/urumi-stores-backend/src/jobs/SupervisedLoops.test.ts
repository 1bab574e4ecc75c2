import { RecordingLogger } from '../__testUtils__/RecordingLogger';
import { eventually } from '../__testUtils__/TestStore';
import { SupervisedLoops } from './SupervisedLoops';

function createLoops() {
  const logger = new RecordingLogger();
  let told = 0;
  const loops = new SupervisedLoops({
    logger,
    onFailure: () => {
      told += 1;
    },
  });
  return { logger, loops, told: () => told };
}

describe('SupervisedLoops', () => {
  it('go on after a round that fails, and tell of it', async () => {
    const { logger, loops, told } = createLoops();
    let rounds = 0;
    loops.start({ name: 'claim', roundMs: 10 }, async () => {
      rounds += 1;
      if (rounds === 1) {
        throw new Error('connection reset');
      }
      await loops.pause(5);
    });
    await eventually(() => told() === 1, 'the failure is told of');
    expect(loops.states).toMatchObject([{ name: 'claim', failures: 1 }]);
    await eventually(() => rounds > 3, 'it goes on');
    expect(loops.states).toMatchObject([{ failures: 0, isLate: false }]);
    expect(logger.lines.join('\n')).toContain('connection reset');
    loops.stop();
    await loops.whenEnded();
  });

  it('show a loop whose round never ends', () => {
    jest.useFakeTimers();
    try {
      const { loops } = createLoops();
      loops.start(
        { name: 'stuck', roundMs: 1_000 },
        () => new Promise(() => {}),
      );
      jest.advanceTimersByTime(30_000);
      expect(loops.states).toMatchObject([{ isLate: false }]);
      jest.advanceTimersByTime(2_000);
      expect(loops.states).toEqual([
        { name: 'stuck', ageMs: 32_000, failures: 0, isLate: true },
      ]);
    } finally {
      jest.useRealTimers();
    }
  });
});
