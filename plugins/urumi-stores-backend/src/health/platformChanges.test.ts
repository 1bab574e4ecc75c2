import { StoreDrift } from '@urumi/backstage-plugin-urumi-stores-common';
import { digestGuardrails } from '../kubernetes/digestGuardrails';
import { splitDrift } from './platformChanges';

const quota = (pods: string) => ({
  apiVersion: 'v1',
  kind: 'ResourceQuota',
  metadata: { name: 'store' },
  spec: { hard: { pods } },
});

const finding = (overrides: Partial<StoreDrift> = {}): StoreDrift => ({
  kind: 'ResourceQuota',
  name: 'store',
  part: 'guardrails',
  change: 'changed',
  field: 'spec.hard.pods',
  expected: '12',
  actual: '10',
  changed_by: 'urumi-guardrails',
  changed_at: null,
  ...overrides,
});

const recorded = digestGuardrails([quota('10')]);
const split = (one: StoreDrift, wanted = quota('12'), known = recorded) =>
  splitDrift([one], { recorded: known, wanted: [wanted] });

describe('splitDrift', () => {
  it('calls a guardrail outdated that the platform itself wants otherwise by now', () => {
    expect(split(finding())).toEqual({ drift: [], outdated: [finding()] });
    const missing = finding({ change: 'missing', changed_by: null });
    expect(split(missing).outdated).toEqual([missing]);
  });

  it.each([
    ['what somebody else has written', finding({ changed_by: 'kubectl' })],
    ['what belongs to the release', finding({ part: 'release' })],
  ])('leaves %s what it is: drift', (_what, one) => {
    expect(split(one)).toEqual({ drift: [one], outdated: [] });
  });

  it('does not believe a name: what the platform wants unchanged was changed by somebody', () => {
    expect(split(finding(), quota('10')).drift).toHaveLength(1);
  });

  it('knows nothing of stores whose guardrails were not recorded', () => {
    expect(split(finding(), quota('12'), {}).drift).toHaveLength(1);
  });
});
