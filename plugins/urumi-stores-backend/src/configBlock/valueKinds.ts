import { ConfigReader, readDurationFromConfig } from '@backstage/config';
import { durationToMilliseconds, JsonValue } from '@backstage/types';

/** What a value of the configuration has to be. */
export interface ValueKind<T> {
  /** Ends the sentence *it must be …*. */
  expected: string;
  /** Undefined when it is something else. */
  read(raw: JsonValue): T | undefined;
  /** True: the value is never quoted. */
  secret?: boolean;
}

/** Shorter ones would only turn in circles. */
const SHORTEST_MS = 10;

const DOMAIN =
  /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const LABEL_NAME =
  /^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const LABEL_VALUE = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;

export const text: ValueKind<string> = {
  expected: 'a text',
  read: raw => (typeof raw === 'string' && raw !== '' ? raw : undefined),
};

/** Whole, from 1 on. A text of digits, as it comes from the environment, is a number too. */
export const count = numberKind({ min: 1 });

export const port = numberKind({ min: 1, max: 65_535 });

export const flag: ValueKind<boolean> = {
  expected: 'true or false',
  read: raw =>
    new Map([
      ['true', true],
      ['false', false],
    ]).get(String(raw)),
};

/** In milliseconds. */
export const duration: ValueKind<number> = {
  expected: `a duration of at least ${SHORTEST_MS} ms, such as { minutes: 10 }, '10m' or 'PT10M'`,
  read: raw => {
    try {
      const milliseconds = durationToMilliseconds(
        readDurationFromConfig(new ConfigReader({ raw }), { key: 'raw' }),
      );
      return milliseconds >= SHORTEST_MS ? milliseconds : undefined;
    } catch {
      return undefined;
    }
  },
};

export const domain = matching(
  'a domain name in lower case, such as shops.example.com',
  DOMAIN,
);

/** As objects of Kubernetes are named. */
export const objectName = matching(
  'the name of a Kubernetes object: lower case letters, digits, - and .',
  DOMAIN,
);

export const clusterName = matching(
  'a text of 1 to 63 characters',
  /^.{1,63}$/,
);

export const labelValue = matching(
  'a label value of Kubernetes: 1 to 63 letters, digits, -, _ and .',
  LABEL_VALUE,
);

export const ownerRef = matching(
  'the entity ref of a group or a user, such as group:default/platform',
  /^(group|user):[-a-z0-9_.]+\/[-a-z0-9_.]+$/,
);

export const httpsUrl = matching(
  'an https address, such as https://10.0.0.1:6443',
  /^https:\/\/[^\s/]+(\/\S*)?$/,
);

export const hostAndPort = matching(
  'a host, or a host and a port, such as 10.0.0.1:8080',
  /^(\[[0-9a-f:.]+\]|[^\s:/[\]]+)(:\d{1,5})?$/i,
);

/** A name of a label of Kubernetes, which is a key and not a value of the configuration. */
export function isLabelName(name: string): boolean {
  return LABEL_NAME.test(name);
}

export function oneOf<T extends string>(...values: T[]): ValueKind<T> {
  return {
    expected: values.join(' or '),
    read: raw => values.find(value => value === raw),
  };
}

/** A text of a form. */
export function matching(expected: string, form: RegExp): ValueKind<string> {
  return {
    expected,
    read: raw => (typeof raw === 'string' && form.test(raw) ? raw : undefined),
  };
}

/** The same, but its value is never quoted. */
export function secret<T>(kind: ValueKind<T>): ValueKind<T> {
  return { ...kind, secret: true };
}

function numberKind(range: { min: number; max?: number }): ValueKind<number> {
  const { min, max } = range;
  return {
    expected:
      max === undefined
        ? `a whole number from ${min} on`
        : `a whole number from ${min} to ${max}`,
    read: raw => {
      const isNumber =
        typeof raw === 'number' ||
        (typeof raw === 'string' && /^\d+$/.test(raw));
      const value = Number(raw);
      return isNumber &&
        Number.isSafeInteger(value) &&
        value >= min &&
        value <= (max ?? Number.MAX_SAFE_INTEGER)
        ? value
        : undefined;
    },
  };
}
