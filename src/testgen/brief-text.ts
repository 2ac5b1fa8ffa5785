import { isTypedArray } from 'node:util/types';
import { primitiveText } from './primitive-text.js';
import { isIdentifier, quoteText } from './script-text.js';

const LONGEST_TEXT = 24;
const MOST_ITEMS = 4;
const MOST_KEYS = 3;
const LONGEST = 60;
/** Of a value inside of another. */
const LONGEST_INNER = 24;
/** Levels that are shown of a value. */
const MOST_DEPTH = 3;
const LONGEST_NUMBER = 10;
const DIGITS = 6;

/** A value in a few words, for a title: `[1, 2, 3, …]`, `Float64Array(1461)`, `{ count: 1461, … }`. */
export function briefText(value: unknown, most = LONGEST, depth = 0): string {
  if (typeof value === 'string') return briefString(value);
  if (typeof value === 'number') return briefNumber(value);
  if (typeof value !== 'object' || value === null) return primitiveText(value);
  const isShown = depth < MOST_DEPTH;
  if (Array.isArray(value))
    return firstFitting(most, [...(isShown ? [listText(value, depth + 1)] : []), `Array(${value.length})`]);
  if (isTypedArray(value)) return typedArrayText(value);
  const texts = isShown ? [propertiesText(value, depth + 1), keysText(value)] : [];
  return otherText(value) ?? firstFitting(most, [...texts, unseenText(value)]);
}

/** Several values, each as short as it takes for all of them not to be too long. */
export function briefList(values: readonly unknown[], most: number): string {
  const [long, short] = [LONGEST, 0].map((each) => values.map((value) => briefText(value, each)).join(', '));
  return firstFitting(most, [long ?? '', short ?? '', '…']);
}

function firstFitting(most: number, texts: readonly string[]): string {
  return texts.find((text) => text.length <= most) ?? texts.at(-1) ?? '';
}

function briefString(text: string): string {
  return text.length > LONGEST_TEXT ? quoteText(`${text.slice(0, LONGEST_TEXT)}…`) : quoteText(text);
}

/** Long fractions by their first digits. */
function briefNumber(value: number): string {
  const text = primitiveText(value);
  return text.length > LONGEST_NUMBER ? `${Number(value.toPrecision(DIGITS))}…` : text;
}

function typedArrayText(values: NodeJS.TypedArray): string {
  const { length } = values;
  return length <= MOST_ITEMS
    ? `${nameOf(values)} ${listText(Array.from(values as Iterable<unknown>), 1)}`
    : `${nameOf(values)}(${length})`;
}

function otherText(value: object): string | undefined {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'an invalid date' : value.toISOString();
  if (value instanceof Map || value instanceof Set) return `${nameOf(value)}(${value.size})`;
  if (value instanceof Error) return errorText(value);
  if (value instanceof ArrayBuffer || value instanceof DataView)
    return `${nameOf(value)}(${value.byteLength})`;
  return value instanceof RegExp || value instanceof URL || value instanceof URLSearchParams
    ? String(value)
    : undefined;
}

/** `RangeError: too small`, on one line. */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return briefText(error);
  const text = `${error.name}: ${error.message}`.replace(/\s+/g, ' ');
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

function listText(items: readonly unknown[], depth: number): string {
  const shown = items.slice(0, items.length > MOST_ITEMS ? MOST_ITEMS - 1 : MOST_ITEMS);
  const texts = shown.map((item) => briefText(item, LONGEST_INNER, depth));
  return `[${[...texts, ...(items.length > shown.length ? ['…'] : [])].join(', ')}]`;
}

function propertiesText(value: object, depth: number): string {
  const entries = Object.entries(value);
  const shown = entries
    .slice(0, entries.length > MOST_KEYS ? MOST_KEYS - 1 : MOST_KEYS)
    .map(([key, item]) => `${keyText(key)}: ${briefText(item, LONGEST_INNER, depth)}`);
  return inBraces(value, entries.length > shown.length ? [...shown, '…'] : shown);
}

function keysText(value: object): string {
  const keys = Object.keys(value);
  const shown = keys.slice(0, keys.length > MOST_KEYS ? MOST_KEYS - 1 : MOST_KEYS).map(keyText);
  return inBraces(value, keys.length > shown.length ? [...shown, '…'] : shown);
}

function inBraces(value: object, parts: readonly string[]): string {
  const name = nameOf(value);
  const inner = parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
  return name === 'Object' ? inner : `${name} ${inner}`;
}

function unseenText(value: object): string {
  const name = nameOf(value);
  return name === 'Object' ? '{…}' : `${name} {…}`;
}

function keyText(key: string): string {
  return isIdentifier(key) ? key : quoteText(key);
}

function nameOf(value: object): string {
  return String(value.constructor?.name ?? 'Object');
}
