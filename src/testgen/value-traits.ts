import { isJsonObject, type JsonObject } from '../capture/revive-descriptor.js';
import { elementsOf } from './survey.js';

const MOST_KEYS = 30;
const MOST_ITEMS = 20;

/** The sort of a value by its descriptor, in words: `negative integer`, `2–9 numbers`, `{ n, tol }`. */
export function sortOf(descriptor: unknown): string {
  if (Array.isArray(descriptor)) return arraySort(descriptor);
  switch (typeof descriptor) {
    case 'string':
      return descriptor === '' ? 'empty text' : `text of ${sizeClass(descriptor.length)}`;
    case 'number':
      return numberSort(descriptor);
    case 'boolean':
      return String(descriptor);
    default:
      return isJsonObject(descriptor) ? objectSort(descriptor) : 'null';
  }
}

/** The number by which a value may be the smallest or largest of its place, and the words for that. */
export function extentOf(
  descriptor: unknown,
): { readonly size: number; readonly least: string; readonly most: string } | undefined {
  if (typeof descriptor === 'number') return { size: descriptor, least: 'smallest', most: 'largest' };
  const size = lengthOf(descriptor);
  return size === undefined ? undefined : { size, least: 'shortest', most: 'longest' };
}

function lengthOf(descriptor: unknown): number | undefined {
  if (typeof descriptor === 'string' || Array.isArray(descriptor)) return descriptor.length;
  if (!isJsonObject(descriptor)) return undefined;
  const { $: kind, entries, values } = descriptor;
  if (kind === 'ndarray') return elementsOf(descriptor);
  const items = kind === 'Map' ? entries : kind === 'Set' ? values : undefined;
  return Array.isArray(items) ? items.length : undefined;
}

function numberSort(value: number): string {
  if (value === 0) return '0';
  return `${value < 0 ? 'negative' : 'positive'} ${Number.isInteger(value) ? 'integer' : 'fraction'}`;
}

function arraySort(items: readonly unknown[]): string {
  if (items.length === 0) return 'empty array';
  const sorts = new Set(items.slice(0, MOST_ITEMS).map(coarseSort));
  return `${sizeClass(items.length)} of ${[...sorts].sort().join(' and ')}`;
}

function objectSort(descriptor: JsonObject): string {
  const { $: kind, class: className, value } = descriptor;
  if (!Object.hasOwn(descriptor, '$')) return keysText(descriptor);
  if (kind === 'number') return String(value);
  if (kind === 'ndarray') return `${className} of ${sizeClass(elementsOf(descriptor))}`;
  if (kind === 'Map' || kind === 'Set') return `${kind} of ${sizeClass(lengthOf(descriptor) ?? 0)}`;
  if (kind === 'bigint') return String(value).startsWith('-') ? 'negative bigint' : 'bigint';
  if (kind === 'Error') return errorSort(descriptor);
  const props = isJsonObject(descriptor['props']) ? keysText(descriptor['props']) : '';
  return kind === 'object' ? `${className ?? ''} ${props}`.trim() : String(kind);
}

/** Messages that differ in numbers or quoted names only are of one sort. */
function errorSort({ class: className, name, message }: JsonObject): string {
  const text = typeof message === 'string' ? message : '';
  const template = text
    .slice(0, 200)
    .replace(/\d+(\.\d+)?/g, '#')
    .replace(/(['"`]).*?\1/g, '…');
  return `${String(className ?? name)}: ${template}`;
}

function keysText(object: JsonObject): string {
  const keys = Object.keys(object);
  if (keys.length === 0) return 'empty object';
  if (keys.length > MOST_KEYS) return `object of ${sizeClass(keys.length)}`;
  return `{ ${keys.sort().join(', ')} }`;
}

function coarseSort(descriptor: unknown): string {
  if (Array.isArray(descriptor)) return 'arrays';
  if (!isJsonObject(descriptor)) return descriptor === null ? 'null' : `${typeof descriptor}s`;
  if (!Object.hasOwn(descriptor, '$')) return keysText(descriptor);
  return String(descriptor['class'] ?? descriptor['$']);
}

/** 0, 1, and from there by tens. */
function sizeClass(size: number): string {
  if (size < 2) return String(size);
  const tens = Math.floor(Math.log10(size));
  return tens === 0 ? '2–9' : `${10 ** tens}–${10 ** (tens + 1) - 1}`;
}
