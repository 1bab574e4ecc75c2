import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { stringifyError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import {
  RELEASE_CHART_LABEL,
  RELEASE_FENCE_LABEL,
  RELEASE_OPERATION_LABEL,
} from '@urumi/backstage-plugin-urumi-stores-common';
import {
  ClassifiedError,
  ClusterClient,
  KubernetesObject,
  RequestControl,
} from '../kubernetes';
import { digestValues } from './digestValues';

const compress = promisify(gzip);
const decompress = promisify(gunzip);

/** One revision of a Helm release, as its Secret tells it. */
export interface ReleaseRevision {
  revision: number;
  /** Helm's word: `deployed`, `failed`, `pending-install`, `superseded` and so on. */
  status: string;
  /** The job that made it; undefined when it was not made by this platform. */
  operationId: string | undefined;
  /** The fence of the attempt that made it. */
  fence: string | undefined;
  description: string;
  /** See {@link digestValues}. */
  valuesDigest: string;
  /** The values that were given; the defaults of the chart are not among them. */
  values: JsonObject;
  chartVersion: string;
  /** See {@link digestChart}; undefined when the revision was not made by this platform. */
  chartDigest: string | undefined;
  /** RFC 3339, of the last change. */
  updatedAt: string;
  /** The rendered objects as YAML documents. */
  manifest: string;
  /** The Secret itself, for {@link unlockRelease}. */
  secret: KubernetesObject;
}

interface StoredRelease {
  version: number;
  manifest?: string;
  config?: JsonObject | null;
  info: {
    status: string;
    description?: string;
    last_deployed?: string;
    [field: string]: unknown;
  };
  chart?: { metadata?: { version?: string } };
  [field: string]: unknown;
}

/**
 * All revisions of a release, newest first. Reads Secrets of that namespace only.
 *
 * @throws ClassifiedError (operator_fixable) when a record of Helm is broken.
 */
export async function readReleases(
  client: ClusterClient,
  options: { namespace: string; release: string } & RequestControl,
): Promise<ReleaseRevision[]> {
  const { namespace, release, ...control } = options;
  const { items } = await client.list(
    client.objectPath('v1', 'Secret', namespace),
    { ...control, labelSelector: `owner=helm,name=${release}` },
  );
  const revisions = await Promise.all(items.map(toRevision));
  return revisions.sort((left, right) => right.revision - left.revision);
}

/**
 * The deployed revision of a release, from its Secret alone; undefined when none is deployed. Of
 * several, which an interrupted call can leave, the newest.
 */
export async function readDeployedRelease(
  client: ClusterClient,
  options: { namespace: string; release: string } & RequestControl,
): Promise<ReleaseRevision | undefined> {
  const { namespace, release, ...control } = options;
  const { items } = await client.list(
    client.objectPath('v1', 'Secret', namespace),
    { ...control, labelSelector: `owner=helm,name=${release},status=deployed` },
  );
  const revisions = await Promise.all(items.map(toRevision));
  return revisions.sort((left, right) => right.revision - left.revision).at(0);
}

async function toRevision(secret: KubernetesObject): Promise<ReleaseRevision> {
  const { labels = {} } = secret.metadata;
  const stored = await decode(secret);
  return {
    revision: Number(labels.version ?? stored.version),
    status: labels.status ?? stored.info.status,
    operationId: labels[RELEASE_OPERATION_LABEL],
    fence: labels[RELEASE_FENCE_LABEL],
    description: stored.info.description ?? '',
    valuesDigest: digestValues(stored.config ?? {}),
    values: stored.config ?? {},
    chartDigest: labels[RELEASE_CHART_LABEL],
    chartVersion: stored.chart?.metadata?.version ?? '',
    updatedAt: stored.info.last_deployed ?? '',
    manifest: stored.manifest ?? '',
    secret,
  };
}

/**
 * Sets a revision that a dead owner left pending to `failed`, so that Helm goes on from it.
 *
 * @remarks
 * The caller makes sure that the owner is dead and the revision its own.
 *
 * @throws KubernetesApiError with reason `Conflict` when the Secret was changed since it was read.
 */
export async function unlockRelease(
  client: ClusterClient,
  revision: ReleaseRevision,
  options: { reason: string } & RequestControl,
): Promise<void> {
  const { reason, ...control } = options;
  const { secret } = revision;
  const { name, namespace, labels } = secret.metadata;
  const stored = await decode(secret);
  const info = { ...stored.info, status: 'failed', description: reason };
  await client.replace(
    client.objectPath('v1', 'Secret', namespace, name),
    {
      ...secret,
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { ...secret.metadata, labels: { ...labels, status: 'failed' } },
      data: { release: await encode({ ...stored, info }) },
    },
    control,
  );
}

/** Helm stores base64 of gzip of JSON, and Kubernetes puts base64 around it. */
async function decode(secret: KubernetesObject): Promise<StoredRelease> {
  const data = secret.data as { release?: string } | undefined;
  const text = Buffer.from(data?.release ?? '', 'base64').toString();
  try {
    return JSON.parse(
      (await decompress(Buffer.from(text, 'base64'))).toString(),
    ) as StoredRelease;
  } catch (error) {
    const { name, namespace } = secret.metadata;
    throw new ClassifiedError({
      errorClass: 'operator_fixable',
      code: 'ReleaseUnreadable',
      message: `Helm's record in Secret ${name} of namespace ${namespace} cannot be read: ${stringifyError(
        error,
      )}`,
      nextAction:
        'Restore that Secret, or delete it if an older revision is to count; then retry.',
      infrastructure: false,
    });
  }
}

async function encode(release: StoredRelease): Promise<string> {
  const text = (await compress(JSON.stringify(release))).toString('base64');
  return Buffer.from(text).toString('base64');
}
