import { isError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import { JobRow, StoreRow } from '../database/rows';
import { ClassifiedError } from '../kubernetes/errors';
import { readPayload } from './jobInput';
import { releaseValues } from './provision/releaseValues';
import { StepEnvironment, StoreTools } from './StoreTools';

/** What the release of a job is made from. */
export interface ReleaseSource {
  chartDirectory: string;
  chartDigest: string;
  images: Record<string, string>;
  /** Complete. */
  values: JsonObject;
}

/**
 * Does something with the chart and the values that a job wants: those that are frozen in its
 * payload, else those of the platform.
 *
 * @throws ClassifiedError (operator_fixable) when the chart is not to be had.
 */
export async function withRelease<T>(
  environment: StepEnvironment,
  options: { store: StoreRow; job: JobRow; tools: StoreTools },
  work: (source: ReleaseSource) => Promise<T>,
): Promise<T> {
  const { store, job, tools } = options;
  const { engine, plan, cluster, chartDirectory: current } = tools;
  const target = readPayload(job)?.target;
  const images = target?.images ?? tools.images;
  const values =
    target?.values ??
    releaseValues(store, { engine, images }, plan, cluster.config);
  const chart = await openChart(environment, current, target?.chart_digest);
  try {
    return await work({
      chartDirectory: chart.directory,
      chartDigest: chart.digest,
      images,
      values,
    });
  } finally {
    await chart.close();
  }
}

/** A chart that is not there fails before anything of the store is touched. */
async function openChart(
  { charts }: StepEnvironment,
  current: string,
  wanted: string | undefined,
) {
  try {
    if (wanted !== undefined) {
      return {
        digest: wanted,
        ...(await charts.open({ digest: wanted, current })),
      };
    }
    const digest = await charts.keep(current);
    return { digest, directory: current, close: async () => {} };
  } catch (error) {
    if (!isUnavailable(error)) {
      throw error;
    }
    throw new ClassifiedError({
      errorClass: 'operator_fixable',
      code: 'ChartUnavailable',
      message: error.message,
      nextAction:
        "Put the engine's chart back where the platform reads it; then retry.",
      infrastructure: false,
    });
  }
}

/** Of the errors of a library, those that say that the chart is not there. */
function isUnavailable(error: unknown): error is Error {
  return (
    isError(error) &&
    (['InputError', 'NotFoundError'].includes(error.name) ||
      (error as NodeJS.ErrnoException).code === 'ENOENT')
  );
}
