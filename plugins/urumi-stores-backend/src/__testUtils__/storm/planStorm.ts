/** How hard a storm is. The same options make the same storm. */
export interface StormOptions {
  seed: number;
  stores: number;
  backends: number;
  /** How long people and faults act, in milliseconds. */
  milliseconds: number;
}

/** What breaks, and when, in milliseconds from the start. */
export type Fault = { at: number } & (
  | { kind: 'kill'; backend: number }
  | { kind: 'pause'; backend: number; ms: number }
  | { kind: 'restartDatabase' }
  | { kind: 'cutCluster' | 'silenceCluster'; ms: number }
);

/** What happens: something breaks, or people want something. */
export type StormEvent =
  | Fault
  | { at: number; kind: 'create' | 'delete' | 'retry'; store: number };

/** Between two faults, in milliseconds. */
const FAULT_EVERY_MS = 3_000;

/** Longer than twice a lease of 3 s. */
const PAUSE_MS = 7_500;

/** People who make, retry and delete stores while processes, database and cluster fail. */
export function planStorm(options: StormOptions): StormEvent[] {
  const random = seededRandom(options.seed);
  const moment = (from: number, to: number) => from + random() * (to - from);
  const events: StormEvent[] = [];
  for (let store = 0; store < options.stores; store++) {
    const created = moment(0, options.milliseconds * 0.6);
    events.push({ kind: 'create', store, at: created });
    if (random() < 0.3) {
      const at = moment(created, options.milliseconds);
      events.push({ kind: 'retry', store, at });
    }
    // Soon enough to meet the creation at any of its steps, some twice.
    for (const chance of [0.5, 0.15]) {
      if (random() < chance) {
        const at = Math.min(created + moment(0, 12_000), options.milliseconds);
        events.push({ kind: 'delete', store, at });
      }
    }
  }
  const anyBackend = () => Math.floor(random() * options.backends);
  const faults: ((at: number) => Fault)[] = [
    at => ({ at, kind: 'kill', backend: anyBackend() }),
    at => ({ at, kind: 'pause', backend: anyBackend(), ms: PAUSE_MS }),
    at => ({ at, kind: 'restartDatabase' }),
    at => ({ at, kind: 'cutCluster', ms: moment(500, 4_000) }),
    at => ({ at, kind: 'silenceCluster', ms: moment(500, 4_000) }),
  ];
  // In any order, but each before any comes again.
  let turn: typeof faults = [];
  for (
    let at = FAULT_EVERY_MS;
    at < options.milliseconds;
    at += FAULT_EVERY_MS
  ) {
    turn = turn.length > 0 ? turn : [...faults];
    const [fault] = turn.splice(Math.floor(random() * turn.length), 1);
    events.push(fault(at + moment(-1_000, 1_000)));
  }
  return events.sort((left, right) => left.at - right.at);
}

/** Numbers from 0 to 1 that depend on the seed alone (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
