import { JsonObject, JsonValue } from '@backstage/types';
import { StoreDrift } from '@urumi/backstage-plugin-urumi-stores-common';

/** One call of the probe that placed an order. */
export interface ProbeCall {
  call: string;
  status: number;
  milliseconds: number;
}

/** The order that proved that a shop sells. */
export interface OrderEvidence {
  orderNumber: string;
  /** With its currency. */
  total: string;
  calls: ProbeCall[];
}

/** One connection that a pod of the store tried. */
export interface ConnectionEvidence {
  name: string;
  connected: boolean;
  /** Whether it should have come about. */
  expected: boolean;
}

/** Reads the data of an event `probe.order_placed`; undefined when it is not that. */
export function readOrder(data: JsonObject): OrderEvidence | undefined {
  const { order_number: orderNumber, total } = data;
  if (orderNumber === undefined || total === undefined) {
    return undefined;
  }
  return {
    orderNumber: String(orderNumber),
    total: String(total),
    calls: objects(data.calls).map(({ call, status, milliseconds }) => ({
      call: String(call),
      status: Number(status),
      milliseconds: Math.round(Number(milliseconds)),
    })),
  };
}

/** Reads the data of an event `probe.isolation_measured`, what is not as expected first. */
export function readConnections(data: JsonObject): ConnectionEvidence[] {
  return objects(data.attempts)
    .map(({ name, connected, expected }) => ({
      name: String(name),
      connected: connected === true,
      expected: expected === true,
    }))
    .sort((a, b) => Number(isAsExpected(a)) - Number(isAsExpected(b)));
}

/** Reads the data of an event `drift.detected`. */
export function readDrift(data: JsonObject): StoreDrift[] {
  const text = (value: JsonValue | undefined) =>
    typeof value === 'string' ? value : null;
  return objects(data.findings).map(finding => ({
    kind: String(finding.kind),
    name: String(finding.name),
    part: finding.part === 'release' ? 'release' : 'guardrails',
    change:
      finding.change === 'missing' || finding.change === 'added'
        ? finding.change
        : 'changed',
    field: text(finding.field),
    expected: text(finding.expected),
    actual: text(finding.actual),
    changed_by: text(finding.changed_by),
    changed_at: text(finding.changed_at),
  }));
}

/** Whether a connection came about if, and only if, it should. */
export function isAsExpected(attempt: ConnectionEvidence): boolean {
  return attempt.connected === attempt.expected;
}

function objects(value: JsonValue | undefined): JsonObject[] {
  return Array.isArray(value)
    ? value.filter(
        (item): item is JsonObject =>
          typeof item === 'object' && item !== null && !Array.isArray(item),
      )
    : [];
}
