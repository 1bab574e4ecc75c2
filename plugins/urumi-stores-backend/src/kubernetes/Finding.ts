import { FailureCause } from '@urumi/backstage-plugin-urumi-stores-common';

/** Something that keeps a store from getting ready. */
export interface Finding {
  cause: FailureCause;
  /** When it counts as a failure, in milliseconds since the epoch: before, it may still heal. */
  dueAt: number;
  /** True when the cluster is at fault and not the store. Default: false. */
  infrastructure?: boolean;
}
