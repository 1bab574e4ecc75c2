import {
  StoreDetails,
  StoreEvent,
  StoreOperation,
  StoreRevision,
} from '@urumi/backstage-plugin-urumi-stores-common';
import request from 'supertest';
import { eventually } from './TestStore';

const BASE = '/api/urumi-stores';

/** Speaks to a started backend over HTTP, as one principal. */
export class StoresApi {
  readonly #server: () => Parameters<typeof request>[0];
  readonly #authorization: string;

  constructor(options: {
    /** Asked for each call, as a backend may be started again. */
    server: () => Parameters<typeof request>[0];
    authorization: string;
  }) {
    this.#server = options.server;
    this.#authorization = options.authorization;
  }

  /** Any call, whatever it answers. */
  call(method: 'get' | 'post' | 'delete', path: string, body?: object) {
    const call = request(this.#server())
      [method](`${BASE}${path}`)
      .set('authorization', this.#authorization);
    return body ? call.send(body) : call;
  }

  async create(body: object = {}): Promise<StoreOperation> {
    return this.#accepted('post', '/stores', body);
  }

  /** Creates a store and waits until it can be used. */
  async createReady(body: object = {}): Promise<StoreDetails> {
    const { store_id: id } = await this.create(body);
    return this.until(id, 'READY');
  }

  async retry(storeId: string): Promise<StoreOperation> {
    return this.#accepted('post', `/stores/${storeId}/retry`, {});
  }

  async reconcile(storeId: string): Promise<StoreOperation> {
    return this.#accepted('post', `/stores/${storeId}/reconcile`, {});
  }

  async upgrade(storeId: string, body: object): Promise<StoreOperation> {
    return this.#accepted('post', `/stores/${storeId}/upgrade`, body);
  }

  async rollBack(storeId: string, revision: number): Promise<StoreOperation> {
    return this.#accepted('post', `/stores/${storeId}/rollback`, { revision });
  }

  async revisions(storeId: string): Promise<StoreRevision[]> {
    const { body } = await this.call('get', `/stores/${storeId}/revisions`);
    return body;
  }

  async delete(storeId: string): Promise<StoreOperation> {
    return this.#accepted('delete', `/stores/${storeId}`);
  }

  async get(storeId: string): Promise<StoreDetails> {
    const { status, body } = await this.call('get', `/stores/${storeId}`);
    if (status !== 200) {
      throw new Error(`GET ${storeId}: ${status} ${JSON.stringify(body)}`);
    }
    return body;
  }

  /** All events of a store, oldest first. */
  async events(storeId: string): Promise<StoreEvent[]> {
    const events: StoreEvent[] = [];
    for (;;) {
      const after = events.at(-1)?.id ?? 0;
      const { body } = await this.call(
        'get',
        `/stores/${storeId}/events?after=${after}`,
      );
      if (!Array.isArray(body) || body.length === 0) {
        return events;
      }
      events.push(...body);
    }
  }

  async eventTypes(storeId: string): Promise<string[]> {
    return (await this.events(storeId)).map(({ event_type: type }) => type);
  }

  /**
   * Waits for a store to be as wanted.
   *
   * @throws Error with the store as it was last, once the time is over.
   */
  async until(
    storeId: string,
    wanted: StoreDetails['status'] | ((store: StoreDetails) => boolean),
    timeoutMs = 90_000,
  ): Promise<StoreDetails> {
    let last: StoreDetails | undefined;
    const isWanted =
      typeof wanted === 'string'
        ? (store: StoreDetails) => store.status === wanted
        : wanted;
    return eventually(
      async () => {
        last = await this.get(storeId);
        return isWanted(last) && last;
      },
      `store ${storeId} ${wanted}`,
      timeoutMs,
    ).catch(error => {
      throw new Error(`${error.message}\n${JSON.stringify(last, null, 1)}`);
    });
  }

  /** Waits for a job of a store to end, however it does. */
  async untilEnded(storeId: string, jobId: string): Promise<StoreDetails> {
    return this.until(
      storeId,
      ({ job }) => job?.id === jobId && job.completed_at !== null,
    );
  }

  async #accepted(
    method: 'post' | 'delete',
    path: string,
    body?: object,
  ): Promise<StoreOperation> {
    const answer = await this.call(method, path, body);
    if (answer.status !== 202) {
      throw new Error(
        `${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`,
      );
    }
    return answer.body;
  }
}
