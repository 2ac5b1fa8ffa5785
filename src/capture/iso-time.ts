import { apply, dateToIsoString, floor } from './intrinsics.js';

const MS_PER_DAY = 86_400_000;
/** Years of four digits, in milliseconds since the Unix epoch. */
const FIRST_MS = Date.parse('0000-01-01T00:00:00Z');
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z');

/** `00` to `99`. */
const TWO_DIGITS = Array.from({ length: 100 }, (_, number) => `${number}`.padStart(2, '0'));

/** A time as `Date.prototype.toISOString` has it, at a quarter of what that costs. */
export function isoTime(ms: number): string {
  if (ms < FIRST_MS || ms > LAST_MS) return apply(dateToIsoString, new Date(ms), []) as string;
  const day = floor(ms / MS_PER_DAY);
  const rest = ms - day * MS_PER_DAY;
  const seconds = floor(rest / 1000);
  const minutes = floor(seconds / 60);
  const fraction = rest - seconds * 1000;
  const time = `${two(floor(minutes / 60))}:${two(minutes % 60)}:${two(seconds % 60)}`;
  return `${isoDay(day)}T${time}.${floor(fraction / 100)}${two(fraction % 100)}Z`;
}

/** Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days; years begin in March. */
function isoDay(day: number): string {
  const shifted = day + 719_468;
  const era = floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const leapless = dayOfEra - floor(dayOfEra / 1460) + floor(dayOfEra / 36_524) - floor(dayOfEra / 146_096);
  const yearOfEra = floor(leapless / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + floor(yearOfEra / 4) - floor(yearOfEra / 100));
  const fromMarch = floor((5 * dayOfYear + 2) / 153);
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${two(floor(year / 100))}${two(year % 100)}-${two(month)}-${two(dayOfYear - floor((153 * fromMarch + 2) / 5) + 1)}`;
}

function two(number: number): string {
  return TWO_DIGITS[number] as string;
}
