import { setTimeout as sleep } from 'node:timers/promises';
import { mockServices } from '@backstage/backend-test-utils';
import { storeNamespace } from '@urumi/backstage-plugin-urumi-stores-common';
import { v7 as uuid } from 'uuid';
import { ClusterClient, ensureNamespace, storeLabels } from '../kubernetes';
import { testKubeconfig } from './testEnvironment';

/** The platform that the tests are. */
export const testPlatform = { name: 'tests', names: ['tests'] };

/** A store of its own for one test, in the test cluster. */
export class TestStore {
  readonly id = uuid();
  readonly namespace = storeNamespace(this.id);
  readonly labels = storeLabels(this.id);
  readonly client: ClusterClient;

  constructor(client: ClusterClient) {
    this.client = client;
  }

  static async connect(kubeconfig = testKubeconfig()): Promise<ClusterClient> {
    return await ClusterClient.fromConfig({
      name: 'test',
      kubeconfig,
      logger: mockServices.logger.mock(),
    });
  }

  async createNamespace(): Promise<string> {
    const { uid } = await ensureNamespace(this.client, {
      namespace: this.namespace,
      storeId: this.id,
      platform: testPlatform,
    });
    return uid;
  }

  /** Path of an object in the store's namespace. */
  path(apiVersion: string, kind: string, name?: string): string {
    return this.client.objectPath(apiVersion, kind, this.namespace, name);
  }

  async remove(): Promise<void> {
    await this.client.delete(
      this.client.objectPath('v1', 'Namespace', undefined, this.namespace),
    );
  }
}

/** Waits until the condition gives something. Fails with the last answer's words. */
export async function eventually<T>(
  condition: () => T | undefined | false | Promise<T | undefined | false>,
  what: string,
  timeoutMs = 30_000,
): Promise<T> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const result = await condition();
    if (result) {
      return result;
    }
    if (Date.now() > end) {
      throw new Error(`Did not happen within ${timeoutMs} ms: ${what}`);
    }
    await sleep(100);
  }
}
