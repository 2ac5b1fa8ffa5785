import { expected } from '../capture/limits.js';

/** A kind of value that a setting can have. */
export interface ValueKind<T> {
  /** What is expected, for messages and the reference: "a positive integer". */
  readonly expectation: string;
  /** Reads the text of an environment variable; what comes out is still to be checked. */
  parse(text: string): unknown;
  /** @throws TypeError that names `name`, what was expected and what was given */
  check(value: unknown, name: string): T;
}

/** Longest delay that a timer keeps, in milliseconds; a longer one fires at once. */
const LONGEST_DELAY_MS = 2 ** 31 - 1;

/** `true` or `false`. */
export const flag = kind(
  'true or false',
  (value): value is boolean => typeof value === 'boolean',
  (given) => toBoolean(given) ?? given,
);

/** Any text but the empty one. */
export const text = kind('a text that is not empty', isText, (given) => given);

/** The address of a trace in a viewer, or the empty text for none. */
export const traceUrl = kind(
  'an http or https URL with {traceId} in it',
  (value): value is string =>
    value === '' || (typeof value === 'string' && value.includes('{traceId}') && isWebAddress(value)),
  (given) => given.trim(),
);

/** A whole number from 1, or Infinity for no limit. */
export const amount = kind(
  'a positive integer',
  (value): value is number => isWhole(value, 1) || value === Number.POSITIVE_INFINITY,
  toNumber,
);

/** A whole number from 0. */
export const amountOrZero = kind(
  'a positive integer or zero',
  (value): value is number => isWhole(value, 0),
  toNumber,
);

/** A whole number from 1, or `false`; in the environment also `off`. */
export const amountOrFalse = kind(
  'a positive integer or false',
  (value): value is number | false => value === false || isWhole(value, 1),
  (given) => given.trim().toLowerCase() !== 'off' && (toBoolean(given) ?? toNumber(given)),
);

/** A list of texts that are not empty. */
export const texts = kind(
  'an array of texts',
  (value): value is readonly string[] => Array.isArray(value) && value.every(isText),
  listOrJson,
);

/** Milliseconds that a timer can wait. */
export const delay = kind(
  'a number of milliseconds from 0 to 2147483647',
  (value): value is number => isWhole(value, 0) && value <= LONGEST_DELAY_MS,
  toNumber,
);

/** One of the texts given. */
export function choice<const T extends string>(...choices: readonly T[]): ValueKind<T> {
  const expectation = choices.map((each) => `'${each}'`).join(' or ');
  const known: readonly unknown[] = choices;
  return kind(
    expectation,
    (value): value is T => known.includes(value),
    (given) => given,
  );
}

/** `true` and `false` in any case; `undefined` for all else. */
export function toBoolean(given: string): boolean | undefined {
  const word = given.trim().toLowerCase();
  return word === 'true' || (word === 'false' ? false : undefined);
}

/** A JSON array, or a list with commas. */
export function listOrJson(given: string): unknown {
  if (!given.trimStart().startsWith('[')) return splitList(given);
  try {
    return JSON.parse(given);
  } catch {
    return given; // as it was given, for the message
  }
}

/** Splits `a, b{c,d}` at the commas outside brackets and braces; empty pieces are left out. */
export function splitList(given: string): string[] {
  const pieces = [''];
  let depth = 0;
  for (const character of given) {
    if ('{[('.includes(character)) depth++;
    if ('}])'.includes(character)) depth--;
    if (character === ',' && depth <= 0) pieces.push('');
    else pieces.push(pieces.pop() + character);
  }
  return pieces.map((piece) => piece.trim()).filter((piece) => piece !== '');
}

function kind<T>(
  expectation: string,
  accepts: (value: unknown) => value is T,
  parse: (text: string) => unknown,
): ValueKind<T> {
  const check = (value: unknown, name: string): T => {
    if (accepts(value)) return value;
    throw new TypeError(expected(expectation, name, value));
  };
  return { expectation, parse, check };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isWebAddress(value: string): boolean {
  return /^https?:\/\/[^\s/]/.test(value) && URL.canParse(value);
}

function isWhole(value: unknown, least: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= least;
}

/** What is no number stays as it was given, for the message. */
function toNumber(given: string): number | string {
  const number = Number(given);
  return given.trim() === '' || Number.isNaN(number) ? given : number;
}
