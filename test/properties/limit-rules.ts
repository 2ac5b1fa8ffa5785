import assert from 'node:assert/strict';
import { types } from 'node:util';
import type { Limits, NotCaptured } from 'callmonitor';
import { type Allowances, isSecretName, textOf, type ValuePath } from './comparison.js';
import { countItems, type Visit } from './descriptor-walk.js';
import { binaryParts, entriesOf, errorText, isError, ownEntries, ownValue, valuesOf } from './original.js';

/** What a leaf's text may have around what the string limit counts. */
const MOST_AROUND = 128;
/** A container reserves as much for the mark that may have to stand for it. */
const RESERVED = '{"$":"truncated","reason":"nodes"}'.length;
/** What is charged for a binary value's descriptor. */
const BINARY_DESCRIPTOR = 128;
/** The parts of an error are written together, and so are a map's key and value. */
const MOST_TOGETHER = 4;
/** Names of classes, functions and errors are cut at 500 characters, each of up to 6 bytes in JSON. */
const LONGEST_NAME = 500;
const LONGEST_NAME_BYTES = 6 * LONGEST_NAME;
/** Short texts are not weighed before they are written: what comes together may go so far beyond the bytes. */
const MOST_BEYOND = (MOST_TOGETHER + 1) * MOST_AROUND + LONGEST_NAME_BYTES;

const CONTAINERS = ['list', 'plain', 'Map', 'Set', 'Error', 'array', 'object'];

/** Without a limit that could cut anything, and with the names that are secrets everywhere. */
export const NOTHING_CUT: Allowances = {
  redacted: (path) => (isSecretName(path.at(-1)) ? 'key' : undefined),
  faultOfCut: (original, { length }) => (hasLongName(original, length) ? undefined : 'nothing was to be cut'),
};

/** What a call has of everything, without the limits of the whole call. */
export interface Amounts {
  readonly nodes: number;
  readonly bytes: number;
  readonly containers: number;
  readonly binaries: number;
}

/** Adds up what was written of some values. */
export function amountsOf(visits: readonly Visit[], texts: readonly unknown[]): Amounts {
  return {
    nodes: visits.filter(({ isHead }) => !isHead).length,
    bytes: texts.reduce<number>((sum, text) => sum + bytesOf(text), 0),
    containers: visits.filter(({ kind }) => CONTAINERS.includes(kind)).length,
    binaries: visits.filter(({ kind }) => kind === 'ndarray').length,
  };
}

/** Marks of limits are allowed where the limits are exceeded, and say the truth. */
export class LimitAllowances implements Allowances {
  readonly #limits: Limits;
  readonly #whole: () => Amounts;

  /** @param whole what there is, when neither nodes nor bytes of the call are limited */
  constructor(limits: Limits, whole: () => Amounts) {
    this.#limits = limits;
    this.#whole = whole;
  }

  redacted(path: ValuePath): string | undefined {
    return isSecretName(path.at(-1)) ? 'key' : undefined;
  }

  faultOfCut(original: unknown, cut: NotCaptured, path: ValuePath): string | undefined {
    const binary = typeof original === 'object' && original !== null ? binaryParts(original) : undefined;
    if (binary !== undefined && cut.reason === 'bytes' && cut.length === binary.bytes.length / 2) {
      return this.#limits.maxSidecarBytes === Number.POSITIVE_INFINITY ? 'bytes are not limited' : undefined;
    }
    if (typeof original === 'string') {
      const fault = faultOfHead(original, cut, this.#limits.maxStringLength);
      if (fault !== undefined) return fault;
    }
    return this.#faultOfReason(original, cut, path);
  }

  #faultOfReason(original: unknown, { reason, length }: NotCaptured, path: ValuePath): string | undefined {
    const { maxDepth, maxItems, maxStringLength, maxNodes, maxBytes } = this.#limits;
    const count = typeof original === 'object' && original !== null ? itemsOf(original, maxItems) : 0;
    if (reason === 'depth') return depthOf(path) > maxDepth ? undefined : 'it is not that deep';
    if (reason === 'items') return count > maxItems && length === count ? undefined : `it has ${count} items`;
    if (reason === 'string' && hasLongName(original, length)) return undefined;
    if (reason === 'string')
      return textLength(original) > maxStringLength ? undefined : 'it is not that long';
    const { nodes, bytes, containers, binaries } = this.#whole();
    if (reason === 'nodes') return nodes >= maxNodes ? undefined : `there are ${nodes} values`;
    const charged =
      bytes + containers * RESERVED + binaries * BINARY_DESCRIPTOR + MOST_AROUND + textLength(original);
    return reason === 'bytes' && charged > maxBytes ? undefined : `there are ${bytes} bytes`;
  }
}

/** Whether it is an error whose name is cut, and of that length. */
export function hasLongName(value: unknown, length: number | undefined): boolean {
  const name = typeof value === 'object' && value !== null && isError(value) ? errorText(value, 'name') : '';
  return typeof name === 'string' && name.length > LONGEST_NAME && name.length === length;
}

