import { JsonObject, JsonValue } from '@backstage/types';

/** One request of a probe to the shop. @public */
export interface StoreProbeRequest {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** From the root of the shop's address on, with a query if there is one. */
  path: string;
  headers?: Record<string, string>;
  /** Sent as `JSON.stringify` writes it. */
  body?: JsonValue;
}

/** What the shop answered, whatever its status. Redirects are not followed. @public */
export interface StoreProbeAnswer {
  status: number;
  /** By names in lower case. */
  headers: Record<string, string>;
  text: string;
  /** @throws StoreProbeError when the answer is no JSON. */
  json(): JsonValue;
}

/**
 * What a probe works with. Its requests go through the cluster's ingress with the host name of the
 * shop, as those of a customer do.
 *
 * @public
 */
export interface StoreProbeContext {
  storeId: string;
  /** Address of the shop, without a trailing slash. */
  url: string;
  parameters: JsonObject;
  /** Data of the store's credentials Secret. Never to be put into messages. */
  credentials: Record<string, string>;
  signal: AbortSignal;
  /** @throws StoreProbeError, to be retried, when nobody answers in time. */
  request(request: StoreProbeRequest): Promise<StoreProbeAnswer>;
}

/** A connection that a pod of the store is asked to try. @public */
export interface ConnectionTarget {
  /** Unique among the targets. */
  name: string;
  host: string;
  port: number;
}

/** @public */
export interface ConnectionAttempt {
  name: string;
  /** Whether a TCP connection came about. */
  connected: boolean;
}

/** An order that was placed, found again and taken back. @public */
export interface ProbeOrder {
  /** As people see it in the admin pages. */
  orderNumber: string;
  /** The order's total with its currency, such as `12.00 EUR`. */
  total: string;
}

/**
 * How the platform finds out that a shop is this store's and sells. All of it can be run again at
 * any time, and side by side with customers.
 *
 * @public
 */
export interface StoreProbe {
  /**
   * Recognises this very store by an answer that only it can give. It is asked again for as long
   * as the store is READY, about every ten minutes: it reads only, and costs the shop little.
   *
   * @throws StoreProbeError when somebody else, or nobody, answers.
   */
  storefront(context: StoreProbeContext): Promise<void>;
  /**
   * Buys the sample product as a customer would, finds the order through the admin API, then
   * cancels it, restores the stock and marks it as a probe. Takes back what a probe that was
   * killed has left.
   *
   * @throws StoreProbeError when any of that does not work.
   */
  checkout(context: StoreProbeContext): Promise<ProbeOrder>;
  /** Has a running pod of the store try connections, all at once. */
  connect(
    context: StoreProbeContext,
    targets: ConnectionTarget[],
  ): Promise<ConnectionAttempt[]>;
}

/**
 * What of a shop a failure is in, from the outside in.
 *
 * @public
 */
export type StoreProbeLayer =
  | 'dns'
  | 'tls'
  | 'ingress'
  | 'pod'
  | 'application'
  | 'payment';

/**
 * Why a shop did not pass a probe.
 *
 * @public
 */
export class StoreProbeError extends Error {
  name = 'StoreProbeError' as const;
  /** Short and stable, such as `WrongStore` or `OrderNotFound`. */
  readonly code: string;
  /** Whether it may well work a moment later, as when routes and caches have to fill. */
  readonly retry: boolean;
  readonly layer: StoreProbeLayer;

  /** @param options - `retry`: false by default; `layer`: `application` by default. */
  constructor(options: {
    code: string;
    message: string;
    retry?: boolean;
    layer?: StoreProbeLayer;
  }) {
    super(options.message);
    this.code = options.code;
    this.retry = options.retry ?? false;
    this.layer = options.layer ?? 'application';
  }
}
