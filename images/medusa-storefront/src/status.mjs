// Tells which store this is, and whether it can sell.
import { BackendError } from './medusa/BackendClient.mjs';

/** Probes of the cluster and the platform come often, and need not each reach the backend. */
const KEPT = 2_000;

export class Status {
  #storeId;
  #versions;
  #check;
  #promise;
  #until = 0;

  /**
   * @param {object} options
   * @param {string} options.storeId
   * @param {Record<string, string>} options.versions
   * @param {() => Promise<Record<string, string> | undefined>} options.check Fails while the shop cannot sell, else may
   * tell versions.
   */
  constructor({ storeId, versions, check }) {
    this.#storeId = storeId;
    this.#versions = versions;
    this.#check = check;
  }

  /** What /urumi-store.json answers. */
  async read() {
    if (!this.#promise || Date.now() >= this.#until) {
      this.#promise = this.#read();
      this.#until = Date.now() + KEPT;
    }
    return this.#promise;
  }

  async #read() {
    const store = { store_id: this.#storeId, engine: 'medusa' };
    try {
      const versions = { ...this.#versions, ...(await this.#check()) };
      return { ...store, ready: true, versions };
    } catch (error) {
      return {
        ...store,
        ready: false,
        reason: reasonOf(error),
        versions: this.#versions,
      };
    }
  }
}

function reasonOf(error) {
  if (!(error instanceof BackendError)) {
    return 'The shop has an error of its own; see its log';
  }
  if (error.status === undefined) {
    return 'The Medusa server does not answer';
  }
  if (error.type === 'no_region') {
    return 'Medusa has no region yet';
  }
  if (
    error.type === 'no_key' ||
    error.isNotFound ||
    /publishable/i.test(error.detail)
  ) {
    return 'Medusa has no publishable key for this shop yet';
  }
  return `The Medusa server answers with status ${error.status}`;
}
