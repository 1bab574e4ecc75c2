import { ConflictError, NotFoundError } from '@backstage/errors';
import {
  StoreEngine,
  StoreEnginePlan,
  StoreEnginesExtensionPoint,
} from '@urumi/backstage-plugin-urumi-stores-node';
import { ChartDescription, describeChart } from '../helm/describeChart';

/** An engine with what its chart says of itself. */
export interface RegisteredEngine {
  engine: StoreEngine;
  chart: ChartDescription;
  /** Whether nobody may make new stores of it. */
  disabled: boolean;
}

/** The engines that modules have added. */
export class EngineRegistry implements StoreEnginesExtensionPoint {
  readonly #engines = new Map<string, RegisteredEngine>();

  addEngine(engine: StoreEngine): void {
    if (this.#engines.has(engine.id)) {
      throw new ConflictError(
        `Two modules add the store engine '${engine.id}'; install one of them`,
      );
    }
    this.#engines.set(engine.id, {
      engine,
      chart: describeChart(engine.chartDirectory),
      disabled: false,
    });
  }

  /**
   * Stops the making of new stores of an engine.
   *
   * @throws NotFoundError when there is no such engine.
   */
  disable(engineId: string): void {
    const registered = this.#engines.get(engineId);
    if (!registered) {
      throw new NotFoundError(
        `urumiStores.disabledEngines names '${engineId}', which no module has added`,
      );
    }
    this.#engines.set(engineId, { ...registered, disabled: true });
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
