import { JobAction } from '@urumi/backstage-plugin-urumi-stores-common';

/**
 * Lower runs first: a delete frees what others wait for. Multiples of ten, as a job that has got on
 * comes one before those of its action that have not begun.
 */
export const JOB_PRIORITY: Record<JobAction, number> = {
  DELETE: 10,
  ROLLBACK: 40,
  PROVISION: 50,
  UPGRADE: 60,
  RECONCILE: 100,
};

/** How often a job is tried before its store fails. Waiting and outages use up none. */
export const MAX_ATTEMPTS = 5;

const CHANGE_STEPS = [
  'namespace',
  'checks',
  'guardrails',
  'credentials',
  'release',
  'workloads',
  'storefront',
  'checkout',
  'quota',
] as const;

/** The steps of each kind of job, in order. */
export const JOB_STEPS = {
  PROVISION: [
    'namespace',
    'guardrails',
    'credentials',
    'release',
    'workloads',
    'storefront',
    'checkout',
  ],
  DELETE: ['inventory', 'storefront', 'release', 'namespace', 'gone'],
  RECONCILE: [
    'namespace',
    'guardrails',
    'credentials',
    'release',
    'workloads',
    'storefront',
  ],
  UPGRADE: CHANGE_STEPS,
  ROLLBACK: CHANGE_STEPS,
} as const satisfies Record<JobAction, readonly string[]>;

/** Name of the Secret with a store's passwords, in the store's namespace. */
export const CREDENTIALS_SECRET = 'store-credentials';
