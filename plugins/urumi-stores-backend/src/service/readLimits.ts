import {
  LimitUsage,
  PlanUsage,
  StoreLimits,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { Knex } from 'knex';
import { LimitsConfig, PlanLimits } from '../config';
import {
  countLiving,
  countLivingOfPlan,
} from '../database/operations/livingStores';
import { RateKind, readRateWindow } from '../database/operations/rateLimit';
import { readUsage } from '../database/operations/storeUsage';
import { Caller, personOf } from './callers';

/** What is used and left of the limits of an owner, of the caller and of all. */
export async function readLimits(
  knex: Knex,
  limits: LimitsConfig,
  { caller, owner }: { caller: Caller; owner: string },
): Promise<StoreLimits> {
  const person = personOf(caller);
  const rate = async (kind: RateKind, allowed: number) =>
    usage((await readRateWindow(knex, caller.principal, kind)).writes, allowed);
  const [ofOwner, total, ofPerson, writes, creates, deletes, ...plans] =
    await Promise.all([
      readUsage(knex, `owner:${owner}`),
      readUsage(knex, 'total'),
      person === undefined ? null : countLiving(knex, { created_by: person }),
      rate('write', limits.writesPerMinute),
      rate('create', limits.createsPerMinute),
      rate('delete', limits.deletesPerMinute),
      ...Object.entries(limits.plans).map(([plan, planLimits]) =>
        readPlanUsage(knex, { plan, owner, planLimits }),
      ),
    ]);
  return {
    owner,
    person: person ?? null,
    stores_per_owner: usage(ofOwner, limits.storesPerOwner),
    stores_per_person:
      ofPerson === null ? null : usage(ofPerson, limits.storesPerPerson),
    stores_total: usage(total, limits.storesTotal),
    writes_per_minute: writes,
    creates_per_minute: creates,
    deletes_per_minute: deletes,
    plans,
  };
}

/** The limits of which nothing is left for a store of the plan, in the words of the contract. */
export function reachedLimits(limits: StoreLimits, plan: string): string[] {
  const ofPlan = limits.plans.find(each => each.plan === plan);
  const names: [string, LimitUsage | null | undefined][] = [
    ['stores_total', limits.stores_total],
    ['stores_per_owner', limits.stores_per_owner],
    ['stores_per_person', limits.stores_per_person],
    [`plans.${plan}.stores_total`, ofPlan?.stores_total],
    [`plans.${plan}.stores_per_owner`, ofPlan?.stores_per_owner],
  ];
  return names.flatMap(([name, used]) => (used?.left === 0 ? [name] : []));
}

export function usage(used: number, allowed: number): LimitUsage {
  return { used, allowed, left: Math.max(0, allowed - used) };
}

async function readPlanUsage(
  knex: Knex,
  options: { plan: string; owner: string; planLimits: PlanLimits },
): Promise<PlanUsage> {
  const { plan, owner, planLimits } = options;
  const { storesTotal, storesPerOwner } = planLimits;
  return {
    plan,
    stores_per_owner:
      storesPerOwner === undefined
        ? null
        : usage(
            await countLivingOfPlan(knex, { plan, owner_ref: owner }),
            storesPerOwner,
          ),
    stores_total:
      storesTotal === undefined
        ? null
        : usage(await countLivingOfPlan(knex, { plan }), storesTotal),
  };
}
