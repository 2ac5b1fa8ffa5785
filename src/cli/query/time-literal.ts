const UNITS = new Map([
  ['ns', 1],
  ['us', 1e3],
  ['µs', 1e3],
  ['μs', 1e3],
  ['ms', 1e6],
  ['s', 1e9],
  ['m', 60e9],
  ['min', 60e9],
  ['h', 3600e9],
  ['d', 86_400e9],
  ['w', 7 * 86_400e9],
]);
const DURATION = /^(\d+\.?\d*|\.\d+)([a-zµμ]+)$/;

/** Nanoseconds of a duration as `10ms`, `1.5s`; `undefined` for what is none. */
export function nanosecondsOf(text: string): number | undefined {
  const [, amount, unit = ''] = DURATION.exec(text) ?? [];
  const size = UNITS.get(unit);
  return size === undefined ? undefined : Number(amount) * size;
}

/**
 * Nanoseconds since the Unix epoch of a date, of a date and time (local, unless it says its offset), or of so long
 * ago; `undefined` for what is none.
 * @param now milliseconds since the Unix epoch
 */
export function momentOf(text: string, now: number): bigint | undefined {
  const ago = nanosecondsOf(text);
  if (ago !== undefined) return BigInt(now) * 1_000_000n - BigInt(Math.round(ago));
  const isDate = /^\d{4}-\d\d-\d\d/.test(text);
  const ms = Date.parse(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00` : text);
  return isDate && !Number.isNaN(ms) ? BigInt(ms) * 1_000_000n : undefined;
}
