import { personLocale } from '../../lib/personLocale';

/** What a plan may use at most, in the person's language. */
export interface PlanCost extends Record<string, string> {
  /** Cores. */
  cpu: string;
  memory: string;
  disk: string;
}

const SUFFIXES: Record<string, number> = {
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

const GIBIBYTE = 2 ** 30;
const UNKNOWN = '–';

/** What the hard limits of a plan's ResourceQuota cost in CPU, memory and disk. */
export function planCost(quota: Record<string, string>): PlanCost {
  const number = new Intl.NumberFormat(personLocale(), {
    maximumFractionDigits: 1,
  });
  const amount = (name: string, unit: number) => {
    const value = parseQuantity(quota[name]);
    return value === undefined ? UNKNOWN : number.format(value / unit);
  };
  return {
    cpu: amount('limits.cpu', 1),
    memory: amount('limits.memory', GIBIBYTE),
    disk: amount('requests.storage', GIBIBYTE),
  };
}

/** A Kubernetes quantity as a number; undefined for what is none. */
function parseQuantity(text: string | undefined): number | undefined {
  const [, digits, suffix] =
    /^(\d+(?:\.\d+)?)(m|k|M|G|T|Ki|Mi|Gi|Ti)?$/.exec(text ?? '') ?? [];
  return digits === undefined
    ? undefined
    : Number(digits) * (suffix === undefined ? 1 : SUFFIXES[suffix]);
}
