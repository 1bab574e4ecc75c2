import { LoggerService } from '@backstage/backend-plugin-api';
import { storeNamespace } from '@urumi/backstage-plugin-urumi-stores-common';
import { Knex } from 'knex';
import { setTimeout as sleep } from 'node:timers/promises';
import { Cluster } from '../clusters/ClusterRegistry';
import { busyStores } from '../database/operations/busyStores';
import { claimLooks, Look } from '../database/operations/claimLooks';
import { planForgottenLooks } from '../database/operations/forgottenLooks';
import { endLook } from '../database/operations/endLook';
import { backoffMs, jitterMs } from '../jobs/backoff';
import { withLogFields } from '../logContext';
import { StoresMetrics } from '../metrics';
import { HealthRecorder } from './HealthRecorder';
import { StoreInspector } from './StoreInspector';
import { WatchedHealth } from './WatchedHealth';

/** Looks of one process at once. Most of a look is waiting for answers. */
const LOOKS_AT_ONCE = 8;
const POLL_MS = 1_000;
/** All that a look may take. */
const LOOK_MS = 60_000;
/** Longer than a look, so that nobody else begins one before it has ended. */
const LEASE_MS = 90_000;
/** After a look that went wrong, or that a job was in the way of. */
const AGAIN_MS = 60_000;
/** Between two searches for stores that no look is planned for. */
const FORGOTTEN_MS = 10 * 60_000;
const DEBOUNCE_MS = 1_000;
const LOOP_BACKOFF = { baseMs: 500, maxMs: 30_000 };

/**
 * Looks at READY stores again, for ever: each about once in an interval, and sooner when the shared
 * watch shows that something of it is not well any more, or is again. Several processes share the
 * stores through the database. It holds no slot of the worker.
 *
 * @remarks
 * The loop goes on whatever happens to one round of it, or to one look.
 */
export class HealthMonitor {
  readonly #knex: Knex;
  readonly #inspector: Pick<StoreInspector, 'inspect'>;
  readonly #recorder: HealthRecorder;
  readonly #metrics: StoresMetrics;
  readonly #logger: LoggerService;
  readonly #intervalMs: number;
  readonly #stopping = new AbortController();
  readonly #inHand = new Set<Promise<void>>();
  readonly #watched: WatchedHealth;
  #loops: Promise<void>[] = [];

  /** @param options - `intervalMs`: time between two looks at a store. */
  constructor(options: {
    knex: Knex;
    inspector: Pick<StoreInspector, 'inspect'>;
    recorder: HealthRecorder;
    metrics: StoresMetrics;
    logger: LoggerService;
    intervalMs: number;
  }) {
    this.#knex = options.knex;
    this.#watched = new WatchedHealth(options);
    this.#inspector = options.inspector;
    this.#recorder = options.recorder;
    this.#metrics = options.metrics;
    this.#logger = options.logger;
    this.#intervalMs = options.intervalMs;
  }

  start(): void {
    this.#loops = [
      this.#loop('health', () => this.#lookAtDue()),
      this.#loop('health change', () => this.#flushChanges()),
      this.#loop('forgotten health', async () => {
        await planForgottenLooks(this.#knex);
        await this.#pause(jitterMs(FORGOTTEN_MS));
      }),
    ];
  }

  /** Ends what is in hand and gives it back. Resolves when all is given back. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#loops);
    await Promise.all(this.#inHand);
  }

  /** Something of a store has changed in its cluster. Costs nothing unless its health turned. */
  storeChanged(storeId: string, { view }: Pick<Cluster, 'view'>): void {
    this.#watched.storeChanged(storeId, view.objects(storeNamespace(storeId)));
  }

  async #loop(name: string, round: () => Promise<void>) {
    let failures = 0;
    while (!this.#stopping.signal.aborted) {
      try {
        await round();
        failures = 0;
      } catch (error) {
        failures += 1;
        this.#logger.error(`The ${name} loop failed, it goes on`, {
          error: String(error),
          failures,
        });
        await this.#pause(backoffMs(failures, LOOP_BACKOFF));
      }
    }
  }

  async #lookAtDue() {
    const free = LOOKS_AT_ONCE - this.#inHand.size;
    const looks = free > 0 ? await this.#claim(free) : [];
    const stores = looks.map(({ store }) => store);
    const busy = await busyStores(
      this.#knex,
      stores.map(({ id }) => id),
    );
    for (const look of looks) {
      const run = (
        busy.has(look.store.id)
          ? this.#giveBack(look, AGAIN_MS)
          : withLogFields({ store_id: look.store.id }, () => this.#look(look))
      ).finally(() => this.#inHand.delete(run));
      this.#inHand.add(run);
    }
    if (looks.length < free || free === 0) {
      await this.#pause(jitterMs(POLL_MS));
    }
  }

  async #claim(limit: number) {
    return claimLooks(this.#knex, {
      limit,
      leaseMs: LEASE_MS,
      // The end of the look sets it; this holds when the look is lost with its process.
      nextMs: this.#intervalMs * 1.25,
    });
  }

  /** Never throws. */
  async #look(look: Look) {
    const signal = AbortSignal.any([
      this.#stopping.signal,
      AbortSignal.timeout(LOOK_MS),
    ]);
    try {
      const inspection = await this.#inspector.inspect(look.store, signal);
      const outcome = await this.#recorder.record(
        look,
        inspection,
        jitterMs(this.#intervalMs),
      );
      this.#metrics.lookDone({ outcome: outcome ?? 'superseded' });
    } catch (error) {
      if (this.#stopping.signal.aborted) {
        await this.#giveBack(look, 0);
        return;
      }
      this.#metrics.lookDone({ outcome: 'failed' });
      this.#logger.warn(`Store ${look.store.id} could not be looked at`, {
        error: String(error),
      });
      await this.#giveBack(look, AGAIN_MS);
    }
  }

  /** Never throws: a look that is not given back runs out. */
  async #giveBack({ store }: Look, againMs: number) {
    try {
      await endLook(this.#knex, store, jitterMs(againMs));
    } catch (error) {
      this.#logger.warn(`The look at store ${store.id} was not given back`, {
        error: String(error),
      });
    }
  }

  async #flushChanges() {
    await this.#pause(DEBOUNCE_MS);
    await this.#watched.bringLooksForward();
  }

  async #pause(ms: number) {
    // The signal ends the pause early, which is no failure.
    await sleep(ms, undefined, { signal: this.#stopping.signal }).catch(
      () => undefined,
    );
  }
}
