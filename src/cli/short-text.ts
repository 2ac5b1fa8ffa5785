import { inspect } from 'node:util';
import { isJsonObject, type JsonObject } from '../capture/revive-descriptor.js';
import { safeLine } from '../model/safe-text.js';
import { cutText } from './cut-text.js';
import { scalarOf } from './query/scalar.js';

const MOST_LEVELS = 3;
const PLAIN_KEY = /^[A-Za-z_$][\w$]*$/;
const CUT = '…';

/** What a value is, on a line, from its descriptor alone: `{ id: 42, points: Float64Array(1000) }`. */
export function shortText(descriptor: unknown, most: number): string {
  return cutText(safeLine(textOf(descriptor, { room: most, levels: MOST_LEVELS })), most);
}

/** How much may still be said: characters, and levels of containers. */
interface Space {
  readonly room: number;
  readonly levels: number;
}

type Writer = (descriptor: JsonObject, space: Space) => string;

const named: Writer = ({ $: kind }) => `[${kind}]`;
const scalar: Writer = (descriptor) => String(scalarOf(descriptor));

const WRITERS = new Map<unknown, Writer>([
  ['undefined', () => 'undefined'],
  ['number', ({ value }) => String(value)],
  ['bigint', ({ value }) => `${value}n`],
  ['Date', ({ value }) => (value === null ? 'Invalid Date' : String(value))],
  ['RegExp', scalar],
  ['URL', ({ value }) => String(value)],
  ['URLSearchParams', ({ value }) => `?${value}`],
  ['Error', scalar],
  ['symbol', ({ description }) => `Symbol(${description ?? ''})`],
  [
    'function',
    ({ class: className, name }) => (className === undefined ? `[Function ${name}]` : `[class ${name}]`),
  ],
  ['boxed', ({ value }, space) => `[${textOf(value, space)}]`],
  ['Map', ({ entries }, space) => `Map(${sizeOf(entries)}) ${braces(pairTexts(entries, ' => '), space)}`],
  ['Set', ({ values }, space) => `Set(${sizeOf(values)}) ${braces(itemTexts(values), space)}`],
  [
    'ndarray',
    ({ class: className, shape }) => `${className}(${Array.isArray(shape) ? shape.join(', ') : ''})`,
  ],
  ['array', ({ length }) => `[${length} items]`],
  ['object', objectText],
  ['opaque', ({ class: className }) => `[${className}]`],
  ['accessor', () => '[Getter]'],
  ['ref', () => '[again]'],
  ['truncated', ({ head }, space) => (head === undefined ? CUT : `${textOf(head, space)}${CUT}`)],
  ['redacted', () => '[redacted]'],
  ['handler', ({ handler }) => `[${handler}]`],
]);

function textOf(descriptor: unknown, space: Space): string {
  if (typeof descriptor === 'string') return stringText(descriptor, space);
  if (Array.isArray(descriptor)) return list('[', itemTexts(descriptor), ']', space);
  if (!isJsonObject(descriptor)) return String(descriptor);
  if (Object.hasOwn(descriptor, '$')) return (WRITERS.get(descriptor['$']) ?? named)(descriptor, space);
  return braces(propertyTexts(descriptor), space);
}

function stringText(text: string, { room }: Space): string {
  return inspect(text.length > room ? `${text.slice(0, Math.max(room, 0))}${CUT}` : text, {
    maxStringLength: null,
  });
}

function objectText({ class: className, props, entries }: JsonObject, space: Space): string {
  const texts = isJsonObject(props) ? propertyTexts(props) : pairTexts(entries, ': ');
  return `${className === undefined ? '' : `${className} `}${braces(texts, space)}`;
}

/** The text of one item, given the space that is left. */
type Item = (space: Space) => string;

function* itemTexts(items: unknown): Generator<Item> {
  if (Array.isArray(items)) for (const item of items) yield (space) => textOf(item, space);
}

function* propertyTexts(object: JsonObject): Generator<Item> {
  for (const key of Object.keys(object))
    yield (space) => `${PLAIN_KEY.test(key) ? key : inspect(key)}: ${textOf(object[key], space)}`;
}

function* pairTexts(entries: unknown, between: string): Generator<Item> {
  if (!Array.isArray(entries)) return;
  for (const entry of entries.filter(Array.isArray))
    yield (space) => `${textOf(entry[0], space)}${between}${textOf(entry[1], space)}`;
}

function braces(items: Iterable<Item>, space: Space): string {
  return list('{ ', items, ' }', space).replace(/^\{ {2}\}$/, '{}');
}

function list(open: string, items: Iterable<Item>, close: string, { room, levels }: Space): string {
  let text = open;
  let isFirst = true;
  for (const item of items) {
    if (!isFirst) text += ', ';
    isFirst = false;
    if (levels === 0 || text.length >= room) return `${text}${CUT}${close}`;
    text += item({ room: room - text.length, levels: levels - 1 });
  }
  return text + close;
}

function sizeOf(items: unknown): number {
  return Array.isArray(items) ? items.length : 0;
}
