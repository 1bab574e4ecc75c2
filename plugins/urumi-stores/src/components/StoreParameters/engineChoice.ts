import { JsonObject } from '@backstage/types';
import { Engine } from '@urumi/backstage-plugin-urumi-stores-common';
import { readParameterFields } from './readParameterFields';
import { validateParameters } from './validateParameters';

/** What the API takes when it is told no engine. */
const DEFAULT_ENGINE = 'woocommerce';

/**
 * What a person chose of what the engines offer.
 *
 * @public
 */
export interface EngineChoice {
  /** Id of the engine. */
  engine: string;
  /** Name of one of its plans. */
  plan: string;
  parameters: JsonObject;
  /** Name of the cluster; left out: the platform chooses. */
  cluster?: string;
  /** Host name of the shop; left out: one of its own in the domain of the cluster. */
  hostname?: string;
}

/** The engines as they are offered: first the one that is the API's default. */
export function sortEngines(engines: Engine[]): Engine[] {
  return [...engines].sort(
    (a, b) =>
      Number(b.id === DEFAULT_ENGINE) - Number(a.id === DEFAULT_ENGINE) ||
      a.title.localeCompare(b.title),
  );
}

/**
 * The choice of an engine, with its defaults. What was chosen before, other than a default, and
 * is possible with this engine too, is kept.
 */
export function chooseEngine(
  engine: Engine,
  before?: { engine: Engine; choice: EngineChoice },
): EngineChoice {
  const defaults = defaultParameters(engine);
  const kept = before ? changedParameters(before) : {};
  const fields = readParameterFields(engine.parameters_schema).filter(
    ({ name }) => kept[name] !== undefined,
  );
  const issues = validateParameters(fields, kept);
  const { cluster, hostname } = before?.choice ?? {};
  return {
    ...(cluster !== undefined && { cluster }),
    ...(hostname !== undefined && { hostname }),
    engine: engine.id,
    plan: keptPlan(engine, before) ?? engine.default_plan,
    parameters: {
      ...defaults,
      ...Object.fromEntries(
        fields
          .filter(({ name }) => !issues[name])
          .map(({ name }) => [name, kept[name]]),
      ),
    },
  };
}

/** The choice after another one of the engines was chosen. */
export function switchEngine(
  engines: Engine[],
  choice: EngineChoice,
  engineId: string,
): EngineChoice {
  const engine = engines.find(({ id }) => id === choice.engine);
  const chosen = engines.find(({ id }) => id === engineId);
  return chosen ? chooseEngine(chosen, engine && { engine, choice }) : choice;
}

/**
 * The very choice when nothing is missing in it; else one with as much of it as there is, and the
 * defaults for the rest. The first engine that is enabled is the default; undefined when there is none.
 */
export function completeChoice(
  engines: Engine[],
  choice: Partial<EngineChoice> = {},
): EngineChoice | undefined {
  const enabled = sortEngines(engines).filter(engine => engine.enabled);
  const chosen = enabled.find(({ id }) => id === choice.engine);
  if (chosen && isComplete(choice)) {
    return choice;
  }
  const engine = chosen ?? enabled[0];
  if (!engine) {
    return undefined;
  }
  const defaults = chooseEngine(engine);
  return {
    ...choice,
    engine: engine.id,
    plan: (chosen && choice.plan) ?? defaults.plan,
    parameters: { ...defaults.parameters, ...(chosen && choice.parameters) },
  };
}

function isComplete(choice: Partial<EngineChoice>): choice is EngineChoice {
  return choice.plan !== undefined && choice.parameters !== undefined;
}

function defaultParameters(engine: Engine): JsonObject {
  return Object.fromEntries(
    readParameterFields(engine.parameters_schema).flatMap(field =>
      field.default === undefined ? [] : [[field.name, field.default]],
    ),
  );
}

function changedParameters(before: {
  engine: Engine;
  choice: EngineChoice;
}): JsonObject {
  const defaults = defaultParameters(before.engine);
  return Object.fromEntries(
    Object.entries(before.choice.parameters).filter(
      ([name, value]) => defaults[name] !== value,
    ),
  );
}

function keptPlan(
  engine: Engine,
  before: { engine: Engine; choice: EngineChoice } | undefined,
): string | undefined {
  return before && before.choice.plan !== before.engine.default_plan
    ? engine.plans.find(({ name }) => name === before.choice.plan)?.name
    : undefined;
}
