import { RecordingLogger } from '../__testUtils__/RecordingLogger';
import { StoreChanges } from './StoreChanges';

const ALL = ['a listener', 'another listener', 'the events', 'the signals'];

const fail = (): never => {
  throw new Error('It is broken');
};

describe('StoreChanges', () => {
  it.each([
    ['throws', fail],
    ['rejects', async () => fail()],
  ])(
    'reach all others when one of those that they are for %s',
    async (_, broken) => {
      for (const whom of ['a listener', 'the events', 'the signals']) {
        const reached: string[] = [];
        const logger = new RecordingLogger();
        const reach = (one: string) =>
          one === whom
            ? broken
            : async () => {
                reached.push(one);
              };
        const changes = new StoreChanges({
          signals: { publish: reach('the signals') },
          events: { publish: reach('the events'), subscribe: async () => {} },
          logger,
        });
        changes.subscribe('a', reach('a listener'));
        changes.subscribe('a', reach('another listener'));
        changes.announce({ storeId: 'a', version: 1, published: 'updated' });
        await new Promise(resolve => setImmediate(resolve));
        expect(reached.sort()).toEqual(ALL.filter(each => each !== whom));
        expect(logger.lines).toEqual([
          expect.stringContaining(
            `warn The change of store a did not reach ${whom} {"error":"Error: It is broken"}`,
          ),
        ]);
      }
    },
  );
});
