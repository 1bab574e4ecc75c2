import {
  ConditionType,
  FailureCause,
  StoreCondition,
  StoreDrift,
  StoreHealth,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { ConditionValue } from '../conditions/storeConditions';
import { NewEvent } from '../database/operations/storeEvents';
import { StoreRow, toStoreHealth } from '../database/rows';
import { describeDrift } from './describeDrift';
import { HealthVerdict, Inspection } from './Inspection';

/** A store that is not ready for longer than this is degraded, whatever the cause. */
const UNSETTLED_MS = 120_000;
/** What is not well is looked at again after this time, so that it vanishes by itself. */
const AGAIN_MS = 60_000;
/** Findings that are kept of one store. */
const KEPT_DRIFT = 50;

/** What a look makes of a store. */
export interface Assessment {
  conditions: ConditionValue[];
  health: StoreHealth;
  /** What has changed since the look before. */
  events: Omit<NewEvent, 'actor'>[];
  /** Milliseconds after which to look again; undefined: with the next regular look. */
  againMs: number | undefined;
  outcome: 'healthy' | 'degraded' | 'unsettled' | 'unknown';
}

/**
 * Judges what a look has found by what was known before.
 *
 * @param now - epoch milliseconds of the database.
 */
export function assessInspection(
  store: StoreRow,
  inspection: Inspection,
  now: number,
): Assessment {
  const before = toStoreHealth(store);
  const conditions = JSON.parse(store.conditions) as StoreCondition[];
  const health = assessHealth(inspection.health, before.cause, conditions, now);
  const drift = assessDrift(inspection.drift, before.drift);
  return {
    conditions: [
      ...health.conditions,
      drift.condition,
      ...upgradeConditions(inspection.drift),
    ],
    health: { cause: health.cause, drift: drift.findings },
    events: [...health.events, ...drift.events],
    againMs: health.againMs,
    outcome: health.outcome,
  };
}

function assessHealth(
  verdict: HealthVerdict,
  before: FailureCause | null,
  conditions: readonly StoreCondition[],
  now: number,
) {
  switch (verdict.state) {
    case 'healthy':
      return {
        conditions: [
          available(
            'true',
            verdict.opened ? 'ShopAnswers' : 'WorkloadsReady',
            verdict.opened
              ? 'All workloads are ready, and the shop answers.'
              : 'All workloads are ready.',
          ),
          condition('Degraded', 'false', 'Healthy', verdict.message),
        ],
        cause: null,
        events: before
          ? [
              {
                type: 'health.recovered',
                message: `The store is well again. Before: ${before.message}`,
                data: { code: before.code },
              },
            ]
          : [],
        againMs: undefined,
        outcome: 'healthy' as const,
      };
    case 'unsettled': {
      const since = conditions.find(
        ({ type, state }) => type === 'Available' && state === 'false',
      )?.since;
      const late = since && now - Date.parse(since) >= UNSETTLED_MS;
      return before === null && !late
        ? {
            conditions: [
              available('false', 'WorkloadsNotReady', verdict.message),
              condition(
                'Degraded',
                'false',
                'WorkloadsNotReady',
                `Some workloads are not ready, which may pass. ${verdict.message}`,
              ),
            ],
            cause: null,
            events: [],
            againMs: verdict.recheckMs,
            outcome: 'unsettled' as const,
          }
        : degraded(before ?? notReady(verdict.message), before);
    }
    case 'degraded':
      return degraded(withoutRetry(verdict.cause), before);
    default:
      return {
        conditions: [
          available('unknown', verdict.reason, verdict.message),
          condition('Degraded', 'unknown', verdict.reason, verdict.message),
        ],
        cause: before,
        events: [],
        againMs: AGAIN_MS,
        outcome: 'unknown' as const,
      };
  }
}

function degraded(cause: FailureCause, before: FailureCause | null) {
  return {
    conditions: [
      available('false', cause.code, cause.message),
      condition(
        'Degraded',
        'true',
        cause.code,
        `${asSentence(cause.message)} ${cause.next_action}`,
      ),
    ],
    cause,
    events:
      before?.code === cause.code
        ? []
        : [
            {
              type: 'health.degraded',
              level: 'warning' as const,
              message: `${asSentence(cause.message)} ${cause.next_action}`,
              data: { ...cause },
            },
          ],
    againMs: AGAIN_MS,
    outcome: 'degraded' as const,
  };
}

function assessDrift(drift: Inspection['drift'], before: StoreDrift[]) {
  if (drift.state === 'unknown') {
    return {
      condition: condition('Drifted', 'unknown', drift.reason, drift.message),
      findings: before,
      events: [],
    };
  }
  const findings = drift.findings.slice(0, KEPT_DRIFT);
  const known = new Set(before.map(identify));
  const added = findings.filter(finding => !known.has(identify(finding)));
  if (findings.length === 0) {
    return {
      condition: condition(
        'Drifted',
        'false',
        'AsApplied',
        'Everything is as the platform applied it.',
      ),
      findings,
      events: before.length
        ? [
            {
              type: 'drift.resolved',
              message: 'Everything is as the platform applied it again.',
            },
          ]
        : [],
    };
  }
  return {
    condition: condition(
      'Drifted',
      'true',
      'ChangedOutside',
      describeDrift(drift.findings),
    ),
    findings,
    events: added.length
      ? [
          {
            type: 'drift.detected',
            level: 'warning' as const,
            message: describeDrift(added),
            data: { findings: added.map(finding => ({ ...finding })) },
          },
        ]
      : [],
  };
}

/** That there is something newer is no fault of the store's. */
function upgradeConditions(drift: Inspection['drift']): ConditionValue[] {
  if (drift.state === 'unknown' || !drift.upgrade) {
    return [];
  }
  const { available: isAvailable, reason, message } = drift.upgrade;
  return [
    condition(
      'UpgradeAvailable',
      isAvailable ? 'true' : 'false',
      reason,
      message,
    ),
  ];
}

function notReady(message: string): FailureCause {
  return {
    code: 'WorkloadsNotReady',
    message: `The store has not been ready for more than ${
      UNSETTLED_MS / 60_000
    } minutes. ${message}`,
    error_class: 'operator_fixable',
    owner: 'platform_operator',
    next_action:
      'Look at the Kubernetes tab for the pod that is not ready. The store is looked at again by itself.',
  };
}

/** Causes are worded for jobs, which are retried. A READY store has nothing to retry. */
function withoutRetry(cause: FailureCause): FailureCause {
  const action = cause.next_action.replace(/[;,] then retry\.$/i, '.');
  return {
    ...cause,
    next_action:
      action === cause.next_action
        ? action
        : `${action} The store is looked at again by itself.`,
  };
}

/** The same finding, whoever made it and whatever the value is now. */
function identify({ kind, name, field, change }: StoreDrift): string {
  return JSON.stringify([kind, name, field, change]);
}

function available(
  state: StoreCondition['state'],
  reason: string,
  message: string,
): ConditionValue {
  return condition('Available', state, reason, message);
}

function condition(
  type: ConditionType,
  state: StoreCondition['state'],
  reason: string,
  message: string,
): ConditionValue {
  return { type, state, reason, message };
}

function asSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
