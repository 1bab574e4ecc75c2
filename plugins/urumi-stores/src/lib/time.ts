import { DateTime, DateTimeFormatOptions, Duration, DurationUnit } from 'luxon';
import { personLocale } from './personLocale';

/** How long a message stands that tells of a success. Milliseconds. */
export const TOAST_MS = 5_000;

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** In which units lengths are told, and the smallest one, below which nothing is told. */
const SCALES: { from: number; units: DurationUnit[]; step: number }[] = [
  { from: 2 * DAY, units: ['days'], step: DAY },
  { from: HOUR, units: ['hours', 'minutes'], step: MINUTE },
  { from: MINUTE, units: ['minutes', 'seconds'], step: SECOND },
];

/**
 * A length of time in one or two units, such as `2 hr, 5 min`, in the person's language. Negative lengths count as zero.
 *
 * @param milliseconds - the length
 */
export function formatDuration(milliseconds: number): string {
  const length = Math.max(0, milliseconds);
  const { units, step } = SCALES.find(scale => length >= scale.from) ?? {
    units: ['seconds' as const],
    step: SECOND,
  };
  return Duration.fromMillis(Math.floor(length / step) * step, {
    locale: personLocale(),
  })
    .shiftTo(...units)
    .toHuman({ unitDisplay: 'short' });
}

/** Milliseconds from a time of the API (RFC 3339) until `now`. */
export function millisecondsSince(time: string, now: number): number {
  return now - Date.parse(time);
}

/** A time of the API (RFC 3339) as the person writes it, such as `29/11/2026, 13:05:06`. */
export function formatTime(time: string): string {
  return inPersonsLanguage(time, DateTime.DATETIME_SHORT_WITH_SECONDS);
}

/** The same with the weekday and the time zone in words, for who wants to know exactly. */
export function formatFullTime(time: string): string {
  return inPersonsLanguage(time, DateTime.DATETIME_HUGE_WITH_SECONDS);
}

function inPersonsLanguage(time: string, format: DateTimeFormatOptions) {
  const locale = personLocale();
  return DateTime.fromISO(time, { locale }).toLocaleString(format);
}
