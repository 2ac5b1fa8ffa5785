import { NotCaptured, type NotCapturedKind } from '../model/not-captured.js';
import {
  reviveMap,
  reviveObject,
  reviveSet,
  reviveSparseArray,
  reviveTruncated,
} from './revive-containers.js';
import type { Kind } from './revive-context.js';
import { damaged, optionalText, primitiveOf, textOf } from './revive-descriptor.js';
import { reviveError } from './revive-error.js';
import { reviveHandled, reviveNdarray } from './revive-sidecar.js';

/** More digits than programs compute with, few enough to be parsed at once. */
const MOST_DIGITS = 1_000_000;

const NUMBERS = new Map<unknown, number>([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
  ['-0', -0],
]);

const reviveNumber: Kind = ({ value }) => {
  const number = NUMBERS.get(value);
  if (number === undefined) throw damaged('expected NaN, -0 or an infinity');
  return number;
};

const reviveBigInt: Kind = (descriptor) => {
  const digits = textOf(descriptor, 'value');
  if (digits.length > MOST_DIGITS || !/^-?\d+$/.test(digits))
    throw damaged(`expected up to ${MOST_DIGITS} digits`);
  return BigInt(digits);
};

const reviveDate: Kind = (descriptor) => {
  if (descriptor['value'] === null) return new Date(Number.NaN);
  const date = new Date(textOf(descriptor, 'value'));
  if (Number.isNaN(date.getTime())) throw damaged('expected a date');
  return date;
};

const reviveRegExp: Kind = (descriptor, resolver) => {
  const pattern = new RegExp(textOf(descriptor, 'source'), textOf(descriptor, 'flags'));
  const lastIndex = primitiveOf(descriptor['lastIndex'], resolver);
  if (typeof lastIndex === 'number') pattern.lastIndex = lastIndex;
  return pattern;
};

const reviveSymbol: Kind = (descriptor) => {
  const description = optionalText(descriptor, 'description');
  return descriptor['registered'] === true
    ? Symbol.for(textOf(descriptor, 'description'))
    : Symbol(description);
};

const reviveBoxed: Kind = (descriptor, resolver) => {
  const value = primitiveOf(descriptor['value'], resolver);
  if (value === undefined || value === null) throw damaged('expected a primitive to box');
  return Object(value);
};

const reviveFunction: Kind = (descriptor) => {
  const name = optionalText(descriptor, 'name') || 'without a name';
  return new NotCaptured('function', descriptor['class'] === true ? `class ${name}` : name);
};

function placeholder(kind: NotCapturedKind, key: string, otherwise: string): Kind {
  return (descriptor) => new NotCaptured(kind, optionalText(descriptor, key) ?? otherwise);
}

/** The value of each `$` kind of FORMAT.md's table, but for `ref`, which is a place and no value. */
export const KINDS: ReadonlyMap<unknown, Kind> = new Map<unknown, Kind>([
  ['undefined', () => undefined],
  ['number', reviveNumber],
  ['bigint', reviveBigInt],
  ['Date', reviveDate],
  ['RegExp', reviveRegExp],
  ['URL', (descriptor) => new URL(textOf(descriptor, 'value'))],
  ['URLSearchParams', (descriptor) => new URLSearchParams(textOf(descriptor, 'value'))],
  ['Map', reviveMap],
  ['Set', reviveSet],
  ['Error', reviveError],
  ['ndarray', reviveNdarray],
  ['boxed', reviveBoxed],
  ['symbol', reviveSymbol],
  ['function', reviveFunction],
  ['array', reviveSparseArray],
  ['object', reviveObject],
  ['accessor', placeholder('accessor', 'class', 'never called')],
  ['opaque', placeholder('opaque', 'class', 'object')],
  ['redacted', placeholder('redacted', 'reason', 'key')],
  ['truncated', reviveTruncated],
  ['handler', reviveHandled],
]);
