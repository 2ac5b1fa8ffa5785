import { InvalidArgumentError } from 'commander';
import { momentOf, nanosecondsOf } from './query/time-literal.js';

const NS_PER_MS = 1e6;
/** The longest time that a timer takes. */
const LONGEST_MS = 2 ** 31 - 1;
const KILO = 1000;
const KIBI = 1024;

/** A time that a user wrote, in nanoseconds since the Unix epoch: a date, a date and time, or so long ago. */
export function timeOption(text: string): bigint {
  const moment = momentOf(text, Date.now());
  if (moment !== undefined) return moment;
  throw new InvalidArgumentError(
    'Expected a time such as 2026-11-23, 2026-11-23T10:00, 2026-11-23T10:00:00Z or 10m, ten minutes ago.',
  );
}

/** A whole number from 0. */
export function countOption(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Expected a whole number from 0 on.');
}

/** A whole number from 1. */
export function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Expected a whole number from 1 on.');
}

/** A number from 0, whole or not. */
export function amountOption(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && Number.isFinite(value)) return value;
  throw new InvalidArgumentError('Expected a number from 0 on.');
}

/** How long something may take, in milliseconds: `500ms`, `10s`, `2min`. */
export function timeoutOption(text: string): number {
  const ms = (nanosecondsOf(text) ?? 0) / NS_PER_MS;
  if (ms > 0 && ms <= LONGEST_MS) return ms;
  throw new InvalidArgumentError('Expected a time such as 500ms, 10s or 2min.');
}

/** An age in milliseconds: `90m`, `12h`, `30d`, `2w`. */
export function ageOption(text: string): number {
  const ns = nanosecondsOf(text);
  if (ns !== undefined) return ns / NS_PER_MS;
  throw new InvalidArgumentError('Expected a number with s, m, h, d or w: 12h, 30d.');
}

/** A size in bytes: `500MB` and `2GB` by thousands, `1GiB` by 1024. */
export function sizeOption(text: string): number {
  const [, digits, letter = '', i, b] = /^(\d{1,12}(?:\.\d{1,9})?) ?([kmgt])?(i)?(b)?$/i.exec(text) ?? [];
  const power = letter === '' ? 0 : ' KMGT'.indexOf(letter.toUpperCase());
  const isUnit = (i === undefined || letter !== '') && (b !== undefined || i === undefined);
  if (digits !== undefined && isUnit) return Number(digits) * (i === undefined ? KILO : KIBI) ** power;
  throw new InvalidArgumentError(
    'Expected a number of bytes, or one with KB, MB, GB, TB or GiB: 500MB, 2GB.',
  );
}

/** For an option that may be given again. */
export function inList(value: string, list: readonly string[] = []): readonly string[] {
  return [...list, value];
}
