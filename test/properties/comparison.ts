import { types } from 'node:util';
import { NotCaptured } from 'callmonitor';
import {
  binaryParts,
  entriesOf,
  errorText,
  expectedErrorClass,
  expectedPrototype,
  inheritsFrom,
  isError,
  lossOf,
  ownEntries,
  stackOf,
  UNREAD,
  valuesOf,
} from './original.js';

/** From the call's root: `['args', 0, 'user']`. */
export type ValuePath = readonly (string | number)[];

/** What may be missing from what came back. */
export interface Allowances {
  /** Why the value at that place is to be redacted; `undefined` where it is not. */
  redacted(path: ValuePath, value: unknown): string | undefined;
  /** What is wrong with a limit's mark for the value at that place; `undefined` if it is right. */
  faultOfCut(original: unknown, cut: NotCaptured, path: ValuePath): string | undefined;
}

const KNOWN_IN_ERRORS = ['message', 'stack', 'cause', 'errors'];

/** Whether a name is one of those among the tests' own that are secrets everywhere. */
export function isSecretName(key: unknown): boolean {
  return (
    typeof key === 'string' &&
    ['password', 'apikey', 'pwd'].includes(key.toLowerCase().replaceAll(/[-_]/g, ''))
  );
}

/** Compares values with what came back of them: equal, one object where they are one, or a placeholder where they must be. */
export class Comparison {
  /** What is wrong, place by place. */
  readonly faults: string[] = [];
  readonly #allowances: Allowances;
  #revivedOf = new Map<object, unknown>();
  #originalOf = new Map<unknown, object>();

  constructor(allowances: Allowances) {
    this.#allowances = allowances;
  }

  /** Forgets which objects were met: those of another line are others. */
  beginLine(): void {
    this.#revivedOf = new Map();
    this.#originalOf = new Map();
  }

  /** Compares arguments; of a list that a limit cut, the last is its mark. */
  compareLists(originals: readonly unknown[], revived: unknown, path: ValuePath): void {
    if (!Array.isArray(revived)) return this.#say(path, `expected a list, got ${shown(revived)}`);
    const last = revived.at(-1);
    const isCut = isMarkOfList(last, originals, revived.length);
    if (isCut) this.#compareCut(originals, last, path);
    const kept = isCut ? revived.slice(0, -1) : revived;
    this.#compareCounts(path, originals.length, kept.length, isCut);
    for (const [index, value] of kept.entries()) this.compare(originals[index], value, [...path, index]);
  }

  compare(original: unknown, revived: unknown, path: ValuePath): void {
    const reason = this.#allowances.redacted(path, original);
    if (reason !== undefined) return this.#expectLost(revived, 'redacted', path, reason);
    if (revived instanceof NotCaptured && revived.kind === 'truncated') {
      return this.#compareCut(original, revived, path);
    }
    const loss = lossOf(original);
    if (loss !== undefined) this.#expectLost(revived, loss, path);
    else if (revived instanceof NotCaptured) this.#say(path, `${revived} in place of a value`);
    if (typeof original !== 'object' || original === null || types.isProxy(original)) {
      if (loss === undefined) this.#comparePrimitives(original, revived, path);
    } else if (this.#isNew(original, revived, path) && loss === undefined) {
      this.#compareObjects(original, revived, path);
    }
  }

