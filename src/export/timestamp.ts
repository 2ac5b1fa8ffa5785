const MICROS_PER_MS = 1000n;
const NS_PER_MS = 1_000_000n;

/** A time to the microsecond, the finest that tables agree on. */
export class Timestamp {
  /** Since the Unix epoch. */
  readonly micros: bigint;

  constructor(micros: bigint) {
    this.micros = micros;
  }

  static ofNs(epochNs: bigint): Timestamp {
    return new Timestamp(epochNs / 1000n);
  }

  static ofDate(date: Date): Timestamp {
    return new Timestamp(BigInt(date.getTime()) * MICROS_PER_MS);
  }

  /** ISO 8601 in UTC: `2026-11-23T01:02:03.004005Z`. */
  toString(): string {
    return isoText(this.micros, MICROS_PER_MS);
  }
}

/** Nanoseconds since the Unix epoch as ISO 8601 in UTC, all digits kept. */
export function isoTimeOfNs(epochNs: bigint): string {
  return isoText(epochNs, NS_PER_MS);
}

function isoText(time: bigint, perMs: bigint): string {
  const rest = ((time % perMs) + perMs) % perMs;
  const ms = (time - rest) / perMs;
  const digits = String(rest).padStart(String(perMs).length - 1, '0');
  return `${new Date(Number(ms)).toISOString().slice(0, -1)}${digits}Z`;
}
