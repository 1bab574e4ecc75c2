import { RecordingLogger } from '../__testUtils__/RecordingLogger';
import { StoreChanges } from './StoreChanges';

const change = { storeId: 'a', version: 1, published: 'updated' } as const;

const fail = (): never => {
  throw new Error('It is broken');
};

describe('StoreChanges', () => {
  it.each([
    ['throws', fail],
    ['rejects', async () => fail()],
  ])(
    'tells all others when one of those that it tells %s, and says who was not told',
    async (_, broken) => {
      const told: string[] = [];
      const tell = (what: string) => async () => {
        told.push(what);
      };
      const logger = new RecordingLogger();
      const options = (part: string) => ({
        signals: { publish: part === 'signal' ? broken : tell('signal') },
        events: {
          publish: part === 'event' ? broken : tell('event'),
          subscribe: async () => {},
        },
        logger,
      });
      for (const part of ['signal', 'event', 'listener']) {
        told.length = 0;
        const changes = new StoreChanges(options(part));
        changes.subscribe('a', part === 'listener' ? fail : tell('listener'));
        changes.announce(change);
        await new Promise(resolve => setImmediate(resolve));
        expect(told.sort()).toEqual(
          ['event', 'listener', 'signal'].filter(each => each !== part),
        );
        expect(logger.lines.at(-1)).toContain(
          `warn The ${part} of store a was not told of its change {"error":"Error: It is broken"}`,
        );
      }
    },
  );
});
