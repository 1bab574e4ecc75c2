import { ServiceUnavailableError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import { FailureCause } from '@urumi/backstage-plugin-urumi-stores-common';
import { Knex } from 'knex';
import { withStoreAccess } from '../clusters/withStoreAccess';
import { findReleaseOutput } from '../database/operations/findReleaseOutput';
import { StoreRow } from '../database/rows';
import { readDeployedRelease } from '../helm/releaseSecrets';
import { classifyFailure } from '../jobs/classifyFailure';
import { namespaceGone, namespaceReplaced } from '../jobs/namespaceFailures';
import { readReleaseOutput } from '../jobs/releaseTarget';
import { guardrailOptions, storeGuardrails } from '../jobs/storeGuardrails';
import {
  currentView,
  StepEnvironment,
  StoreTools,
  storeTools,
} from '../jobs/StoreTools';
import { DriftDetector } from '../kubernetes/drift';
import { ClusterUnreachableError } from '../kubernetes/errors';
import { WorkloadReference } from '../kubernetes/workloadHealth';
import { appliedObjects, releaseDrift } from './appliedObjects';
import { HealthVerdict, Inspection, Unknown } from './Inspection';
import { judgeWorkloads } from './judgeWorkloads';
import { openShop } from './openShop';
import { findUpgrade, splitDrift } from './platformChanges';

/** Without a change in the cluster an unsettled store is looked at again after this time. */
const RECHECK_MS = 20_000;

/**
 * Looks at one READY store: its workloads in the shared watch, its shop over HTTP where anything
 * really runs, and what of it was changed from outside. Starts no process.
 */
export class StoreInspector {
  readonly #knex: Knex;
  readonly #environment: StepEnvironment;
  readonly #detector = new DriftDetector();

  constructor(options: { knex: Knex } & StepEnvironment) {
    this.#knex = options.knex;
    this.#environment = options;
  }

  /** What cannot be told is `unknown`; throws only for what is no answer of the outside world. */
  async inspect(store: StoreRow, signal: AbortSignal): Promise<Inspection> {
    try {
      const tools = storeTools(this.#environment, store);
      currentView(tools.cluster);
      const replaced = await this.#findNamespaceFailure(tools, store, signal);
      if (replaced) {
        return {
          health: { state: 'degraded', cause: replaced },
          drift: {
            state: 'unknown',
            reason: replaced.code,
            message: 'There is nothing to compare.',
          },
        };
      }
      const recorded = await findReleaseOutput(this.#knex, store.id);
      return {
        health: await this.#judge(tools, store, recorded, signal),
        drift: await this.#findDrift(tools, store, recorded, signal),
      };
    } catch (error) {
      const unknown = toUnknown(error, signal);
      return { health: unknown, drift: unknown };
    }
  }

  async #findNamespaceFailure(
    { cluster }: StoreTools,
    store: StoreRow,
    signal: AbortSignal,
  ): Promise<FailureCause | undefined> {
    const { namespace, namespace_uid: uid } = store;
    const seen = cluster.view.objects(namespace).namespace;
    if (seen?.uid === uid) {
      return undefined;
    }
    // The watch goes by a label, which may be what was changed.
    const found = await cluster.client.get(
      cluster.client.objectPath('v1', 'Namespace', undefined, namespace),
      { signal },
    );
    if (!found) {
      return namespaceGone(store);
    }
    return found.metadata.uid === uid ? undefined : namespaceReplaced(store);
  }

  async #judge(
    tools: StoreTools,
    store: StoreRow,
    recorded: JsonObject | undefined,
    signal: AbortSignal,
  ): Promise<HealthVerdict> {
    const { cluster, engine } = tools;
    const verdict = judgeWorkloads({
      objects: cluster.view.objects(store.namespace),
      inventory: (recorded?.inventory ?? []) as unknown as WorkloadReference[],
      components: engine.components,
      now: Date.now(),
    });
    if (verdict.state === 'failed') {
      return { state: 'degraded', cause: verdict.cause };
    }
    if (verdict.state === 'progressing') {
      const { message, recheckAfterMs = RECHECK_MS } = verdict;
      return {
        state: 'unsettled',
        message,
        recheckMs: Math.min(recheckAfterMs, RECHECK_MS),
      };
    }
    const facts = cluster.facts();
    if (!facts) {
      throw new ClusterUnreachableError(
        `The nodes of cluster '${cluster.config.name}' have not been read yet`,
      );
    }
    if (facts.simulatedNodes) {
      return {
        state: 'healthy',
        opened: false,
        message: `All workloads are ready. The shop was not opened: the nodes of cluster ${cluster.config.name} are simulated, nothing on them answers HTTP.`,
      };
    }
    const cause = await openShop(tools, store, signal);
    if (cause) {
      // A shop that cannot be reached because its cluster cannot be is not at fault.
      currentView(cluster);
      return { state: 'degraded', cause };
    }
    return {
      state: 'healthy',
      opened: true,
      message:
        'All workloads are ready, and the shop answers. No order was placed.',
    };
  }

  async #findDrift(
    tools: StoreTools,
    store: StoreRow,
    recorded: JsonObject | undefined,
    signal: AbortSignal,
  ): Promise<Inspection['drift']> {
    const { client } = tools.cluster;
    const { namespace, release_name: name } = store;
    try {
      const release = await withStoreAccess(
        tools.cluster,
        { storeId: store.id, namespace, uid: store.namespace_uid, signal },
        () => readDeployedRelease(client, { namespace, release: name, signal }),
      );
      const guardrails = storeGuardrails(
        guardrailOptions(store, tools, this.#environment.pullSecrets),
      );
      const found = await this.#detector.find(client, {
        namespace,
        applied: appliedObjects(store, { guardrails, release }),
        signal,
      });
      const applied = recorded && readReleaseOutput(recorded);
      const { drift, outdated } = splitDrift(found, {
        recorded: applied?.guardrails ?? {},
        wanted: guardrails,
      });
      return {
        state: 'known',
        findings: [...releaseDrift(store, release, recorded), ...drift],
        upgrade: findUpgrade(store, tools, applied, outdated),
      };
    } catch (error) {
      return toUnknown(error, signal);
    }
  }
}

/** @throws the error itself when it is none of the outside world. */
function toUnknown(error: unknown, signal: AbortSignal): Unknown {
  signal.throwIfAborted();
  if (error instanceof ServiceUnavailableError) {
    return {
      state: 'unknown',
      reason: 'ClusterUnreachable',
      message: `It cannot be told at the moment: ${error.message}`,
    };
  }
  const { failure } = classifyFailure(error);
  if (failure.code === 'UnexpectedError') {
    throw error;
  }
  return {
    state: 'unknown',
    reason: failure.code,
    message: `It cannot be told at the moment: ${failure.message}`,
  };
}
