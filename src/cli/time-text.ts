const NS_PER_MS = 1_000_000n;
/** A time of the format: nanoseconds since the Unix epoch (FORMAT.md). */
const EPOCH_NS = /^\d{1,20}$/;

/** Units below a minute, in nanoseconds, largest first. */
const UNITS = [
  ['s', 1e9],
  ['ms', 1e6],
  ['µs', 1e3],
] as const;

/** Nanoseconds since the Unix epoch as local time with its offset: `2026-11-23T01:02:03.004+01:00`. */
export function timeText(epochNs: bigint): string {
  const date = new Date(Number(epochNs / NS_PER_MS));
  return Number.isNaN(date.getTime()) ? `${epochNs} ns since 1970` : localIso(date);
}

/** The same without the offset, and of today without the date: `01:02:03.004`. */
export function clockText(epochNs: bigint): string {
  const text = timeText(epochNs).replace(/[+-]\d\d:\d\d$/, '');
  return text.startsWith(`${localIso(new Date()).slice(0, 10)}T`) ? text.slice(11) : text.replace('T', ' ');
}

/** A time that a database's summary tells, as `timeText`; what is no time stays as it is. */
export function timeTextOf(written: string): string {
  return EPOCH_NS.test(written) ? timeText(BigInt(written)) : written;
}

/** Milliseconds since the Unix epoch of a time that a database's summary tells; NaN for what is no time. */
export function epochMs(written: string): number {
  return EPOCH_NS.test(written) ? Number(BigInt(written) / NS_PER_MS) : Number.NaN;
}

/** Nanoseconds in a readable unit, to three digits: `1.25 ms`, `2 min 5 s`. */
export function durationText(ns: number): string {
  const seconds = Math.round(ns / 1e9);
  if (seconds >= 3600) return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
  if (seconds >= 60) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const [unit, size] = UNITS.find(([, each]) => ns >= each) ?? ['ns', 1];
  return `${Number((ns / size).toPrecision(3))} ${unit}`;
}

function localIso(date: Date): string {
  const offset = -date.getTimezoneOffset();
  const local = new Date(date.getTime() + offset * 60_000).toISOString().slice(0, -1);
  const minutes = Math.abs(offset);
  return `${local}${offset < 0 ? '-' : '+'}${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
