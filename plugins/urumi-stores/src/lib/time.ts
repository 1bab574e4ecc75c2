import { personLocale } from './personLocale';

/** How long a message stands that tells of a success. Milliseconds. */
export const TOAST_MS = 5_000;

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const LENGTH = { day: DAY, hour: HOUR, minute: MINUTE, second: SECOND };
type Unit = keyof typeof LENGTH;

/** In which units lengths are told, and the smallest one, below which nothing is told. */
const SCALES: { from: number; units: Unit[]; step: number }[] = [
  { from: 2 * DAY, units: ['day'], step: DAY },
  { from: HOUR, units: ['hour', 'minute'], step: MINUTE },
  { from: MINUTE, units: ['minute', 'second'], step: SECOND },
];

/**
 * A length of time in one or two units, such as `2 hr, 5 min`, in the person's language. Negative lengths count as zero.
 *
 * @param milliseconds - the length
 */
export function formatDuration(milliseconds: number): string {
  const length = Math.max(0, milliseconds);
  const { units, step } = SCALES.find(scale => length >= scale.from) ?? {
    units: ['second' as const],
    step: SECOND,
  };
  const locale = personLocale();
  let rest = Math.floor(length / step) * step;
  const parts = units.map(unit => {
    const amount = Math.floor(rest / LENGTH[unit]);
    rest -= amount * LENGTH[unit];
    const style = { style: 'unit', unit, unitDisplay: 'short' } as const;
    return new Intl.NumberFormat(locale, style).format(amount);
  });
  return new Intl.ListFormat(locale, { style: 'narrow' }).format(parts);
}

/** Milliseconds from a time of the API (RFC 3339) until `now`. */
export function millisecondsSince(time: string, now: number): number {
  return now - Date.parse(time);
}

const TIME = { hour: 'numeric', minute: 'numeric', second: 'numeric' } as const;

/** A time of the API (RFC 3339) as the person writes it, such as `29/11/2026, 13:05:06`. */
export function formatTime(time: string): string {
  return inPersonsLanguage(time, {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    ...TIME,
  });
}

/** The same with the weekday and the time zone in words, for who wants to know exactly. */
export function formatFullTime(time: string): string {
  return inPersonsLanguage(time, {
    weekday: 'long',
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    ...TIME,
    timeZoneName: 'long',
  });
}

function inPersonsLanguage(time: string, format: Intl.DateTimeFormatOptions) {
  const formatter = new Intl.DateTimeFormat(personLocale(), format);
  return formatter.format(new Date(time));
}
