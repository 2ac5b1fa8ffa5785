import { NotCaptured } from '../model/not-captured.js';
import type { Kind, Resolver } from './revive-context.js';
import {
  damaged,
  type JsonObject,
  listOf,
  optionalText,
  pairsOf,
  primitiveOf,
  propsOf,
} from './revive-descriptor.js';

const MOST_ITEMS = 2 ** 32 - 1;

/** A JSON array is an array. */
export function revivePlainArray(items: readonly unknown[], resolver: Resolver): unknown[] {
  const array = new Array<unknown>(items.length); // what grows takes room for 17
  resolver.later(() => {
    for (let index = 0; index < items.length; index++) array[index] = resolver.resolve(items[index]);
  });
  return array;
}

/** A JSON object without `$` is a plain object. */
export function revivePlainObject(props: JsonObject, resolver: Resolver): object {
  const object = {};
  resolver.later(() => addProps(object, props, resolver));
  return object;
}

/** Adds properties as an object literal would; no setter is called, `__proto__` is a key like any other. */
export function addProps(target: object, props: JsonObject, resolver: Resolver): void {
  for (const key of Object.keys(props)) addOwn(target, key, resolver.resolve(props[key]));
}

/** An object with a class, a null prototype, or keys that JSON cannot say. */
export const reviveObject: Kind = (descriptor, resolver) => {
  const object = Object.create(prototypeFor(descriptor, resolver));
  if (Object.hasOwn(descriptor, 'entries')) {
    const entries = pairsOf(descriptor, 'entries').map(
      ([key, value]) => [keyOf(key, resolver), value] as const,
    );
    resolver.later(() => {
      for (const [key, value] of entries) addOwn(object, key, resolver.resolve(value));
    });
  } else {
    const props = propsOf(descriptor);
    resolver.later(() => addProps(object, props, resolver));
  }
  return object;
};

/** An array with holes or extra properties. */
export const reviveSparseArray: Kind = (descriptor, resolver) => {
  const { length } = descriptor;
  if (!isIndex(length, MOST_ITEMS + 1)) throw damaged('expected a length for the array');
  const items = pairsOf(descriptor, 'items');
  if (!items.every(([index]) => isIndex(index, length))) throw damaged('expected indices below the length');
  const props = propsOf(descriptor);
  const array = emptyArray(length);
  resolver.later(() => {
    for (const [index, value] of items) array[index as number] = resolver.resolve(value); // looked at above
    for (const key of Object.keys(props))
      if (key !== 'length') addOwn(array, key, resolver.resolve(props[key]));
  });
  return array;
};

/** A Map, keys in order. */
export const reviveMap: Kind = (descriptor, resolver) => {
  const map = new Map<unknown, unknown>();
  const entries = pairsOf(descriptor, 'entries');
  resolver.later(() => {
    for (const [key, value] of entries) map.set(resolver.resolve(key), resolver.resolve(value));
  });
  return map;
};

/** A Set, in order. */
export const reviveSet: Kind = (descriptor, resolver) => {
  const set = new Set<unknown>();
  const values = listOf(descriptor, 'values');
  resolver.later(() => {
    for (const value of values) set.add(resolver.resolve(value));
  });
  return set;
};

/** What a limit cut, with what it left. */
export const reviveTruncated: Kind = (descriptor, resolver) => {
  const { length, head } = descriptor;
  const kept = typeof length === 'number' ? { length } : {};
  const cut = new NotCaptured('truncated', optionalText(descriptor, 'reason') ?? 'unknown', kept);
  if (Object.hasOwn(descriptor, 'head')) {
    resolver.later(() => Object.assign(cut, { head: resolver.resolve(head) }));
  }
  return cut;
};

function addOwn(target: object, key: PropertyKey, value: unknown): void {
  Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
}

function prototypeFor(descriptor: JsonObject, resolver: Resolver): object | null {
  if (descriptor['proto'] === null) return null;
  const name = optionalText(descriptor, 'class');
  const { classes, standIns } = resolver.context;
  const known = classes.find((each) => each.name === name)?.prototype;
  if (known !== undefined || name === undefined) return known ?? Object.prototype;
  return standIns?.prototypeFor(name, Object.prototype) ?? Object.prototype;
}

function keyOf(key: unknown, resolver: Resolver): string | symbol {
  const value = primitiveOf(key, resolver);
  if (typeof value !== 'string' && typeof value !== 'symbol') throw damaged('expected a property key');
  return value;
}

function isIndex(value: unknown, end: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < end;
}

/** Setting `length` alone reserves memory for it, of which a few hostile bytes could ask for gigabytes. */
function emptyArray(length: number): unknown[] {
  const array: unknown[] = [];
  if (length > 0) {
    array[length - 1] = undefined;
    delete array[length - 1];
  }
  return array;
}
