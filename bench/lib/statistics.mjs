/**
 * Summary of rounds of samples in milliseconds: percentiles over all samples, and how far the median moved from
 * round to round.
 */
export function summarize(rounds) {
  const samples = rounds.flat();
  const medians = rounds.map(round => percentile(round, 50));
  return {
    samples: samples.length,
    p50: rounded(percentile(samples, 50)),
    p95: rounded(percentile(samples, 95)),
    p99: rounded(percentile(samples, 99)),
    min: rounded(Math.min(...samples)),
    max: rounded(Math.max(...samples)),
    rounds: rounds.length,
    p50OfRounds: {
      min: rounded(Math.min(...medians)),
      max: rounded(Math.max(...medians)),
    },
  };
}

/** The middle value, as {@link percentile} has it. */
export function median(values) {
  return percentile(values, 50);
}

/** The smallest value that at least so many percent of the values do not exceed. */
export function percentile(values, percent) {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)];
}

/** Hundredths of a millisecond are as exact as any of this gets. */
export function rounded(value) {
  return Math.round(value * 100) / 100;
}