/** Whether what was written of a call keeps to the limits. */
export function assertWithin(visits: readonly Visit[], texts: readonly unknown[], limits: Limits): void {
  const containers = visits.filter(({ kind }) => CONTAINERS.includes(kind));
  for (const visit of containers) {
    assert.ok(visit.depth <= limits.maxDepth, `${visit.pointer} is deeper than ${limits.maxDepth}`);
    assert.ok(
      countItems(visit) <= limits.maxItems,
      `${visit.pointer} has more items than ${limits.maxItems}`,
    );
  }
  for (const { descriptor, pointer, kind } of visits) {
    const length = longestText(descriptor, kind);
    assert.ok(length <= limits.maxStringLength, `${pointer} has ${length} characters`);
  }
  const { nodes, bytes } = amountsOf(visits, texts);
  assert.ok(nodes <= limits.maxNodes + MOST_TOGETHER, `${nodes} values`);
  const marks = visits
    .filter(({ kind }) => kind === 'truncated')
    .map(({ descriptor }) => withoutHead(descriptor));
  const ofMarks = marks.reduce((sum, mark) => sum + bytesOf(mark), 0);
  assert.ok(bytes - ofMarks <= limits.maxBytes + MOST_BEYOND, `${bytes} bytes, ${ofMarks} of marks`);
  assertBreadthFirst(visits, containers);
}

/** What the number of values cuts is what lies deepest. */
function assertBreadthFirst(visits: readonly Visit[], containers: readonly Visit[]): void {
  const cut = visits.filter(
    ({ kind, descriptor }) => kind === 'truncated' && reasonOf(descriptor) === 'nodes',
  );
  const first = Math.min(...cut.map(({ depth }) => depth));
  const deepest = Math.max(...containers.map(({ depth }) => depth));
  assert.ok(cut.length === 0 || deepest <= first, `one at depth ${first} is cut, one at ${deepest} is not`);
}

function reasonOf(descriptor: unknown): unknown {
  return (descriptor as { reason?: unknown }).reason;
}

function withoutHead(descriptor: unknown): object {
  const { head: _, ...mark } = descriptor as Record<string, unknown>;
  return mark;
}

function bytesOf(json: unknown): number {
  return json === undefined ? 0 : Buffer.byteLength(JSON.stringify(json));
}

/** Characters of a string, or of what was kept of one; of other texts those that are too many. */
function longestText(descriptor: unknown, kind: string): number {
  if (typeof descriptor === 'string') return descriptor.length;
  const { head, source, value, description, name } = (descriptor ?? {}) as Record<string, unknown>;
  if (kind === 'truncated') return typeof head === 'string' ? head.length : 0;
  if (kind === 'Error') return String(name).length - LONGEST_NAME;
  const isLeaf = ['boxed', 'RegExp', 'URL', 'URLSearchParams', 'symbol', 'function'].includes(kind);
  const texts = isLeaf ? [source, value, description, name] : [];
  return Math.max(0, ...texts.map((text) => (typeof text === 'string' ? text.length - MOST_AROUND : 0)));
}

function faultOfHead(original: string, { head, length }: NotCaptured, most: number): string | undefined {
  if (length !== original.length) return `it has ${original.length} characters`;
  if (typeof head !== 'string') return 'it has no head';
  if (head.length > most) return `its head has ${head.length} characters`;
  return original.startsWith(head) ? undefined : 'its head is not its beginning';
}

/** An argument is at depth 1, and so is a receiver. */
function depthOf(path: ValuePath): number {
  return ['args', 'args_after'].includes(String(path[0])) ? path.length - 1 : path.length;
}

/** How many items its mark speaks of; an array that is dense as far as it is kept counts by its length. */
function itemsOf(value: object, maxItems: number): number {
  if (types.isMap(value)) return entriesOf(value).length;
  if (types.isSet(value)) return valuesOf(value).length;
  const names = ownEntries(value, isError(value) ? ['message', 'stack', 'cause', 'errors'] : []);
  if (!Array.isArray(value)) return isError(value) ? names.filter(isNamed).length : names.length;
  const kept = Math.min(value.length, maxItems);
  const isDense = kept < value.length && range(kept).every((index) => Object.hasOwn(value, index));
  return isDense ? value.length : names.filter(isNamed).length;
}

function isNamed([key]: readonly [string | symbol, unknown]): boolean {
  return typeof key === 'string';
}

function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}

/** Of the text that may be too long, escapes included. */
function textLength(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value === 'bigint') return String(value).length;
  if (typeof value === 'symbol') return JSON.stringify(value.description ?? '').length;
  const text = typeof value === 'function' ? ownValue(value, 'name') : textOf(value as object);
  return JSON.stringify(text ?? '').length;
}
