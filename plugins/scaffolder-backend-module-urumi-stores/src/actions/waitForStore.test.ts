import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import {
  StoreDetails,
  StoreEvent,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { aStore, StoresServer } from '../__testUtils__/StoresServer';
import { Clock } from './clock';
import { waitForStore } from './waitForStore';

function anEvent(id: number, part: Partial<StoreEvent> = {}): StoreEvent {
  return {
    id,
    event_type: 'step.finished',
    message: `event ${id}`,
    created_at: '2026-11-23T10:00:00.000Z',
    actor: 'system',
    job_id: null,
    level: 'info',
    data: {},
    ...part,
  };
}

/** Time that passes only when somebody sleeps. */
class FakeClock implements Clock {
  readonly pauses: number[] = [];
  #now = 0;
  now() {
    return this.#now;
  }
  async sleep(milliseconds: number, signal?: AbortSignal) {
    signal?.throwIfAborted();
    this.pauses.push(milliseconds);
    this.#now += milliseconds;
  }
}

describe('waitForStore', () => {
  let server: StoresServer;
  let clock: FakeClock;
  let logger: ReturnType<typeof mockServices.logger.mock>;
  /** What the API has, changed by a test before each look at the store. */
  let store: StoreDetails | undefined;
  let events: StoreEvent[];
  let beforeLook: (look: number) => void;

  beforeEach(async () => {
    server = await StoresServer.start();
    clock = new FakeClock();
    logger = mockServices.logger.mock();
    store = aStore();
    events = [];
    beforeLook = () => {};
    let look = 0;
    server.answer = ({ path, query }) => {
      if (path.endsWith('/events')) {
        const after = Number(new URLSearchParams(query).get('after'));
        return store && { body: events.filter(({ id }) => id > after) };
      }
      look += 1;
      beforeLook(look);
      return store && { body: store };
    };
  });
  afterEach(() => server.stop());

  function wait(
    part: Partial<Parameters<typeof waitForStore>[0]> = {},
  ): ReturnType<typeof waitForStore> {
    return waitForStore({
      stores: server.service(),
      credentials: mockCredentials.user(),
      storeId: aStore().id,
      until: 'READY',
      timeoutMs: 600_000,
      logger,
      clock,
      ...part,
    });
  }

  it('ends when the store is READY, with its address and every event once in the log', async () => {
    beforeLook = look => {
      events.push(anEvent(look * 10));
      if (look === 2) {
        store = aStore({ status: 'PROVISIONING' });
        events.push(
          anEvent(25, { level: 'warning', event_type: 'readiness_warning' }),
        );
      }
      if (look === 3) {
        store = aStore({ status: 'READY', url: 'http://shop.localhost:8080' });
      }
    };
    await expect(wait()).resolves.toEqual({
      url: 'http://shop.localhost:8080',
    });
    expect(logger.info.mock.calls.flat()).toEqual([
      'step.finished: event 10',
      'step.finished: event 20',
      'step.finished: event 30',
    ]);
    expect(logger.warn.mock.calls.flat()).toEqual([
      'readiness_warning: event 25',
    ]);
  });

  it('leaves out what happened before the present job', async () => {
    const history = [
      anEvent(1, { job_id: 'provision' }),
      anEvent(2),
      anEvent(3, { job_id: 'delete' }),
      anEvent(4),
    ];
    events.push(...history);
    beforeLook = look => {
      store = aStore({
        status: look < 2 ? 'DELETING' : 'DELETED',
        events: [...history].reverse(),
        job: {
          id: 'delete',
          action: 'DELETE',
          state: 'IN_PROGRESS',
          attempt: 1,
          max_attempts: 5,
          position: null,
          waiting_for: null,
          locked_by: null,
          lease_expires_at: null,
          run_after: null,
          error_message: null,
          error_class: null,
          actor: 'user:default/sana',
          created_at: '2026-11-23T10:00:00.000Z',
          updated_at: '2026-11-23T10:00:00.000Z',
          completed_at: null,
        },
      });
      events.push(anEvent(look * 10));
    };
    await wait({ until: 'DELETED' });
    expect(logger.info.mock.calls.flat()).toEqual([
      'step.finished: event 3',
      'step.finished: event 4',
      'step.finished: event 10',
      'step.finished: event 20',
    ]);
  });

  it('asks less and less often, and never stays silent for half a minute', async () => {
    beforeLook = look => {
      store =
        look === 40
          ? aStore({ status: 'READY' })
          : aStore({
              status: 'PROVISIONING',
              steps: [
                {
                  name: 'workloads',
                  state: 'waiting',
                  started_at: null,
                  finished_at: null,
                  message: 'web: pulling its image',
                  deadline_ms: null,
                  usual_ms: null,
                },
              ],
            });
    };
    let silentSince = 0;
    let longestSilence = 0;
    logger.info.mockImplementation(() => {
      longestSilence = Math.max(longestSilence, clock.now() - silentSince);
      silentSince = clock.now();
    });
    await expect(wait()).resolves.toEqual({});
    expect(clock.pauses[0]).toBe(1_000);
    expect(Math.max(...clock.pauses)).toBe(5_000);
    expect(longestSilence).toBeGreaterThan(0);
    expect(longestSilence).toBeLessThanOrEqual(30_000);
    expect(logger.info).toHaveBeenCalledWith(
      expect.stringMatching(
        /^After \d+ s, the store is PROVISIONING, waiting in step workloads: web: pulling its image$/,
      ),
    );
  });

  it('fails with cause, owner and next action when the store fails', async () => {
    store = aStore({
      status: 'FAILED',
      failure: {
        code: 'ImagePullFailed',
        message: 'Pod web cannot pull its image',
        error_class: 'operator_fixable',
        owner: 'platform_operator',
        next_action: 'Push the image, then retry',
      },
    });
    await expect(wait()).rejects.toThrow(
      /Pod web cannot pull its image \(ImagePullFailed\).*platform operator.*Push the image, then retry/,
    );
    store = aStore({ status: 'FAILED', last_error: 'It broke' });
    await expect(wait({ until: 'DELETED' })).rejects.toThrow('It broke');
  });

  it('fails when the store is deleted, or not there, while READY is awaited', async () => {
    store = aStore({ status: 'DELETING' });
    await expect(wait()).rejects.toThrow('deleted before it was ready');
    store = undefined;
    await expect(wait()).rejects.toThrow('No such store');
  });

  it('waits for DELETED through the other statuses, and takes a 404 for it', async () => {
    beforeLook = look => {
      store = aStore({ status: look < 3 ? 'DELETING' : 'DELETED' });
    };
    await expect(wait({ until: 'DELETED' })).resolves.toEqual({});
    expect(clock.pauses).toHaveLength(2);
    beforeLook = () => {};
    store = undefined;
    await expect(wait({ until: 'DELETED' })).resolves.toEqual({});
  });

  it('goes on while the API does not answer, and gives up when it refuses', async () => {
    const answer = server.answer;
    const statuses = [503, 500, 429];
    server.answer = request => {
      const status = statuses.shift();
      return status
        ? { status, body: { error: { name: 'Error', message: 'later' } } }
        : answer(request);
    };
    store = aStore({ status: 'READY' });
    await expect(wait()).resolves.toEqual({});
    expect(logger.warn).toHaveBeenCalledTimes(3);

    server.answer = () => ({
      status: 403,
      body: { error: { name: 'NotAllowedError', message: 'Not yours' } },
    });
    await expect(wait()).rejects.toThrow('Not yours');
  });

  it('goes on when the backend is restarted', async () => {
    const dead = await StoresServer.start();
    const deadService = dead.service();
    await dead.stop();
    const service = server.service();
    store = aStore({ status: 'READY' });
    let calls = 0;
    await expect(
      wait({
        stores: {
          ...service,
          getStore: (id, options) => {
            calls += 1;
            return (calls === 1 ? deadService : service).getStore(id, options);
          },
        },
      }),
    ).resolves.toEqual({});
    expect(calls).toBe(2);
  });

  it('fails after the time-out, saying what the store does and that it goes on', async () => {
    store = aStore({ status: 'PROVISIONING' });
    await expect(wait({ timeoutMs: 60_000 })).rejects.toThrow(
      /is not READY after 60 s: it is PROVISIONING. It goes on by itself/,
    );
  });

  it('stops at once when the task is cancelled', async () => {
    const cancel = new AbortController();
    beforeLook = look => {
      if (look === 2) {
        cancel.abort();
      }
    };
    await expect(wait({ signal: cancel.signal })).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect(logger.warn).not.toHaveBeenCalled();
  });
});
