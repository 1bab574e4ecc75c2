import { EventEmitter } from 'node:events';
import { mockServices } from '@backstage/backend-test-utils';
import { StallWatch } from './StallWatch';

const mockThreads: (EventEmitter & { ticks: Int32Array })[] = [];

jest.mock('node:worker_threads', () => ({
  ...jest.requireActual('node:worker_threads'),
  Worker: class extends jest.requireActual('node:events').EventEmitter {
    constructor(_: string, options: { workerData: { ticks: Int32Array } }) {
      super();
      mockThreads.push(
        Object.assign(this as unknown as EventEmitter, options.workerData),
      );
    }
    unref() {}
  },
}));

function startWatch() {
  const logger = mockServices.logger.mock();
  const watch = new StallWatch({ everyMs: 250, logger });
  const [thread] = mockThreads.splice(0);
  return { logger, watch, thread };
}

afterEach(() => jest.useRealTimers());

it('tells by how much a look was late, which the time between two looks is not', () => {
  jest.useFakeTimers();
  const { watch, thread } = startWatch();
  jest.advanceTimersByTime(250);
  thread.ticks[0] += 5;
  expect(watch.lap()).toEqual({ lateMs: 0, processRan: true });
  jest.advanceTimersByTime(900);
  thread.ticks[0] += 18;
  expect(watch.lap()).toEqual({ lateMs: 650, processRan: true });
  jest.advanceTimersByTime(900);
  thread.ticks[0] += 1;
  expect(watch.lap()).toEqual({ lateMs: 650, processRan: false });
});

it('tells that nobody watches any more, and goes on', () => {
  const { logger, watch, thread } = startWatch();
  expect(logger.warn).not.toHaveBeenCalled();
  const error = new Error('out of memory');
  thread.emit('error', error);
  expect(logger.warn).toHaveBeenCalledTimes(1);
  expect(logger.warn).toHaveBeenCalledWith(
    expect.stringContaining('watches the event loop has ended'),
    error,
  );
  expect(watch.lap()).toMatchObject({ processRan: false });
});
