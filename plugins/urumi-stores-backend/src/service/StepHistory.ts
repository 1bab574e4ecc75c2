import { LoggerService } from '@backstage/backend-plugin-api';
import { JobAction } from '@urumi/backstage-plugin-urumi-stores-common';
import { Knex } from 'knex';
import { ClusterRegistry } from '../clusters/ClusterRegistry';
import { RecentStep, recentSteps } from '../database/operations/recentSteps';

/** So many of the jobs that ended last are looked at. */
const JOBS = 200;
/** Fewer samples say nothing. */
const MIN_SAMPLES = 3;
const REFRESH_EVERY_MS = 60_000;

/** Which steps are alike: those of one engine and kind of cluster take about as long. */
interface StepKind {
  engine: string;
  cluster: string;
  action: JobAction;
  name: string;
}

/**
 * How long steps usually take, from what this platform has done lately.
 *
 * @remarks
 * Asking costs nothing: what is known is answered, and read again in the background when somebody
 * asks a minute later. Right after the start nothing is known.
 */
export class StepHistory {
  readonly #knex: Knex;
  readonly #clusters: ClusterRegistry;
  readonly #logger: LoggerService;
  #medians: ReadonlyMap<string, number> = new Map();
  #nextRefresh = 0;

  constructor(options: {
    knex: Knex;
    clusters: ClusterRegistry;
    logger: LoggerService;
  }) {
    this.#knex = options.knex;
    this.#clusters = options.clusters;
    this.#logger = options.logger;
  }

  /** Median in milliseconds; undefined when it is not known. */
  usualMs(step: StepKind): number | undefined {
    if (performance.now() >= this.#nextRefresh) {
      this.#nextRefresh = performance.now() + REFRESH_EVERY_MS;
      this.refresh().catch(error =>
        this.#logger.warn('How long steps usually take could not be read', {
          error: String(error),
        }),
      );
    }
    return this.#medians.get(this.#kind(step));
  }

  /** Reads what was done lately. */
  async refresh(): Promise<void> {
    this.#medians = medians(await recentSteps(this.#knex, JOBS), step =>
      this.#kind(step),
    );
  }

  /** Nodes that only play their pods are quick: such clusters are a kind of their own. */
  #kind({ engine, cluster, action, name }: StepKind): string {
    const known = this.#clusters
      .list()
      .find(({ config }) => config.name === cluster);
    const isSimulated = known?.facts()?.simulatedNodes ?? 'unknown';
    return JSON.stringify([engine, isSimulated, action, name]);
  }
}

/** The median of each kind of which there is enough. */
export function medians(
  steps: readonly RecentStep[],
  kindOf: (step: RecentStep) => string,
): Map<string, number> {
  const durations = new Map<string, number[]>();
  for (const step of steps) {
    const kind = kindOf(step);
    const known = durations.get(kind) ?? [];
    known.push(step.durationMs);
    durations.set(kind, known);
  }
  return new Map(
    [...durations].flatMap(([kind, values]) => {
      values.sort((left, right) => left - right);
      const middle = values[Math.floor((values.length - 1) / 2)];
      return values.length >= MIN_SAMPLES && middle !== undefined
        ? [[kind, Math.max(0, middle)] as const]
        : [];
    }),
  );
}
