import { InvalidArgumentError } from 'commander';

/** A time that a user wrote, in nanoseconds since the Unix epoch: ISO 8601, local where it has no offset. */
export function timeOption(text: string): bigint {
  const ms = /^\d{4}-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(ms)) return BigInt(ms) * 1_000_000n;
  throw new InvalidArgumentError(
    'Expected a time such as 2026-11-23, 2026-11-23T10:00 or 2026-11-23T10:00:00Z.',
  );
}

/** A whole number that a user wrote. */
export function countOption(text: string): number {
  const count = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(count)) return count;
  throw new InvalidArgumentError('Expected a whole number of 0 or more.');
}
