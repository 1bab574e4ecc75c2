const FACTORS: Record<string, number> = {
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** The number that a Kubernetes quantity stands for, such as `500m` or `10Gi`; undefined for what is none. */
export function parseQuantity(text: unknown): number | undefined {
  const [, digits, unit] =
    /^(\d+(?:\.\d+)?)([a-zA-Z]*)$/.exec(String(text ?? '')) ?? [];
  const factor = unit ? FACTORS[unit] : 1;
  return digits !== undefined && factor !== undefined
    ? Number(digits) * factor
    : undefined;
}

/** The larger of two quantities, as it is written. */
export function largerQuantity(left: string, right: string): string {
  return (parseQuantity(right) ?? 0) > (parseQuantity(left) ?? 0)
    ? right
    : left;
}
