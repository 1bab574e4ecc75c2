import { createHash } from 'node:crypto';
import { StoreDrift } from '@urumi/backstage-plugin-urumi-stores-common';
import { RequestControl } from '../ApiTransport';
import { ClusterClient } from '../ClusterClient';
import { KubernetesApiError } from '../errors';
import { KubernetesObject } from '../KubernetesObject';
import { compareObjects } from './compareObjects';
import {
  AppliedObject,
  fieldDrift,
  objectDrift,
  refusedDrift,
} from './describeDrift';
import { LiveObjects, readLiveObjects } from './readLiveObjects';

/** Manager of applications that are only tried. */
const TRIAL_MANAGER = 'urumi-drift';
/** Applications that are tried at once for one store. */
const PARALLEL = 4;
/** Stores whose last answer is remembered. */
const REMEMBERED = 10_000;

interface Answer {
  /** Of what was applied and of the versions of what is there. */
  digest: string;
  drift: StoreDrift[];
}

/**
 * Compares what was applied for a store with what is there.
 *
 * @remarks
 * The API server itself is asked what applying each object again would change (a dry run), so that
 * defaults, fields of controllers and ways to write a quantity are no drift. As long as no object
 * has changed since the last look, nothing is asked but their versions.
 */
export class DriftDetector {
  readonly #answers = new Map<string, Answer>();

  /** @throws ClusterUnreachableError, KubernetesApiError when it cannot be told. */
  async find(
    client: ClusterClient,
    options: {
      namespace: string;
      applied: readonly AppliedObject[];
    } & RequestControl,
  ): Promise<StoreDrift[]> {
    const { namespace, applied, ...control } = options;
    const live = await readLiveObjects(
      client,
      namespace,
      applied.map(({ object }) => object),
      control,
    );
    const digest = digestOf(applied, live);
    const known = this.#answers.get(namespace);
    if (known?.digest === digest) {
      return known.drift;
    }
    const drift = [
      ...(await compareAll(client, applied, live, control)),
      ...addedPolicies(applied, live),
    ];
    this.#remember(namespace, { digest, drift });
    return drift;
  }

  #remember(namespace: string, answer: Answer) {
    this.#answers.delete(namespace);
    this.#answers.set(namespace, answer);
    const [oldest] = this.#answers.keys();
    if (this.#answers.size > REMEMBERED) {
      this.#answers.delete(oldest);
    }
  }
}

async function compareAll(
  client: ClusterClient,
  applied: readonly AppliedObject[],
  live: LiveObjects,
  control: RequestControl,
): Promise<StoreDrift[]> {
  const found: StoreDrift[][] = [];
  const queue = [...applied.entries()];
  const work = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [index, entry] = next;
      found[index] = await compareOne(client, entry, live, control);
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, work));
  return found.flat();
}

async function compareOne(
  client: ClusterClient,
  applied: AppliedObject,
  live: LiveObjects,
  control: RequestControl,
): Promise<StoreDrift[]> {
  const { object } = applied;
  const actual = live.get(object);
  if (!actual || actual.metadata.deletionTimestamp) {
    return isPassing(object) ? [] : [objectDrift(applied, 'missing')];
  }
  try {
    const expected = await client.apply(object, {
      ...control,
      fieldManager: TRIAL_MANAGER,
      dryRun: true,
    });
    return compareObjects(expected, actual).flatMap(
      difference => fieldDrift(applied, actual, difference) ?? [],
    );
  } catch (error) {
    // An immutable field was changed by making the object anew.
    if (error instanceof KubernetesApiError && error.status === 422) {
      return [refusedDrift(applied, error.message)];
    }
    throw error;
  }
}

/** A Job with a time to live is removed by the cluster when it is over. */
function isPassing({ kind, spec }: KubernetesObject): boolean {
  return (
    kind === 'Job' &&
    (spec as { ttlSecondsAfterFinished?: number })?.ttlSecondsAfterFinished !==
      undefined
  );
}

/** Policies only ever allow: one more opens what the others keep closed. */
function addedPolicies(
  applied: readonly AppliedObject[],
  live: LiveObjects,
): StoreDrift[] {
  const names = applied
    .filter(({ object }) => object.kind === 'NetworkPolicy')
    .map(({ object }) => object.metadata.name);
  return live
    .ofKind('NetworkPolicy')
    .filter(({ metadata }) => !names.includes(metadata.name))
    .map(object => objectDrift({ part: 'guardrails', object }, 'added'));
}

function digestOf(
  applied: readonly AppliedObject[],
  live: LiveObjects,
): string {
  return createHash('sha256')
    .update(JSON.stringify([applied, live.versions()]))
    .digest('base64');
}
