import { InvalidArgumentError } from 'commander';

const MS = new Map([
  ['ms', 1],
  ['s', 1000],
  ['min', 60_000],
  ['h', 3_600_000],
]);
const LONGEST_MS = 2 ** 31 - 1;

/** `500ms`, `10s`, `2min`, `1h` as milliseconds. @throws InvalidArgumentError for anything else, and for 0 */
export function parseDuration(text: string): number {
  const [, digits, unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|min|h)$/.exec(text) ?? [];
  const ms = Number(digits) * (MS.get(unit) ?? Number.NaN);
  if (ms > 0 && ms <= LONGEST_MS) return ms;
  throw new InvalidArgumentError('Expected a time such as 500ms, 10s or 2min.');
}
