import { isJsonObject, type JsonObject, optionalText } from '../capture/revive-descriptor.js';
import { type Cell, cellText } from './cell.js';
import { Timestamp } from './timestamp.js';

/** More digits than any table has a type for; then it is text. */
const MOST_DIGITS = 40;

/** What stands in a table for a value that JSON cannot say (FORMAT.md, "Values"); nothing for what was not kept. */
export function cellOfKind(descriptor: JsonObject): Cell {
  const cell = KINDS.get(descriptor['$'])?.(descriptor);
  return typeof cell === 'string' ? cellText(cell) : cell;
}

const KINDS: ReadonlyMap<unknown, (descriptor: JsonObject) => Cell> = new Map<
  unknown,
  (descriptor: JsonObject) => Cell
>([
  ['number', ({ value }) => (typeof value === 'string' ? NUMBERS.get(value) : undefined)],
  ['bigint', (descriptor) => bigintCell(textIn(descriptor, 'value'))],
  ['Date', (descriptor) => dateCell(optionalText(descriptor, 'value'))],
  ['RegExp', (descriptor) => `/${textIn(descriptor, 'source')}/${textIn(descriptor, 'flags')}`],
  ['URL', (descriptor) => optionalText(descriptor, 'value')],
  ['URLSearchParams', (descriptor) => optionalText(descriptor, 'value')],
  ['symbol', (descriptor) => `Symbol(${textIn(descriptor, 'description')})`],
  ['function', (descriptor) => `function ${textIn(descriptor, 'name')}`.trimEnd()],
  ['opaque', (descriptor) => optionalText(descriptor, 'class')],
  ['handler', (descriptor) => optionalText(descriptor, 'handler')],
  ['Error', ({ name, message }) => [name, message].filter((part) => typeof part === 'string').join(': ')],
  ['ndarray', ndarrayCell],
  ['Map', ({ entries }) => `Map(${lengthOf(entries)})`],
  ['Set', ({ values }) => `Set(${lengthOf(values)})`],
  ['array', ({ length }) => `array [${typeof length === 'number' ? length : '?'}]`],
  ['object', ({ entries }) => `object with ${lengthOf(entries)} keys`],
]);

const NUMBERS = new Map([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
  ['-0', -0],
]);

function bigintCell(digits: string): Cell {
  if (!/^-?\d+$/.test(digits)) return undefined;
  return digits.length <= MOST_DIGITS ? BigInt(digits) : digits;
}

function dateCell(text: string | undefined): Cell {
  const date = new Date(text ?? Number.NaN);
  return Number.isNaN(date.getTime()) ? undefined : Timestamp.ofDate(date);
}

/** Element type and shape: `<f8 [3, 3]`. */
function ndarrayCell(descriptor: JsonObject): Cell {
  const { shape } = descriptor;
  const lengths = Array.isArray(shape) ? shape.filter(Number.isSafeInteger) : [];
  return `${textIn(descriptor, 'dtype')} [${lengths.join(', ')}]`;
}

function lengthOf(list: unknown): number {
  if (Array.isArray(list)) return list.length;
  return isJsonObject(list) ? Object.keys(list).length : 0;
}

function textIn(descriptor: JsonObject, key: string): string {
  return optionalText(descriptor, key) ?? '';
}
