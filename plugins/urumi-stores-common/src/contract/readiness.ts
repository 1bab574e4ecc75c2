import { ClusterState } from './clusters';

/** How the worker of the answering process does, in `GET /readyz`. @public */
export interface WorkerReadiness {
  /** When it last looked for jobs. */
  last_tick_at: string | null;
  slots: number;
  busy: number;
  /** Each of its loops, with the time since a round of it last ended well. */
  loops: { name: string; age_seconds: number; failures: number }[];
  /** Whether it hears at once of new jobs; if not, it finds them by looking. */
  wake_up: { channel: 'postgres' | 'process'; listening: boolean };
  /** Jobs that it has taken over from workers that stopped answering. */
  takeovers: number;
  /** How long the oldest due job has waited for any worker; null when it cannot be read. */
  oldest_due_job_seconds: number | null;
}

/** Body of `GET /readyz`. @public */
export interface Readiness {
  status: 'ok' | 'unavailable';
  reasons: string[];
  worker: WorkerReadiness;
  clusters: ClusterState[];
}
