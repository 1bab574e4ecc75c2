import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import { once } from 'node:events';
import { v7 as uuid } from 'uuid';
import { ClusterClient } from '../kubernetes';
import { readKubeconfigAccess } from './readKubeconfigAccess';
import { testKubeconfig } from './testEnvironment';

/** A token of a service account that lives as long as a Secret does. */
export class BoundToken {
  readonly token: string;
  readonly #client: ClusterClient;
  readonly #secretPath: string;

  private constructor(options: {
    token: string;
    client: ClusterClient;
    secretPath: string;
  }) {
    this.token = options.token;
    this.#client = options.client;
    this.#secretPath = options.secretPath;
  }

  /** Asks the API server for a token of the namespace's default account. */
  static async create(
    client: ClusterClient,
    namespace: string,
  ): Promise<BoundToken> {
    const name = `token-${uuid()}`;
    const secret = await client.create({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name, namespace },
    });
    const answer = await post(
      `/api/v1/namespaces/${namespace}/serviceaccounts/default/token`,
      {
        apiVersion: 'authentication.k8s.io/v1',
        kind: 'TokenRequest',
        spec: {
          expirationSeconds: 600,
          boundObjectRef: {
            apiVersion: 'v1',
            kind: 'Secret',
            name,
            uid: secret.metadata.uid,
          },
        },
      },
    );
    return new BoundToken({
      token: (answer as { status: { token: string } }).status.token,
      client,
      secretPath: client.objectPath('v1', 'Secret', namespace, name),
    });
  }

  /** The API server refuses it from then on, at the latest when its cache of ten seconds ends. */
  async revoke(): Promise<void> {
    await this.#client.delete(this.#secretPath);
  }
}

/** As the kubeconfig's user: the path is that of no object. */
async function post(path: string, body: object): Promise<unknown> {
  const { server, ca, cert, key } = await readKubeconfigAccess(
    testKubeconfig(),
  );
  const sent = request(`${server}${path}`, {
    method: 'POST',
    ca,
    cert,
    key,
    headers: { 'content-type': 'application/json' },
  });
  sent.end(JSON.stringify(body));
  const [response] = await once(sent, 'response');
  const answer = await text(response);
  if (response.statusCode >= 300) {
    throw new Error(`POST ${path}: ${response.statusCode} ${answer}`);
  }
  return JSON.parse(answer);
}
