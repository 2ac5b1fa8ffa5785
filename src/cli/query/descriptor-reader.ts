import { Reviver } from '../../capture/revive.js';
import { isJsonObject, type JsonObject } from '../../capture/revive-descriptor.js';
import { followPointer } from '../../capture/revive-pointer.js';
import type { PathStep } from './query.js';
import { NO_SCALAR, scalarOf } from './scalar.js';

const MOST_REFERENCES = 100;
const EACH = undefined;

/** What a step leads to: a key, or `EACH`. */
type Step = (descriptor: JsonObject, key: string | undefined) => readonly unknown[];

/**
 * Goes from value to value by their descriptors: nothing of the recorded program is made or run. Of a typed array the
 * elements are read, from its sidecar if they stand there.
 */
export class DescriptorReader {
  readonly #line: JsonObject;
  readonly #folderOf: () => string | undefined;
  #reviver: Reviver | undefined;

  /**
   * @param line the parsed line of the log, from which references start
   * @param folderOf asked for the call's folder where a value is in a file
   */
  constructor(line: object, folderOf: () => string | undefined) {
    this.#line = line as JsonObject; // lines are objects from JSON
    this.#folderOf = folderOf;
  }

  /** The values that the steps of a path lead to, from a descriptor on; none where nothing stands. */
  follow(descriptor: unknown, steps: readonly PathStep[]): readonly unknown[] {
    let found: readonly unknown[] = [this.dereference(descriptor)];
    for (const step of steps) {
      const key = step.kind === 'key' ? step.key : EACH;
      found = found.flatMap((each) => this.#step(each, key)).map((each) => this.dereference(each));
    }
    return found;
  }

  /** What a reference refers to; any other descriptor itself. */
  dereference(descriptor: unknown): unknown {
    let at = descriptor;
    for (let count = 0; isJsonObject(at) && at['$'] === 'ref' && count < MOST_REFERENCES; count++)
      at = attempt(() => followPointer(this.#line, (at as JsonObject)['path']));
    return at;
  }

  #step(descriptor: unknown, key: string | undefined): readonly unknown[] {
    if (Array.isArray(descriptor)) return elements(descriptor, key);
    if (!isJsonObject(descriptor))
      return typeof descriptor === 'string' && key === 'length' ? [descriptor.length] : [];
    if (!Object.hasOwn(descriptor, '$')) return properties(descriptor, key);
    if (descriptor['$'] === 'truncated') return this.#step(this.dereference(descriptor['head']), key);
    if (descriptor['$'] === 'ndarray') return this.#binarySteps(descriptor, key);
    return STEPS.get(descriptor['$'])?.(descriptor, key) ?? [];
  }

  #binarySteps(descriptor: JsonObject, key: string | undefined): readonly unknown[] {
    const { shape } = descriptor;
    if (key === 'shape' || key === 'dtype') return [descriptor[key]];
    const isFlat = Array.isArray(shape) && shape.length === 1;
    if (key === 'length') return isFlat ? [shape[0]] : [];
    const revived: unknown = this.#reader.revive(descriptor);
    const data: unknown = isFlat || !isJsonObject(revived) ? revived : revived['data'];
    return ArrayBuffer.isView(data) && !(data instanceof DataView)
      ? elements(data as unknown as ArrayLike<unknown>, key)
      : [];
  }

  get #reader(): Reviver {
    const folderOf = this.#folderOf;
    this.#reviver ??= new Reviver(this.#line, {
      classes: [],
      registry: { byName: () => undefined },
      get folder() {
        return folderOf();
      },
    });
    return this.#reviver;
  }
}

const STEPS: ReadonlyMap<unknown, Step> = new Map<unknown, Step>([
  ['object', ({ props, entries }, key) => [...propertiesOf(props, key), ...entriesAt(entries, key)]],
  ['array', sparseElements],
  ['Map', ({ entries }, key) => (key === 'size' ? lengthOf(entries) : entriesAt(entries, key))],
  [
    'Set',
    ({ values }, key) =>
      key === 'size' ? lengthOf(values) : Array.isArray(values) ? elements(values, key) : [],
  ],
  ['Error', ({ $: _, props, ...own }, key) => [...properties(own, key), ...propertiesOf(props, key)]],
  ['RegExp', properties],
  ['boxed', ({ value }, key) => (key === 'value' ? [value] : [])],
]);

/** An element by its number, from the end by a negative one; all by `EACH`. */
function elements(items: ArrayLike<unknown>, key: string | undefined): readonly unknown[] {
  if (key === EACH) return Array.from(items);
  if (key === 'length') return [items.length];
  if (!/^-?\d{1,15}$/.test(key)) return [];
  const index = key.startsWith('-') ? items.length + Number(key) : Number(key);
  return index >= 0 && index < items.length ? [items[index]] : [];
}

function properties(object: JsonObject, key: string | undefined): readonly unknown[] {
  if (key === EACH) return Object.values(object);
  return Object.hasOwn(object, key) ? [object[key]] : [];
}

function propertiesOf(props: unknown, key: string | undefined): readonly unknown[] {
  return isJsonObject(props) ? properties(props, key) : [];
}

/** The values of pairs whose key is, or is written, so. */
function entriesAt(entries: unknown, key: string | undefined): readonly unknown[] {
  return pairsIn(entries)
    .filter(([entryKey]) => key === EACH || isKey(entryKey, key))
    .map(([, value]) => value);
}

function isKey(descriptor: unknown, key: string): boolean {
  const value = scalarOf(descriptor);
  return (
    value !== NO_SCALAR &&
    (value instanceof Date ? value.getTime() === Date.parse(key) : String(value) === key)
  );
}

function sparseElements({ length, items, props }: JsonObject, key: string | undefined): readonly unknown[] {
  if (key === 'length') return [length];
  return [...entriesAt(items, key), ...propertiesOf(props, key)];
}

function pairsIn(entries: unknown): ReadonlyArray<readonly [unknown, unknown]> {
  if (!Array.isArray(entries)) return [];
  return entries.filter((entry): entry is [unknown, unknown] => Array.isArray(entry) && entry.length === 2);
}

function lengthOf(list: unknown): readonly unknown[] {
  return Array.isArray(list) ? [list.length] : [];
}

/** A damaged value costs itself alone. */
function attempt<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
