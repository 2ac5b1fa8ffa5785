import { isJsonObject, type JsonObject } from '../../capture/revive-descriptor.js';

/** A value that can be compared with one literal. */
export type Scalar = string | number | bigint | boolean | null | undefined | Date;

/** What `scalarOf` gives for a container, and for what was not captured. */
export const NO_SCALAR = Symbol('no scalar');

const NUMBERS = new Map<unknown, number>([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
  ['-0', -0],
]);
const MOST_DIGITS = 10_000;

type Reader = (descriptor: JsonObject) => Scalar | typeof NO_SCALAR;

const text =
  (key: string): Reader =>
  (descriptor) => {
    const value = descriptor[key];
    return typeof value === 'string' ? value : NO_SCALAR;
  };

const READERS = new Map<unknown, Reader>([
  ['undefined', () => undefined],
  ['number', ({ value }) => NUMBERS.get(value) ?? NO_SCALAR],
  ['bigint', readBigInt],
  ['Date', ({ value }) => new Date(typeof value === 'string' ? value : Number.NaN)],
  ['RegExp', ({ source, flags }) => `/${source}/${flags}`],
  ['URL', text('value')],
  ['URLSearchParams', text('value')],
  ['symbol', text('description')],
  ['function', text('name')],
  ['boxed', ({ value }) => (isJsonObject(value) && value['$'] === 'boxed' ? NO_SCALAR : scalarOf(value))],
  ['Error', ({ name, message }) => `${name}: ${message}`],
  ['truncated', text('head')],
]);

/** The value of a descriptor that stands for a single one; an error is its name and message. */
export function scalarOf(descriptor: unknown): Scalar | typeof NO_SCALAR {
  if (descriptor === null) return null;
  if (typeof descriptor !== 'object') return descriptor as Scalar; // from JSON, or the element of a typed array
  if (!isJsonObject(descriptor)) return NO_SCALAR;
  const read = READERS.get(descriptor['$']);
  return read === undefined ? NO_SCALAR : read(descriptor); // which may be undefined, or null
}

function readBigInt({ value }: JsonObject): bigint | typeof NO_SCALAR {
  const isBigInt = typeof value === 'string' && value.length <= MOST_DIGITS && /^-?\d+$/.test(value);
  return isBigInt ? BigInt(value) : NO_SCALAR;
}
