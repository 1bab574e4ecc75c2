import { LONGEST_LOOK_MS, parseWait } from './waiting';

const wait = { waited_ms: 20_000, seen_at: 1_000_000, warned: true };

describe('the time that a step has waited', () => {
  it('begins with its first look, however long the job was queued before', () => {
    expect(parseWait(undefined).at(9_000_000)).toBe(0);
    expect(parseWait({}).at(9_000_000)).toBe(0);
  });

  it('goes on from look to look', () => {
    expect(parseWait({ wait }).at(1_003_000)).toBe(23_000);
    expect(parseWait({ wait }).warned).toBe(true);
  });

  it('stands still while nobody could look', () => {
    expect(parseWait({ wait }).at(1_000_000 + LONGEST_LOOK_MS + 1)).toBe(
      20_000,
    );
  });

  it('never runs backwards with the clock of the database', () => {
    expect(parseWait({ wait }).at(900_000)).toBe(20_000);
  });
});
