import { ConflictError } from '@backstage/errors';
import { Knex } from 'knex';
import { LimitsConfig } from '../config';
import {
  countLiving,
  countLivingOfPlan,
} from '../database/operations/livingStores';
import {
  lockUsage,
  readUsage,
  takeUsage,
  UsageScope,
} from '../database/operations/storeUsage';

type StoreLimitsConfig = Pick<
  LimitsConfig,
  'storesTotal' | 'storesPerOwner' | 'storesPerPerson' | 'plans'
>;

/** Whom one more store counts for. */
export interface Place {
  owner: string;
  plan: string;
  /** The person who makes it; undefined for programs, which have no limit of their own. */
  person: string | undefined;
}

/**
 * Takes a place in the limits for one more living store, in the transaction that inserts it.
 *
 * @throws ConflictError that names the limit which is reached.
 */
export async function takePlace(
  trx: Knex.Transaction,
  limits: StoreLimitsConfig,
  { owner, plan, person }: Place,
): Promise<void> {
  const { storesTotal, storesPerOwner, storesPerPerson } = limits;
  // First, as it makes whoever else takes a place wait: what is counted below stays as it is.
  await take(trx, 'total', storesTotal, "The platform's limit");
  await take(trx, `owner:${owner}`, storesPerOwner, `The limit of ${owner}`);
  if (person !== undefined) {
    assertRoom(
      `The limit of stores made by ${person}`,
      await countLiving(trx, { created_by: person }),
      storesPerPerson,
    );
  }
  await assertPlanLimits(trx, limits, { owner, plan });
}

/**
 * Checks that there may be one more store of a plan, be it a new one or one that changes its plan.
 * Nobody else gets the place until the transaction ends.
 *
 * @throws ConflictError that names the limit which is reached.
 */
export async function assertPlanLimits(
  trx: Knex.Transaction,
  { plans }: Pick<StoreLimitsConfig, 'plans'>,
  { owner, plan }: Pick<Place, 'owner' | 'plan'>,
): Promise<void> {
  const limits = Object.hasOwn(plans, plan) ? plans[plan] : undefined;
  if (!limits) {
    return;
  }
  await lockUsage(trx);
  if (limits.storesTotal !== undefined) {
    assertRoom(
      `The platform's limit of plan ${plan}`,
      await countLivingOfPlan(trx, { plan }),
      limits.storesTotal,
    );
  }
  if (limits.storesPerOwner !== undefined) {
    assertRoom(
      `The limit of plan ${plan} for ${owner}`,
      await countLivingOfPlan(trx, { plan, owner_ref: owner }),
      limits.storesPerOwner,
    );
  }
}

async function take(
  trx: Knex.Transaction,
  scope: UsageScope,
  allowed: number,
  limit: string,
): Promise<void> {
  if (!(await takeUsage(trx, scope, allowed))) {
    throw reached(limit, await readUsage(trx, scope), allowed);
  }
}

function assertRoom(limit: string, used: number, allowed: number) {
  if (used >= allowed) {
    throw reached(limit, used, allowed);
  }
}

function reached(limit: string, used: number, allowed: number) {
  return new ConflictError(
    `${limit} is reached: ${used} of ${allowed} stores are used; delete a store, or ask a platform operator for more`,
  );
}
