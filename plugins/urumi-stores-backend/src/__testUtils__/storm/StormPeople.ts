import { setTimeout as sleep } from 'node:timers/promises';
import { StoreDetails } from '@urumi/backstage-plugin-urumi-stores-common';
import { v5 as uuidv5 } from 'uuid';
import { BackendProcess } from '../BackendProcess';

const KEYS = uuidv5.URL;

/** How long somebody goes on asking while nobody answers, in milliseconds. */
const PATIENCE_MS = 180_000;

/** What somebody last wanted of a store, and was promised. */
export type Intent = 'present' | 'absent';

/** People who ask for things until some backend has promised them. */
export class StormPeople {
  /** By id: what was promised last. */
  readonly intents = new Map<string, Intent>();
  readonly #backends: readonly BackendProcess[];
  readonly #seed: number;
  /** Ids by the storm's numbers. */
  readonly #ids = new Map<number, string>();
  #turn = 0;

  constructor(options: { backends: readonly BackendProcess[]; seed: number }) {
    this.#backends = options.backends;
    this.#seed = options.seed;
  }

  async create(store: number): Promise<void> {
    // By its key, so that asking twice makes one store.
    const { body } = await this.#ask('POST', '/stores', {
      accept: [202],
      key: uuidv5(`${this.#seed}/${store}`, KEYS),
      body: { display_name: `Storm ${store}` },
    });
    this.#ids.set(store, body.store_id);
    this.intents.set(body.store_id, 'present');
  }

  /** Nothing is retried that was never promised. */
  async retry(store: number): Promise<void> {
    const id = this.#ids.get(store);
    if (id) {
      await this.#ask('POST', `/stores/${id}/retry`, {
        accept: [202, 404, 409],
      });
    }
  }

  async delete(store: number): Promise<void> {
    const id = this.#ids.get(store);
    if (id) {
      await this.deleteById(id);
    }
  }

  async deleteById(id: string): Promise<void> {
    // Gone already: 404.
    await this.#ask('DELETE', `/stores/${id}`, { accept: [202, 404] });
    this.intents.set(id, 'absent');
  }

  async retryById(id: string): Promise<void> {
    await this.#ask('POST', `/stores/${id}/retry`, { accept: [202, 409] });
  }

  async stores(): Promise<StoreDetails[]> {
    const { body } = await this.#ask('GET', '/stores', { accept: [200] });
    return body;
  }

  /** Asks one backend after the other. What is neither accepted nor a failure of a server is a fault of ours. */
  async #ask(
    method: string,
    path: string,
    options: { accept: number[]; key?: string; body?: object },
  ) {
    const end = performance.now() + PATIENCE_MS;
    for (;;) {
      this.#turn += 1;
      const backend = this.#backends[this.#turn % this.#backends.length];
      const answer = await fetch(`${backend.baseUrl}/api/urumi-stores${path}`, {
        method,
        signal: AbortSignal.timeout(5_000),
        headers: {
          authorization: backend.authorization,
          'content-type': 'application/json',
          ...(options.key && { 'idempotency-key': options.key }),
        },
        ...(options.body && { body: JSON.stringify(options.body) }),
      })
        .then(async response => {
          const text = await response.text();
          // A backend whose plugins are still starting answers with nothing.
          return text === ''
            ? { status: 0, body: `${response.status} without a body` }
            : { status: response.status, body: JSON.parse(text) };
        })
        .catch(
          // Killed, stopped, or not up yet.
          error => ({ status: 0, body: String(error) }),
        );
      if (options.accept.includes(answer.status)) {
        return answer;
      }
      const isOutage = answer.status === 0 || answer.status >= 500;
      if (!isOutage || performance.now() > end) {
        throw new Error(
          `${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`,
        );
      }
      await sleep(200);
    }
  }
}
