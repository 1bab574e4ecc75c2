import { RequestControl } from './ApiTransport';
import { ClusterClient } from './ClusterClient';
import { isAlreadyExists } from './errors';

export interface CredentialsSecretOptions extends RequestControl {
  namespace: string;
  name: string;
}

/**
 * Makes the Secret with a store's passwords, once: one that exists is kept as it is, because the
 * store's data may already depend on it.
 */
export async function ensureCredentialsSecret(
  client: ClusterClient,
  options: CredentialsSecretOptions & {
    /** Called only when there is no Secret yet. */
    generate: () => Record<string, string>;
    labels: Record<string, string>;
  },
): Promise<void> {
  const { namespace, name, generate, labels, signal, timeoutMs } = options;
  const control = { signal, timeoutMs };
  const path = client.objectPath('v1', 'Secret', namespace, name);
  if (await client.get(path, control)) {
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
