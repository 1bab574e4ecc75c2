import { ClassifiedError, ClusterClient } from '../kubernetes';
import { classifyHelmFailure } from './classifyHelmFailure';
import { HelmCli } from './HelmCli';
import { readReleases } from './releaseSecrets';
import { ProcessResult } from './runProcess';

const MAX_ATTEMPTS = 2;

/** A release, and how to reach it. */
export interface ReleaseTarget {
  helm: HelmCli;
  client: ClusterClient;
  namespace: string;
  release: string;
  /**
   * Throws when the caller is no longer the owner of the store's job. Asked before every action.
   */
  assertOwned: () => Promise<void>;
  signal?: AbortSignal;
}

/**
 * Removes a release, whatever state it is in. It is gone when none of its Secrets is left, not
 * when Helm says so.
 *
 * @returns Whether there was anything to remove.
 * @throws ClassifiedError with Helm's cause when the release is still there afterwards.
 */
export async function removeRelease(options: ReleaseTarget): Promise<boolean> {
  const { client, namespace, release, signal, assertOwned } = options;
  let lastCall: ProcessResult | undefined;
  for (let attempt = 0; ; attempt++) {
    const revisions = await readReleases(client, {
      namespace,
      release,
      signal,
    });
    if (revisions.length === 0) {
      return lastCall !== undefined;
    }
    if (attempt === MAX_ATTEMPTS) {
      throw new ClassifiedError(
        classifyHelmFailure(
          lastCall?.stderr.trim() ||
            `Release ${release} is '${revisions[0].status}' after Helm removed it`,
        ),
      );
    }
    await assertOwned();
    lastCall = await uninstallRelease(options);
  }
}

/** One call of `helm uninstall`, whose outcome the caller reads from the Secrets. */
export async function uninstallRelease(
  options: ReleaseTarget,
): Promise<ProcessResult> {
  const { helm, client, namespace, release, signal } = options;
  const kubeconfig = await client.kubeconfigText();
  return await helm.uninstall({ release, namespace, kubeconfig, signal });
}
