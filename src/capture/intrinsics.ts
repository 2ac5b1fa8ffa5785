import { types } from 'node:util';

/**
 * The language's own functions as they were when this module was loaded, to be called through `apply`: what the
 * watched program overrides on an instance, in a subclass or on a prototype does not run while its values are
 * written down.
 */
export const { apply, defineProperty, deleteProperty, ownKeys } = Reflect;
export const {
  getOwnPropertyDescriptor,
  getOwnPropertySymbols,
  getPrototypeOf,
  hasOwn,
  is,
  keys,
  setPrototypeOf,
} = Object;
export const { isArray } = Array;
export const { stringify } = JSON;
export const { keyFor } = Symbol;
export const { byteLength } = Buffer;
export const { isProxy } = types;
export const { floor, max, min } = Math;

export const functionToString = Function.prototype.toString;
export const symbolDescription = getterOf(Symbol.prototype, 'description');

export const { endsWith, includes, replaceAll, slice, startsWith } = String.prototype;
export const bigintToString = BigInt.prototype.toString;
/** Says of an own element whether it is an accessor, at a third of what its property descriptor costs. */
export const lookupGetter = Reflect.get(Object.prototype, '__lookupGetter__') as (key: number) => unknown;

export const dateGetTime = Date.prototype.getTime;
export const dateToIsoString = Date.prototype.toISOString;
export const regExpSource = getterOf(RegExp.prototype, 'source');
export const urlHref = getterOf(URL.prototype, 'href');
export const urlSearchParamsToString = URLSearchParams.prototype.toString;

/** Each flag's letter with the getter of its property, in the order in which `flags` has them. */
export const regExpFlags = (
  [
    ['d', 'hasIndices'],
    ['g', 'global'],
    ['i', 'ignoreCase'],
    ['m', 'multiline'],
    ['s', 'dotAll'],
    ['u', 'unicode'],
    ['v', 'unicodeSets'],
    ['y', 'sticky'],
  ] as const
).map(([letter, property]) => ({ letter, isSet: getterOf(RegExp.prototype, property) }));

export const mapSize = getterOf(Map.prototype, 'size');
export const mapEntries = Map.prototype.entries;
export const mapIteratorNext = getPrototypeOf(new Map().entries()).next as () => IteratorResult<
  [unknown, unknown]
>;
export const setSize = getterOf(Set.prototype, 'size');
export const setValues = Set.prototype.values;
export const setIteratorNext = getPrototypeOf(new Set().values()).next as () => IteratorResult<unknown>;

/** As it was, should the program put another in the place of the global one. */
export const ErrorClass = Error;
/** The getter behind an error's own `stack`, where the engine made it an accessor (Node 21 and later). */
export const errorStackGetter = getOwnPropertyDescriptor(new Error(), 'stack')?.get;
export const domExceptionName = getterOf(DOMException.prototype, 'name');
export const domExceptionMessage = getterOf(DOMException.prototype, 'message');

/** What unwraps each kind of boxed primitive. */
export const unboxers = {
  number: Number.prototype.valueOf,
  string: String.prototype.valueOf,
  boolean: Boolean.prototype.valueOf,
  bigint: BigInt.prototype.valueOf,
  symbol: Symbol.prototype.valueOf,
};

function getterOf(prototype: object, property: string): () => unknown {
  const getter = getOwnPropertyDescriptor(prototype, property)?.get;
  return getter ?? (() => undefined);
}
