import { EventEmitter } from 'node:events';
import { mockServices } from '@backstage/backend-test-utils';
import { StallWatch } from './StallWatch';

const mockThreads: EventEmitter[] = [];

jest.mock('node:worker_threads', () => ({
  ...jest.requireActual('node:worker_threads'),
  Worker: class extends jest.requireActual('node:events').EventEmitter {
    constructor() {
      super();
      mockThreads.push(this as unknown as EventEmitter);
    }
    unref() {}
  },
}));

it('tells that nobody watches any more, and goes on', () => {
  const logger = mockServices.logger.mock();
  const watch = new StallWatch({ logger });
  expect(logger.warn).not.toHaveBeenCalled();
  const error = new Error('out of memory');
  mockThreads[0].emit('error', error);
  expect(logger.warn).toHaveBeenCalledTimes(1);
  expect(logger.warn).toHaveBeenCalledWith(
    expect.stringContaining('watches the event loop has ended'),
    error,
  );
  expect(watch.lap()).toMatchObject({ processRan: false });
});
