import { RequestControl } from './ApiTransport';
import { ClusterClient } from './ClusterClient';
import { isAlreadyExists } from './errors';

export interface CredentialsSecretOptions extends RequestControl {
  namespace: string;
  name: string;
}

/**
 * Makes the Secret with a store's passwords, once: what is in one that exists is kept, because the
 * store's data may already depend on it. Keys that a newer version of the engine wants are added.
 */
export async function ensureCredentialsSecret(
  client: ClusterClient,
  options: CredentialsSecretOptions & {
    generate: () => Record<string, string>;
    labels: Record<string, string>;
  },
): Promise<void> {
  const { namespace, name, generate, labels, signal, timeoutMs } = options;
  const control = { signal, timeoutMs };
  const path = client.objectPath('v1', 'Secret', namespace, name);
  const existing = await client.get(path, control);
  if (existing) {
    const kept = (existing.data ?? {}) as Record<string, string>;
    const missing = Object.entries(generate()).filter(
      ([key]) => !(key in kept),
    );
    if (missing.length > 0) {
      await client.patch(
        path,
        { stringData: Object.fromEntries(missing) },
        control,
      );
    }
    return;
  }
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
