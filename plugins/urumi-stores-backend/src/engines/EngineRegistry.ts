import { ConflictError, NotFoundError } from '@backstage/errors';
import {
  StoreEngine,
  StoreEnginePlan,
  StoreEnginesExtensionPoint,
} from '@urumi/backstage-plugin-urumi-stores-node';
import { ImagesConfig } from '../config';
import { ChartDescription, describeChart } from '../helm/describeChart';
import { digestChart } from '../helm/digestChart';
import { resolveImages } from './imageReferences';

/** An engine with what its chart says of itself. */
export interface RegisteredEngine {
  engine: StoreEngine;
  chart: ChartDescription;
  /** Of all files of the chart as they were when the platform started. */
  chartDigest: string;
  /** Complete references by image name, as the operator wants them. */
  images: Record<string, string>;
  /** Whether nobody may make new stores of it. */
  disabled: boolean;
}

/** The engines that modules have added. */
export class EngineRegistry implements StoreEnginesExtensionPoint {
  readonly #added = new Map<string, StoreEngine>();
  readonly #engines = new Map<string, RegisteredEngine>();

  addEngine(engine: StoreEngine): void {
    if (this.#added.has(engine.id)) {
      throw new ConflictError(
        `Two modules add the store engine '${engine.id}'; install one of them`,
      );
    }
    this.#added.set(engine.id, engine);
  }

  /**
   * Reads the charts of the engines, once all modules have added theirs.
   *
   * @throws InputError when a chart cannot be read, NotFoundError when an engine that is to be
   * disabled was not added.
   */
  async load(options: {
    disabledEngines: readonly string[];
    images: Pick<ImagesConfig, 'registry' | 'versions'>;
  }): Promise<void> {
    const unknown = options.disabledEngines.find(id => !this.#added.has(id));
    if (unknown !== undefined) {
      throw new NotFoundError(
        `urumiStores.disabledEngines names '${unknown}', which no module has added`,
      );
    }
    for (const engine of this.#added.values()) {
      this.#engines.set(engine.id, {
        engine,
        chart: await describeChart(engine.chartDirectory),
        chartDigest: await digestChart(engine.chartDirectory),
        images: resolveImages(engine.images, options.images),
        disabled: options.disabledEngines.includes(engine.id),
      });
    }
  }

  get(engineId: string): RegisteredEngine | undefined {
    return this.#engines.get(engineId);
  }

  list(): RegisteredEngine[] {
    return [...this.#engines.values()];
  }
}

/** The plan of that name, or the engine's default plan when no name is given. */
export function findPlan(
  engine: StoreEngine,
  name: string | undefined,
): StoreEnginePlan | undefined {
  return name === undefined
    ? engine.plans[0]
    : engine.plans.find(plan => plan.name === name);
}
