/** @public */
export interface LimitUsage {
  used: number;
  allowed: number;
  left: number;
}

/** Answer of `GET /limits`. @public */
export interface StoreLimits {
  /** Of the owner asked for; by default the caller's team. */
  owner: string;
  /** Entity ref of the caller; null for programs, which have no limit of their own. */
  person: string | null;
  stores_per_owner: LimitUsage;
  /** Living stores that the caller has made, whoever owns them; null for programs. */
  stores_per_person: LimitUsage | null;
  stores_total: LimitUsage;
  /** Of the calling principal, in the current minute. */
  writes_per_minute: LimitUsage;
  /** Those of them that make stores. */
  creates_per_minute: LimitUsage;
  /** Those of them that delete stores. */
  deletes_per_minute: LimitUsage;
  /** Plans that have limits of their own. */
  plans: PlanUsage[];
}

/** What is used of the limits of one plan. @public */
export interface PlanUsage {
  plan: string;
  /** Of the owner; null: not limited. */
  stores_per_owner: LimitUsage | null;
  /** Null: not limited. */
  stores_total: LimitUsage | null;
}
