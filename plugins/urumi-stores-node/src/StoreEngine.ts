import { JsonObject } from '@backstage/types';
import { StoreProbe } from './StoreProbe';

/**
 * What one size of store gets: the container sizes go into the chart's values, the quota and
 * the limit range into the namespace. Both come from one table of the engine, so that they
 * cannot disagree.
 *
 * @public
 */
export interface StoreEnginePlan {
  name: string;
  title: string;
  description: string;
  /**
   * Hard limits of the namespace's ResourceQuota, with head-room for every pod that can
   * exist at once (rolling update and set-up Job included).
   */
  quota: Record<string, string>;
  /** The namespace's LimitRange: defaults for containers without sizes, and the largest volume. */
  limitRange: {
    defaultRequest: Record<string, string>;
    default: Record<string, string>;
    /** Kubernetes quantity. */
    maxVolume: string;
  };
  /** The part of the chart's values that this plan decides. */
  values: JsonObject;
}

/**
 * Which connections the store's pods need. Everything else is denied.
 *
 * @public
 */
export interface StoreEngineNetwork {
  /** Pods that the ingress controller may reach, and on which port. */
  entryPoints: { podLabels: Record<string, string>; port: number }[];
  /** Connections between the store's own pods. */
  internal: {
    from: Record<string, string>;
    to: Record<string, string>;
    port: number;
  }[];
  /** Pods that may reach public addresses, and on which ports. Private ranges stay closed. */
  publicEgress: { podLabels: Record<string, string>; ports: number[] }[];
}

/**
 * The Secret with the store's passwords. It is made once per store, before the release,
 * and kept over retries; the chart gets its name only.
 *
 * @public
 */
export interface StoreEngineCredentials {
  /**
   * Makes the Secret's data, complete and new. Called again before each upgrade: of that, only keys
   * that the store's Secret lacks are taken, so a newer version may simply want more of them.
   */
  generate(): Record<string, string>;
  /** Keys of the admin login in the Secret. */
  usernameKey: string;
  passwordKey: string;
}

/** What a revision of a store runs. @public */
export interface StoreEngineRelease {
  chartVersion: string;
  /** Complete image references, by the names of {@link StoreEngine.images}. */
  images: Record<string, string>;
}

/**
 * What an engine says of taking a store back.
 *
 * @public
 */
export interface StoreRollbackAdvice {
  /** Whether the older software works on the data that the newer one leaves behind. */
  possible: boolean;
  /** Why, in a sentence for the store's owner. */
  reason: string;
}

/** What a store's values are made from. @public */
export interface StoreValuesInput {
  storeId: string;
  displayName: string | undefined;
  /** Host name of the shop. */
  hostname: string;
  /** Address of the shop, without a trailing slash. */
  url: string;
  parameters: JsonObject;
  plan: StoreEnginePlan;
  credentialsSecretName: string;
  serviceAccountName: string;
  /** Complete image references, by the names of {@link StoreEngine.images}. */
  images: Record<string, string>;
  /** Undefined: the cluster's default class. */
  ingressClassName: string | undefined;
  storageClassName: string | undefined;
  /** Labels that every object of the store must carry, pod templates included. */
  commonLabels: Record<string, string>;
}

/**
 * A kind of online store: a Helm chart and what the platform has to know of it.
 *
 * @remarks
 * Everything in it is data or a pure function, but for `credentials.generate`.
 *
 * @public
 */
export interface StoreEngine {
  /** What requests call it, such as `woocommerce`. Lower-case letters, digits, dashes. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** Directory of the chart; its `Chart.yaml` names version and appVersion. */
  readonly chartDirectory: string;
  /** At least one; the first is the default. */
  readonly plans: readonly StoreEnginePlan[];
  /** JSON Schema (draft 2020-12) of the parameters, each with its default. */
  readonly parametersSchema: JsonObject;
  /** Milliseconds that the workloads may take to get ready before the store fails. */
  readonly readinessDeadlineMs: number;
  /**
   * The images of the chart's pods by name, each with the reference (tag or digest, never `latest`)
   * that holds unless the operator has a registry of their own.
   */
  readonly images: Record<string, string>;
  readonly probe: StoreProbe;
  readonly network: StoreEngineNetwork;
  readonly credentials: StoreEngineCredentials;
  /** The complete chart values, without any password. */
  values(input: StoreValuesInput): JsonObject;
  /**
   * Whether a store can go back from one release to an earlier one with the data that it has by then.
   * Asked before every rollback, also before one that nobody asked for.
   */
  adviseRollback(options: {
    from: StoreEngineRelease;
    to: StoreEngineRelease;
  }): StoreRollbackAdvice;
  /** Address of the admin pages, from the address of the shop. */
  adminUrl(url: string): string;
  /** The pods, named by their labels, whose readiness decides; used to name them in messages. */
  components: { name: string; podLabels: Record<string, string> }[];
}
