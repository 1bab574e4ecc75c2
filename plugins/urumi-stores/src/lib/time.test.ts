import { formatDuration, millisecondsSince } from './time';

describe('time', () => {
  it.each([
    [-5_000, '0 sec'],
    [0, '0 sec'],
    [59_999, '59 sec'],
    [119_600, '1 min, 59 sec'],
    [3_600_000, '1 hr, 0 min'],
    [2 * 3_600_000 - 1, '1 hr, 59 min'],
    [47 * 3_600_000, '47 hr, 0 min'],
    [72 * 3_600_000, '3 days'],
  ])('tells %d ms as %s', (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text);
  });

  it('counts from a time of the API', () => {
    expect(
      millisecondsSince('2026-01-01T00:00:00.000Z', Date.UTC(2026, 0, 1, 0, 1)),
    ).toBe(60_000);
  });
});
