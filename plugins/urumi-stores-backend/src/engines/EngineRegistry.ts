import { ConflictError, NotFoundError } from '@backstage/errors';
import {
  StoreEngine,
  StoreEnginePlan,
  StoreEnginesExtensionPoint,
} from '@urumi/backstage-plugin-urumi-stores-node';
import { ImagesConfig, LimitsConfig, UrumiStoresConfig } from '../config';
import { ChartDescription, describeChart } from '../helm/describeChart';
import { ChartStore } from './ChartStore';
import { digestChart } from '../helm/digestChart';
import { resolveImages } from './imageReferences';

/** An engine with what its chart says of itself. */
export interface RegisteredEngine {
  engine: StoreEngine;
  chart: ChartDescription;
  /** Where that chart is: the engine's own, or the one that the operator has put in its place. */
  chartDirectory: string;
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
   * @throws InputError when a chart cannot be got or read, NotFoundError when the configuration
   * names an engine or a plan that no module has added.
   */
  async load(options: {
    disabledEngines: readonly string[];
    chartLocations: UrumiStoresConfig['chartLocations'];
    limits: Pick<LimitsConfig, 'plans'>;
    charts: Pick<ChartStore, 'directoryOf'>;
    images: Pick<ImagesConfig, 'registry' | 'versions'>;
  }): Promise<void> {
    const added = [...this.#added.values()];
    const engineIds = [...this.#added.keys()];
    assertKnown('disabledEngines', options.disabledEngines, engineIds);
    assertKnown('engines', Object.keys(options.chartLocations), engineIds);
    assertKnown(
      'limits.plans',
      Object.keys(options.limits.plans),
      added.flatMap(({ plans }) => plans.map(({ name }) => name)),
    );
    for (const engine of added) {
      const chartDirectory = await options.charts.directoryOf(
        options.chartLocations[engine.id] ?? engine.chartDirectory,
      );
      this.#engines.set(engine.id, {
        engine,
        chart: await describeChart(chartDirectory),
        chartDirectory,
        chartDigest: digestChart(chartDirectory),
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

function assertKnown(
  key: string,
  names: readonly string[],
  known: readonly string[],
) {
  const unknown = names.find(name => !known.includes(name));
  if (unknown !== undefined) {
    throw new NotFoundError(
      `urumiStores.${key} names '${unknown}', which no module has added; there are: ${[
        ...new Set(known),
      ].join(', ')}`,
    );
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
