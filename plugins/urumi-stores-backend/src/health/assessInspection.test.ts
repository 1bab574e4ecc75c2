import {
  FailureCause,
  StoreCondition,
  StoreDrift,
} from '@urumi/backstage-plugin-urumi-stores-common';
import { withConditions } from '../conditions/storeConditions';
import { StoreRow } from '../database/rows';
import { assessInspection } from './assessInspection';
import { Inspection } from './Inspection';

const NOW = Date.parse('2026-11-28T12:00:00.000Z');
const cause: FailureCause = {
  code: 'ImageNotFound',
  message: 'Image x of pod web does not exist',
  error_class: 'operator_fixable',
  owner: 'platform_operator',
  next_action: 'Put the image into the registry; then retry.',
};
const drift: StoreDrift = {
  kind: 'ResourceQuota',
  name: 'store',
  part: 'guardrails',
  change: 'changed',
  field: 'spec.hard.pods',
  expected: '5',
  actual: '50',
  changed_by: 'kubectl-edit',
  changed_at: '2026-11-28T10:41:00.000Z',
};
const healthy: Inspection = {
  health: { state: 'healthy', opened: true, message: 'All is well.' },
  drift: { state: 'known', findings: [] },
};
const degraded: Inspection = {
  ...healthy,
  health: { state: 'degraded', cause },
};
const unsettled: Inspection = {
  ...healthy,
  health: { state: 'unsettled', message: 'Waiting for web.', recheckMs: 5_000 },
};
const drifted: Inspection = {
  ...healthy,
  drift: { state: 'known', findings: [drift] },
};
const unknown: Inspection = {
  health: { state: 'unknown', reason: 'ClusterUnreachable', message: 'Away.' },
  drift: { state: 'unknown', reason: 'ClusterUnreachable', message: 'Away.' },
};

/** Looks at a store again and again, ten seconds apart, as the recorder would write it. */
function lookAt(...inspections: Inspection[]) {
  let store = {
    conditions: '[]',
    health_cause: null,
    health_drift: null,
  } as unknown as StoreRow;
  const looks = inspections.map((inspection, index) => {
    const now = NOW + index * 10_000;
    const assessed = assessInspection(store, inspection, now);
    const conditions = withConditions(
      JSON.parse(store.conditions),
      assessed.conditions,
      now,
    );
    store = {
      ...store,
      conditions: JSON.stringify(conditions),
      health_cause:
        assessed.health.cause && JSON.stringify(assessed.health.cause),
      health_drift: assessed.health.drift.length
        ? JSON.stringify(assessed.health.drift)
        : null,
    };
    return { ...assessed, conditions };
  });
  return {
    looks,
    last: looks[looks.length - 1],
    events: looks.flatMap(({ events }) => events.map(({ type }) => type)),
  };
}

const states = ({ conditions }: { conditions: StoreCondition[] }) =>
  Object.fromEntries(conditions.map(({ type, state }) => [type, state]));

describe('assessInspection', () => {
  it('finds nothing to tell of a store that is well', () => {
    const { last, events } = lookAt(healthy, healthy);
    expect(states(last)).toEqual({
      Available: 'true',
      Degraded: 'false',
      Drifted: 'false',
    });
    expect(last.againMs).toBeUndefined();
    expect(events).toEqual([]);
  });

  it('tells once of what is wrong and once that it is over, and looks sooner meanwhile', () => {
    const { looks, events } = lookAt(degraded, degraded, healthy, healthy);
    expect(events).toEqual(['health.degraded', 'health.recovered']);
    expect(states(looks[1])).toMatchObject({
      Available: 'false',
      Degraded: 'true',
    });
    expect(looks[1].againMs).toBe(60_000);
    expect(looks[1].health.cause).toMatchObject({
      code: 'ImageNotFound',
      owner: 'platform_operator',
      next_action:
        'Put the image into the registry. The store is looked at again by itself.',
    });
    expect(looks[3].health.cause).toBeNull();
  });

  it('tells of another cause', () => {
    const other: Inspection = {
      ...healthy,
      health: { state: 'degraded', cause: { ...cause, code: 'VolumeLost' } },
    };
    expect(lookAt(degraded, other).events).toEqual([
      'health.degraded',
      'health.degraded',
    ]);
  });

  it('gives what may pass two minutes, and what was wrong before none', () => {
    const patient = lookAt(...Array(12).fill(unsettled));
    expect(patient.events).toEqual([]);
    expect(states(patient.last)).toMatchObject({
      Available: 'false',
      Degraded: 'false',
    });
    expect(patient.last.againMs).toBe(5_000);
    const late = lookAt(...Array(13).fill(unsettled));
    expect(late.events).toEqual(['health.degraded']);
    expect(late.last.health.cause).toMatchObject({ code: 'WorkloadsNotReady' });
    const still = lookAt(degraded, unsettled);
    expect(states(still.last)).toMatchObject({ Degraded: 'true' });
    expect(still.events).toEqual(['health.degraded']);
  });

  it('never calls a store degraded that it cannot see, and remembers what was', () => {
    const { last, events } = lookAt(healthy, unknown);
    expect(states(last)).toEqual({
      Available: 'unknown',
      Degraded: 'unknown',
      Drifted: 'unknown',
    });
    expect(events).toEqual([]);
    const over = lookAt(degraded, unknown, degraded, unknown, healthy);
    expect(over.events).toEqual(['health.degraded', 'health.recovered']);
    const kept = lookAt(drifted, unknown, drifted, unknown, healthy);
    expect(kept.events).toEqual(['drift.detected', 'drift.resolved']);
  });

  it('tells of drift once, of more of it again, and of its end once', () => {
    const more: Inspection = {
      ...healthy,
      drift: {
        state: 'known',
        findings: [drift, { ...drift, field: 'spec.hard.services' }],
      },
    };
    const { looks, events } = lookAt(drifted, drifted, more, drifted, healthy);
    expect(events).toEqual([
      'drift.detected',
      'drift.detected',
      'drift.resolved',
    ]);
    expect(looks[0].events[0]).toMatchObject({
      message:
        "Changed outside of the platform: spec.hard.pods of ResourceQuota store is '50' instead of '5', last written by 'kubectl-edit' at 2026-11-28T10:41:00.000Z. Who wrote is what the API server says; it is no proof of identity. Reconcile the store to bring it back.",
      data: { findings: [drift] },
    });
    expect(states(looks[3])).toMatchObject({
      Drifted: 'true',
      Degraded: 'false',
    });
  });
});
