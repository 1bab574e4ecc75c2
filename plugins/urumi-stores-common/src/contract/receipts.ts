/** One thing that a delete has removed. @public */
export interface ReceiptItem {
  /** Kubernetes kind, or `HelmRelease`. */
  kind: string;
  name: string;
  /** Null when it had gone before it could be looked at. */
  uid: string | null;
  /** When the API server gave the answer, by the database's clock. */
  gone_at: string;
  /**
   * `not_found`: a 404. `replaced`: something else, with another uid, has its name by now.
   * `namespace_gone`: a 404 for the namespace that held it, with which the platform's own rights in
   * it went, so that nobody could ask for the thing itself.
   */
  answer: 'not_found' | 'replaced' | 'namespace_gone';
}

/** Answer of `GET /stores/{id}/receipt`: proof of a deletion. @public */
export interface StoreReceipt {
  store_id: string;
  cluster: string;
  namespace: string;
  /** Who asked for the delete that went through. */
  requested_by: string;
  requested_at: string;
  deleted_at: string;
  duration_ms: number;
  /** What the list cannot say, and why; null when it is complete. */
  note: string | null;
  items: ReceiptItem[];
}
