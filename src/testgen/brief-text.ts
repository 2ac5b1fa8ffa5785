import { isTypedArray } from 'node:util/types';
import { primitiveText } from './literal.js';
import { isIdentifier, quoteText } from './script-text.js';

const LONGEST_TEXT = 24;
const MOST_ITEMS = 4;
const MOST_KEYS = 3;
const LONGEST = 60;

/** A value in a few words, for a title: `[1, 2, 3, …]`, `Float64Array(1461)`, `{ count: 1461, … }`. */
export function briefText(value: unknown, depth = 0): string {
  if (typeof value === 'string') return briefString(value);
  if (typeof value !== 'object' || value === null) return primitiveText(value);
  const text = objectText(value, depth);
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

function briefString(text: string): string {
  return text.length > LONGEST_TEXT ? quoteText(`${text.slice(0, LONGEST_TEXT)}…`) : quoteText(text);
}

function objectText(value: object, depth: number): string {
  if (Array.isArray(value)) return depth > 1 ? '[…]' : listText(value, depth);
  if (isTypedArray(value))
    return value.length <= MOST_ITEMS
      ? `${nameOf(value)} ${listText(Array.from(value as Iterable<unknown>), depth)}`
      : `${nameOf(value)}(${value.length})`;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'an invalid date' : value.toISOString();
  if (value instanceof Map || value instanceof Set) return `${nameOf(value)}(${value.size})`;
  if (value instanceof Error) return errorText(value);
  if (value instanceof RegExp || value instanceof URL) return String(value);
  const name = nameOf(value);
  return `${name === 'Object' ? '' : `${name} `}${depth > 1 ? '{…}' : propertiesText(value, depth)}`;
}

/** `RangeError: too small`, on one line. */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return briefText(error);
  const text = `${error.name}: ${error.message}`.replace(/\s+/g, ' ');
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

function listText(items: readonly unknown[], depth: number): string {
  const shown = items.slice(0, items.length > MOST_ITEMS ? MOST_ITEMS - 1 : MOST_ITEMS);
  const texts = shown.map((item) => briefText(item, depth + 1));
  return `[${[...texts, ...(items.length > shown.length ? ['…'] : [])].join(', ')}]`;
}

function propertiesText(value: object, depth: number): string {
  const entries = Object.entries(value);
  const shown = entries
    .slice(0, entries.length > MOST_KEYS ? MOST_KEYS - 1 : MOST_KEYS)
    .map(([key, item]) => `${isIdentifier(key) ? key : quoteText(key)}: ${briefText(item, depth + 1)}`);
  if (entries.length > shown.length) shown.push('…');
  return shown.length === 0 ? '{}' : `{ ${shown.join(', ')} }`;
}

function nameOf(value: object): string {
  return String(value.constructor?.name ?? 'Object');
}
