import {
  FailureCause,
  StoreDrift,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { AvailableUpgrade } from './platformChanges';

/** How a store's workloads and its shop are. */
export type HealthVerdict =
  | {
      state: 'healthy';
      /** What was looked at, and what was not. */
      message: string;
      /** Whether the shop itself has answered. */
      opened: boolean;
    }
  | {
      /** Not ready, and no cause that waiting would not heal. */
      state: 'unsettled';
      message: string;
      /** Milliseconds after which to look again. */
      recheckMs: number;
    }
  | { state: 'degraded'; cause: FailureCause }
  | Unknown;

/** That something cannot be told at the moment. */
export interface Unknown {
  state: 'unknown';
  /** CamelCase word for programs. */
  reason: string;
  message: string;
}

/** What one look at a store has found. */
export interface Inspection {
  health: HealthVerdict;
  drift:
    | {
        state: 'known';
        findings: StoreDrift[];
        /** Undefined when it was not recorded what the store runs. */
        upgrade?: AvailableUpgrade;
      }
    | Unknown;
}
