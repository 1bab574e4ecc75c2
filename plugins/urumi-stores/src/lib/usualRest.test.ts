import { StoreStep } from '@urumi/backstage-plugin-urumi-stores-common';
import { usualRest } from './usualRest';

const NOW = Date.UTC(2026, 10, 23, 10, 1);

function step(changes: Partial<StoreStep>): StoreStep {
  return {
    name: 'one',
    state: 'pending',
    started_at: null,
    finished_at: null,
    message: null,
    deadline_ms: null,
    usual_ms: 10_000,
    ...changes,
  };
}

const running = (usual: number | null) =>
  step({
    state: 'waiting',
    started_at: new Date(NOW - 4_000).toISOString(),
    usual_ms: usual,
  });

describe('usualRest', () => {
  it('adds up what is left of the present step and those behind it', () => {
    expect(
      usualRest([step({ state: 'done' }), running(10_000), step({})], NOW),
    ).toBe(16_000);
  });

  it.each([
    ['nothing is left', [step({ state: 'done' })]],
    ['there are no steps', []],
    ['one of them is not known', [running(10_000), step({ usual_ms: null })]],
    ['the present one takes longer than usual', [running(3_000), step({})]],
  ])('cannot be told when %s', (_, steps) => {
    expect(usualRest(steps, NOW)).toBeUndefined();
  });
});
