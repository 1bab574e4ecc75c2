import Ajv2020, { ErrorObject, ValidateFunction } from 'ajv/dist/2020';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { JsonObject } from '@backstage/types';
import {
  StoreEnginePlan,
  StoreEngine,
} from '@urumi/backstage-plugin-urumi-stores-node';
import { ValidationErrorDetail } from '@urumi/backstage-plugin-urumi-stores-common';
import { ClusterConfig } from '../config';
import {
  EngineRegistry,
  findPlan,
  RegisteredEngine,
} from '../engines/EngineRegistry';
import { UnprocessableEntityError } from '../errors';
import { createStoreRequestSchema, parseOrThrow } from '../schema';
import { ParsedCreateStoreRequest } from '../schema/requests';
import { Caller, defaultOwner } from './callers';
import { PlacedBy } from './placeStore';

/** A request for a store with everything it left open decided. */
export interface StoreRequest {
  registered: RegisteredEngine;
  plan: StoreEnginePlan;
  /** Clusters that may take the store, at least one. */
  clusters: readonly ClusterConfig[];
  placedBy: PlacedBy;
  displayName: string | undefined;
  owner: string;
  hostname: string | undefined;
  parameters: JsonObject;
}

/**
 * Reads the body of a request for a store: its form, then what only the engines, the clusters and
 * the catalog know.
 */
export class StoreRequestReader {
  readonly #engines: EngineRegistry;
  readonly #clusters: readonly ClusterConfig[];
  readonly #catalog: CatalogService;
  readonly #defaultOwner: string;
  readonly #ajv = new Ajv2020({ useDefaults: true, allErrors: true });
  readonly #validators = new Map<string, ValidateFunction>();

  constructor(options: {
    engines: EngineRegistry;
    clusters: readonly ClusterConfig[];
    catalog: CatalogService;
    defaultOwner: string;
  }) {
    this.#engines = options.engines;
    this.#clusters = options.clusters;
    this.#catalog = options.catalog;
    this.#defaultOwner = options.defaultOwner;
  }

  /** @throws UnprocessableEntityError naming each field that is wrong. */
  async read(body: unknown, caller: Caller): Promise<StoreRequest> {
    const request = parseOrThrow(createStoreRequestSchema, body, 'body');
    const problems: ValidationErrorDetail[] = [];
    const registered = this.#engines.get(request.engine);
    if (!registered) {
      throw unprocessable([
        oneOf(
          'engine',
          this.#engines.list().map(({ engine }) => engine.id),
        ),
      ]);
    }
    const { engine } = registered;
    const plan = findPlan(engine, request.plan);
    if (!plan) {
      problems.push(
        oneOf(
          'plan',
          engine.plans.map(({ name }) => name),
        ),
      );
    }
    const { clusters, placedBy, problem } = this.#findClusters(request);
    if (problem) {
      problems.push(problem);
    }
    const owner =
      request.owner ?? (await defaultOwner(caller, this.#defaultOwner));
    if (
      request.owner !== undefined &&
      !(await this.#catalog.getEntityByRef(owner, caller))
    ) {
      problems.push({
        loc: ['body', 'owner'],
        msg: `${owner} is not in the catalog`,
        type: 'value_error',
      });
    }
    const parameters = structuredClone(request.parameters);
    problems.push(...this.readParameters(engine, parameters));
    if (problems.length > 0 || !plan) {
      throw unprocessable(problems);
    }
    return {
      registered,
      plan,
      clusters,
      placedBy,
      displayName: request.display_name,
      owner,
      hostname: request.hostname,
      parameters,
    };
  }

  /** The clusters that the request leaves to choose from, and what is wrong when there is none. */
  #findClusters({
    cluster,
    cluster_labels: labels,
  }: Pick<ParsedCreateStoreRequest, 'cluster' | 'cluster_labels'>) {
    if (labels !== undefined) {
      const clusters = this.#clusters.filter(each =>
        Object.entries(labels).every(
          ([name, value]) =>
            Object.hasOwn(each.labels, name) && each.labels[name] === value,
        ),
      );
      const problem = clusters.length === 0 && {
        loc: ['body', 'cluster_labels'],
        msg: `no cluster has these labels; there are: ${
          this.#clusters.flatMap(describeLabels).join('; ') || 'none'
        }`,
        type: 'value_error',
      };
      return { clusters, placedBy: 'labels' as const, problem };
    }
    const clusters = this.#clusters.filter(
      ({ name }) => cluster === undefined || name === cluster,
    );
    const problem =
      clusters.length === 0 &&
      oneOf(
        'cluster',
        this.#clusters.map(({ name }) => name),
      );
    const placedBy: PlacedBy = cluster === undefined ? 'capacity' : 'request';
    return { clusters, placedBy, problem };
  }

  /**
   * What is wrong with parameters; empty when nothing is. Fills in the defaults of the engine.
   */
  readParameters(
    engine: StoreEngine,
    parameters: JsonObject,
  ): ValidationErrorDetail[] {
    const validate =
      this.#validators.get(engine.id) ??
      this.#ajv.compile(engine.parametersSchema);
    this.#validators.set(engine.id, validate);
    return validate(parameters) ? [] : (validate.errors ?? []).map(toDetail);
  }
}

function describeLabels({ name, labels }: ClusterConfig): string[] {
  const entries = Object.entries(labels).map(
    ([key, value]) => `${key}=${value}`,
  );
  return entries.length === 0 ? [] : [`${name} with ${entries.join(', ')}`];
}

function toDetail(error: ErrorObject): ValidationErrorDetail {
  const path = error.instancePath.split('/').slice(1);
  const key =
    error.params.additionalProperty ??
    error.params.missingProperty ??
    undefined;
  const allowed: unknown = error.params.allowedValues;
  return {
    loc: ['body', 'parameters', ...path, ...(key === undefined ? [] : [key])],
    msg: Array.isArray(allowed)
      ? `must be one of: ${allowed.join(', ')}`
      : error.message ?? 'is not valid',
    type:
      error.keyword === 'additionalProperties'
        ? 'extra_forbidden'
        : error.keyword,
  };
}

function oneOf(field: string, values: string[]): ValidationErrorDetail {
  return {
    loc: ['body', field],
    msg: `must be one of: ${values.join(', ')}`,
    type: 'enum',
  };
}

function unprocessable(
  details: ValidationErrorDetail[],
): UnprocessableEntityError {
  return new UnprocessableEntityError(details);
}