  #say(path: ValuePath, what: string): void {
    this.faults.push(`${path.join('.')}: ${what}`);
  }

  #expectLost(revived: unknown, kind: NotCaptured['kind'], path: ValuePath, reason?: string): void {
    if (!(revived instanceof NotCaptured) || revived.kind !== kind) {
      this.#say(path, `expected to be ${kind}, got ${shown(revived)}`);
    } else if (reason !== undefined && revived.reason !== reason) {
      this.#say(path, `expected to be redacted for its ${reason}, got ${revived.reason}`);
    }
  }

  #compareCut(original: unknown, cut: NotCaptured, path: ValuePath): void {
    const fault = this.#allowances.faultOfCut(original, cut, path);
    if (fault !== undefined) return this.#say(path, `${cut}: ${fault}`);
    if (typeof original !== 'object' || original === null || cut.head === undefined) return;
    if (this.#isNew(original, cut, path)) this.#compareObjects(original, cut.head, path, true);
  }

  #comparePrimitives(original: unknown, revived: unknown, path: ValuePath): void {
    const isSame =
      typeof original === 'symbol'
        ? typeof revived === 'symbol' &&
          revived.description === original.description &&
          Symbol.keyFor(revived) === Symbol.keyFor(original)
        : Object.is(original, revived);
    if (!isSame) this.#say(path, `expected ${shown(original)}, got ${shown(revived)}`);
  }

  /** Whether an object is met for the first time; each stands for one and the same. */
  #isNew(original: object, revived: unknown, path: ValuePath): boolean {
    const known = this.#revivedOf.get(original);
    if (known === undefined && !this.#originalOf.has(revived)) {
      this.#revivedOf.set(original, revived);
      this.#originalOf.set(revived, original);
      return true;
    }
    if (known !== revived) this.#say(path, 'what is one object is two, or the other way round');
    return false;
  }

  #compareObjects(original: object, revived: unknown, path: ValuePath, isHead = false): void {
    if (typeof revived !== 'object' || revived === null) {
      return this.#say(path, `expected an object, got ${shown(revived)}`);
    }
    const parts = { original, revived, path, isHead };
    if (types.isMap(original)) this.#compareMaps(parts, entriesOf(original));
    else if (types.isSet(original)) this.#compareSets(parts, valuesOf(original));
    else if (isError(original)) this.#compareErrors(parts, original);
    else if (Array.isArray(original)) this.#compareArrays(parts, original);
    else if (isTextual(original)) this.#compareTexts(parts);
    else if (binaryParts(original) !== undefined) this.#compareBinaries(parts);
    else this.#compareRecords(parts);
  }

  #compareMaps({ revived, path, isHead }: Parts, entries: readonly (readonly [unknown, unknown])[]): void {
    if (!types.isMap(revived)) return this.#say(path, `expected a Map, got ${shown(revived)}`);
    const others = [...revived];
    this.#compareCounts(path, entries.length, others.length, isHead);
    for (const [index, [key, value]] of others.entries()) {
      const [originalKey, originalValue] = entries[index] ?? [];
      this.compare(originalKey, key, [...path, `${index}.key`]);
      const name = typeof originalKey === 'symbol' ? originalKey.description : originalKey;
      this.compare(originalValue, value, [...path, typeof name === 'string' ? name : index]);
    }
  }

  #compareSets({ revived, path, isHead }: Parts, values: readonly unknown[]): void {
    if (!types.isSet(revived)) return this.#say(path, `expected a Set, got ${shown(revived)}`);
    const others = [...revived];
    this.#compareCounts(path, values.length, others.length, isHead);
    for (const [index, other] of others.entries()) this.compare(values[index], other, [...path, index]);
  }

  #compareErrors({ revived, path, isHead }: Parts, error: Error): void {
    if (!types.isNativeError(revived)) return this.#say(path, `expected an error, got ${shown(revived)}`);
    const Class = expectedErrorClass(error) as new () => Error;
    if (Object.getPrototypeOf(revived) !== Class.prototype) this.#say(path, `expected a ${Class.name}`);
    const name = errorText(error, 'name');
    const message = errorText(error, 'message') ?? '';
    if (!Object.hasOwn(error, 'name') || typeof name === 'string') {
      const isSecret = this.#isSecretText(name);
      const shownName = isSecret ? '(redacted)' : typeof name === 'string' ? name : 'Error';
      const isCutName = isHead && shownName.startsWith(revived.name);
      if (!isCutName) this.#comparePrimitives(shownName, revived.name, [...path, 'name']);
    }
    this.compare(message, revived.message, [...path, 'message']);
    if (revived.stack !== '' || canHaveStack(name, message)) {
      this.compare(stackOf(error), revived.stack, [...path, 'stack']);
    }
    for (const key of ['cause', 'errors'] as const) {
      if (Object.hasOwn(error, key) !== Object.hasOwn(revived, key)) this.#say(path, `${key} is there once`);
      else if (Object.hasOwn(error, key)) this.compare(own(error, key), own(revived, key), [...path, key]);
    }
    const props = ownEntries(error, KNOWN_IN_ERRORS).filter(([key]) => typeof key === 'string');
    this.#compareProps(props, ownEntries(revived), path, isHead);
  }

  #compareArrays({ revived, path, isHead }: Parts, array: readonly unknown[]): void {
    if (!Array.isArray(revived)) return this.#say(path, `expected an array, got ${shown(revived)}`);
    if (!isHead && revived.length !== array.length)
      this.#say(path, `${revived.length} items of ${array.length}`);
    const [entries, others] = [ownEntries(array), ownEntries(revived)];
    this.#compareProps(entries.filter(isItem), others.filter(isItem), path, isHead);
    this.#compareProps(entries.filter(isExtra), others.filter(isExtra), path, isHead);
  }

  #compareTexts({ original, revived, path }: Parts): void {
    const [expected, actual] = [textOf(original), textOf(revived)];
    if (expected !== actual) this.#say(path, `expected ${expected}, got ${actual ?? shown(revived)}`);
  }

  #compareBinaries({ original, revived, path }: Parts): void {
    const [expected, actual] = [original, revived].map((value) => JSON.stringify(binaryParts(value)));
    if (expected !== actual) this.#say(path, `expected ${expected}, got ${actual}`);
  }

  #compareRecords({ original, revived, path, isHead }: Parts): void {
    if (Object.getPrototypeOf(revived) !== expectedPrototype(original)) this.#say(path, 'another prototype');
    this.#compareProps(ownEntries(original), ownEntries(revived), path, isHead);
  }

  #compareProps(entries: Entries, others: Entries, path: ValuePath, isHead: boolean): void {
    this.#compareCounts(path, entries.length, others.length, isHead);
    for (const [index, [otherKey, other]] of others.entries()) {
      const [key = '', value] = entries[index] ?? [];
      this.#comparePrimitives(this.#isSecretText(key) ? `(redacted ${index})` : key, otherKey, [
        ...path,
        'a key',
      ]);
      this.compare(value, other, [...path, typeof key === 'symbol' ? (key.description ?? '') : key]);
    }
  }

  #isSecretText(text: unknown): boolean {
    return typeof text === 'string' && this.#allowances.redacted([], text) !== undefined;
  }

  #compareCounts(path: ValuePath, expected: number, actual: number, isHead: boolean): void {
    if (isHead ? actual > expected : actual !== expected) this.#say(path, `${actual} of ${expected} items`);
  }
}

