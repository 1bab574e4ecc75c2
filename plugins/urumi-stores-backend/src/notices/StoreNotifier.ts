import { LoggerService } from '@backstage/backend-plugin-api';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { Knex } from 'knex';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  ClaimedNotice,
  claimNotices,
  dropOldNotices,
  endNotice,
  postponeNotice,
} from '../database/operations/notices';
import { backoffMs, jitterMs } from '../jobs/backoff';
import { NotificationsConfig } from '../config';
import { describeNotice, topicOf } from './describeNotice';

const POLL_MS = 5_000;
const BATCH = 20;
/** Longer than all sends of a batch, so that nobody else sends one of it meanwhile. */
const LEASE_MS = 5 * 60_000;
const SEND_MS = 10_000;
/** News of yesterday is none: the page of the store says how it is. */
const TOO_OLD_MS = 24 * 60 * 60_000;
const BACKOFF = { baseMs: 5_000, maxMs: 5 * 60_000 };

/**
 * Tells owners through Backstage's notifications what has become of their stores. What is to be told
 * stands in the database since the change itself was written, so a crash loses nothing; several
 * processes share it, and each notice is sent at least once. It holds up nobody: no job waits for it.
 *
 * @remarks
 * A notifications backend that is not there, or does not answer, is logged once and asked ever less
 * often until it does.
 */
export class StoreNotifier {
  readonly #knex: Knex;
  readonly #notifications: NotificationService;
  readonly #kinds: NotificationsConfig;
  readonly #logger: LoggerService;
  readonly #pollMs: number;
  readonly #stopping = new AbortController();
  #running: Promise<void> | undefined;
  #failures = 0;

  /** @param options - `pollMs`: time between two looks for notices; default 5 s. */
  constructor(options: {
    knex: Knex;
    notifications: NotificationService;
    kinds: NotificationsConfig;
    logger: LoggerService;
    pollMs?: number;
  }) {
    this.#knex = options.knex;
    this.#notifications = options.notifications;
    this.#kinds = options.kinds;
    this.#logger = options.logger;
    this.#pollMs = options.pollMs ?? POLL_MS;
  }

  start(): void {
    this.#running = this.#loop();
  }

  /** Resolves when nothing is being sent any more. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #loop() {
    while (!this.#stopping.signal.aborted) {
      const isMore = await this.#round().catch(error => this.#failed(error));
      if (!isMore) {
        await this.#pause(
          this.#failures > 0
            ? backoffMs(this.#failures, BACKOFF)
            : jitterMs(this.#pollMs),
        );
      }
    }
  }

  /** @returns whether there may be more to send at once. */
  async #round(): Promise<boolean> {
    if (this.#failures > 0) {
      await dropOldNotices(this.#knex, TOO_OLD_MS);
    }
    const claimed = await claimNotices(this.#knex, {
      limit: this.#failures > 0 ? 1 : BATCH,
      leaseMs: LEASE_MS,
    });
    for (const [index, each] of claimed.entries()) {
      try {
        await this.#tell(each);
      } catch (error) {
        // Later each time, so that one which is always refused does not stand before the others.
        await postponeNotice(this.#knex, each, Math.max(60_000, each.ageMs));
        await this.#giveBack(claimed.slice(index + 1));
        return this.#failed(error);
      }
      if (this.#stopping.signal.aborted) {
        await this.#giveBack(claimed.slice(index + 1));
        return false;
      }
    }
    return claimed.length === BATCH;
  }

  async #tell(claimed: ClaimedNotice) {
    const { store, notice, ageMs } = claimed;
    if (this.#kinds[topicOf(notice.kind)] && ageMs < TOO_OLD_MS) {
      await this.#send(claimed);
      if (this.#failures > 0) {
        this.#failures = 0;
        this.#logger.info('Owners of stores are sent notifications again');
      }
      this.#logger.debug(`The owner of store ${store.id} was told`, {
        kind: notice.kind,
      });
    }
    await endNotice(this.#knex, claimed);
  }

  async #send({ store, notice }: ClaimedNotice) {
    const answered = new AbortController();
    const signal = AbortSignal.any([answered.signal, this.#stopping.signal]);
    try {
      await Promise.race([
        this.#notifications.send({
          recipients: { type: 'entity', entityRef: store.owner_ref },
          payload: describeNotice(store, notice),
        }),
        // A stop does not wait for it either: what was not confirmed is sent again.
        sleep(SEND_MS, undefined, { signal }).then(() => {
          throw new Error(`No answer within ${SEND_MS / 1000} s`);
        }),
      ]);
    } finally {
      answered.abort();
    }
  }

  async #giveBack(claimed: ClaimedNotice[]) {
    for (const each of claimed) {
      await postponeNotice(this.#knex, each, 0);
    }
  }

  /** Tells of the first failure in a row only. */
  #failed(error: unknown): false {
    this.#failures += 1;
    if (this.#failures === 1 && !this.#stopping.signal.aborted) {
      this.#logger.warn(
        'Owners of stores are not notified at the moment; it is tried again for a day. Without the notifications backend, turn the kinds off under urumiStores.notifications',
        { error: String(error) },
      );
    }
    return false;
  }

  async #pause(ms: number) {
    // The signal ends the pause early, which is no failure.
    await sleep(ms, undefined, { signal: this.#stopping.signal }).catch(
      () => undefined,
    );
  }
}
