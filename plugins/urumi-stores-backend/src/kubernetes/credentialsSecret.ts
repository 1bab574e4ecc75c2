import { RequestControl } from './ApiTransport';
import { ClusterClient } from './ClusterClient';
import { isAlreadyExists } from './errors';

export interface CredentialsSecretOptions extends RequestControl {
  namespace: string;
  name: string;
}

interface NewCredentialsOptions extends CredentialsSecretOptions {
  generate: () => Record<string, string>;
  /** What it throws ends the call before anything is changed. */
  beforeChange?: () => Promise<void>;
}

/**
 * Makes the Secret with a store's passwords, once: what is in one that exists is kept, because the
 * store's data may already depend on it. Keys that a newer version of the engine wants are added.
 */
export async function ensureCredentialsSecret(
  client: ClusterClient,
  options: NewCredentialsOptions & { labels: Record<string, string> },
): Promise<void> {
  const { namespace, name, generate, labels, signal, timeoutMs } = options;
  const control = { signal, timeoutMs };
  if (await addMissingCredentials(client, options)) {
    return;
  }
  await options.beforeChange?.();
  try {
    await client.create(
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name, namespace, labels },
        type: 'Opaque',
        stringData: generate(),
      },
      control,
    );
  } catch (error) {
    if (!isAlreadyExists(error)) {
      throw error;
    }
  }
}

/**
 * Adds the keys that a newer version of the engine wants to the Secret with a store's passwords, and
 * leaves the others as they are. Of two that do so at once, one is refused and has to look again.
 *
 * @returns the keys that were added; undefined when there is no Secret.
 */
export async function addMissingCredentials(
  client: Pick<ClusterClient, 'objectPath' | 'get' | 'patch'>,
  options: NewCredentialsOptions,
): Promise<string[] | undefined> {
  const { namespace, name, generate, signal, timeoutMs } = options;
  const control = { signal, timeoutMs };
  const path = client.objectPath('v1', 'Secret', namespace, name);
  const existing = await client.get(path, control);
  if (!existing) {
    return undefined;
  }
  const kept = (existing.data ?? {}) as Record<string, string>;
  const missing = Object.entries(generate()).filter(([key]) => !(key in kept));
  if (missing.length > 0) {
    const { resourceVersion } = existing.metadata;
    await options.beforeChange?.();
    await client.patch(
      path,
      {
        metadata: { resourceVersion },
        stringData: Object.fromEntries(missing),
      },
      control,
    );
  }
  return missing.map(([key]) => key);
}

/** The decoded data of the Secret; undefined when there is none. */
export async function readCredentialsSecret(
  client: ClusterClient,
  options: CredentialsSecretOptions,
): Promise<Record<string, string> | undefined> {
  const { namespace, name, ...control } = options;
  const secret = await client.get(
    client.objectPath('v1', 'Secret', namespace, name),
    control,
  );
  if (!secret) {
    return undefined;
  }
  const data = (secret.data ?? {}) as Record<string, string>;
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [
      key,
      Buffer.from(value, 'base64').toString(),
    ]),
  );
}
