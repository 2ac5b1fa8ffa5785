import { expected } from '../capture/limits.js';
import type { SplitMoment } from './span-keys.js';

const NS_PER_MS = 1_000_000n;
const NS_PER_SECOND = 1_000_000_000n;
/** Digits behind the seconds, which `Date` reads to the third only. */
const FRACTION = /(\d\d:\d\d:\d\d)\.(\d{1,9})\d*/;
const ISO = /^\d{4}-\d\d(-\d\d([T ]\d\d:\d\d.*)?)?$/;

/**
 * A point in time in nanoseconds since the Unix epoch, as it is compared with those of a log. A text without an offset is local time, as everywhere in
 * JavaScript; one without a time of the day is midnight UTC.
 * @throws TypeError that names the condition
 */
export function momentNs(value: unknown, name: string): bigint {
  const ns = nanosecondsOf(value);
  if (ns === undefined || ns < 0n) {
    const what = 'a Date, an ISO 8601 time or nanoseconds since 1970 as a bigint';
    throw new TypeError(expected(what, name, value));
  }
  return ns;
}

/** The same in two numbers. */
export function splitMoment(value: unknown, name: string): SplitMoment {
  const ns = momentNs(value, name);
  return { seconds: Number(ns / NS_PER_SECOND), nanos: Number(ns % NS_PER_SECOND) };
}

function nanosecondsOf(value: unknown): bigint | undefined {
  if (typeof value === 'bigint') return value;
  if (value instanceof Date) return fromMilliseconds(value.getTime());
  if (typeof value !== 'string' || !ISO.test(value)) return undefined;
  const [, , fraction = ''] = FRACTION.exec(value) ?? [];
  const whole = fromMilliseconds(Date.parse(value.replace(FRACTION, '$1')));
  return whole === undefined ? undefined : whole + BigInt(fraction.padEnd(9, '0'));
}

function fromMilliseconds(ms: number): bigint | undefined {
  return Number.isNaN(ms) ? undefined : BigInt(ms) * NS_PER_MS;
}