/** It says how many there were, and has nothing of them; only a binary value has such a mark, too. */
function isMarkOfList(value: unknown, originals: readonly unknown[], written: number): value is NotCaptured {
  if (!(value instanceof NotCaptured) || value.kind !== 'truncated' || value.head !== undefined) return false;
  if (value.length !== originals.length || written < originals.length)
    return value.length === originals.length;
  const last = originals.at(-1);
  return typeof last !== 'object' || last === null || binaryParts(last)?.bytes.length !== 2 * value.length;
}

interface Parts {
  readonly original: object;
  readonly revived: object;
  readonly path: ValuePath;
  /** Whether it is only the beginning that came back. */
  readonly isHead: boolean;
}

type Entries = readonly (readonly [string | symbol, unknown])[];

function own(object: object, key: string): unknown {
  const descriptor = Object.getOwnPropertyDescriptor(object, key);
  return descriptor !== undefined && 'value' in descriptor ? descriptor.value : UNREAD;
}

/** The engine formats a stack with name and message: only where those are text, that runs nothing. */
function canHaveStack(name: unknown, message: unknown): boolean {
  return [name, message].every((text) => text === undefined || ['string', 'number'].includes(typeof text));
}

function isItem([key]: readonly [string | symbol, unknown]): boolean {
  return typeof key === 'string' && String(Number(key) >>> 0) === key && key !== '4294967295';
}

function isExtra(entry: readonly [string | symbol, unknown]): boolean {
  return typeof entry[0] === 'string' && !isItem(entry);
}

/** Values that a text says all about. */
function isTextual(value: object): boolean {
  return textOf(value) !== undefined;
}

/** What a text says all about: of a date, a regular expression, a boxed primitive, a URL. */
export function textOf(value: object): string | undefined {
  if (types.isDate(value)) return `date ${Date.prototype.getTime.call(value)}`;
  if (types.isRegExp(value)) return regExpText(value);
  if (types.isBoxedPrimitive(value)) return `boxed ${shown(value.valueOf())}`;
  if (inheritsFrom(value, URL.prototype)) return `URL ${(value as URL).href}`;
  return inheritsFrom(value, URLSearchParams.prototype) ? `parameters ${value}` : undefined;
}

function regExpText(value: RegExp): string {
  const read = (key: string) => Object.getOwnPropertyDescriptor(RegExp.prototype, key)?.get?.call(value);
  const flags = [
    'hasIndices',
    'global',
    'ignoreCase',
    'multiline',
    'dotAll',
    'unicode',
    'unicodeSets',
    'sticky',
  ];
  return `/${read('source')}/ ${flags.filter(read)} ${Object.getOwnPropertyDescriptor(value, 'lastIndex')?.value}`;
}

function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (Object.is(value, -0)) return '-0';
  if (value instanceof NotCaptured) return String(value);
  return typeof value === 'object' && value !== null ? 'an object' : `${typeof value} ${String(value)}`;
}
