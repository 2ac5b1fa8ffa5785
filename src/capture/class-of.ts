import { Stream } from 'node:stream';
import { types } from 'node:util';
import { originalOf } from '../model/originals.js';
import {
  apply,
  errorStackGetter,
  functionToString,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  hasOwn,
} from './intrinsics.js';

/** How a value that is neither plain object nor array is written down (FORMAT.md, "Values"). */
export type ValueKind =
  | 'boxed'
  | 'date'
  | 'error'
  | 'map'
  | 'object'
  | 'opaque'
  | 'regexp'
  | 'set'
  | 'url'
  | 'urlsearchparams';

/** What a prototype tells of the objects that have it. */
export interface ValueClass {
  readonly kind: ValueKind;
  /** The constructor's name; `undefined` where there is none to be had without running code. */
  readonly name: string | undefined;
}

/** Built-in kinds by the internal slots that only objects of that kind have. */
const BRANDS: ReadonlyArray<readonly [(value: unknown) => boolean, ValueKind]> = [
  [types.isDate, 'date'],
  [types.isMap, 'map'],
  [types.isSet, 'set'],
  [types.isRegExp, 'regexp'],
  [types.isNativeError, 'error'],
  [types.isBoxedPrimitive, 'boxed'],
  [types.isPromise, 'opaque'],
  [types.isWeakMap, 'opaque'],
  [types.isWeakSet, 'opaque'],
  [types.isGeneratorObject, 'opaque'],
  [types.isMapIterator, 'opaque'],
  [types.isSetIterator, 'opaque'],
  [types.isExternal, 'opaque'],
  [types.isModuleNamespaceObject, 'opaque'],
];

/** What `Error.prepareStackTrace` is called as long as the program has none of its own; Node 20 may have none. */
const NODE_PREPARE_STACK_TRACE = 'ErrorPrepareStackTrace';

/** Kinds by a prototype that stands anywhere in the chain. */
const KIND_BY_PROTOTYPE = new Map<object, ValueKind>([
  [Error.prototype, 'error'],
  [URL.prototype, 'url'],
  [URLSearchParams.prototype, 'urlsearchparams'],
  [Stream.prototype, 'opaque'],
  [EventTarget.prototype, 'opaque'],
]);

const classes = new WeakMap<object, ValueClass>();

/** The class of an object that is no Proxy and has the given prototype; looked up once per prototype. */
export function classOf(value: object, prototype: object): ValueClass {
  let known = classes.get(prototype);
  if (known === undefined) {
    known = { kind: kindOf(value, prototype), name: constructorName(prototype) };
    classes.set(prototype, known);
  }
  return known;
}

/** An own or inherited data property, read without running a getter; `undefined` where there is none. */
export function readData(object: object, key: PropertyKey): unknown {
  for (let at: object | null = object; at !== null && !types.isProxy(at); at = getPrototypeOf(at)) {
    const descriptor = getOwnPropertyDescriptor(at, key);
    if (descriptor !== undefined) return hasOwn(descriptor, 'value') ? descriptor.value : undefined;
  }
  return undefined;
}

/**
 * An error's `stack`, formatted if it is not yet; `undefined` where that would run the program's code: an
 * accessor of its own, or its `Error.prepareStackTrace`.
 */
export function readStack(error: object): unknown {
  const prepare = readData(Error, 'prepareStackTrace');
  if (prepare !== undefined && nameOf(prepare) !== NODE_PREPARE_STACK_TRACE) return undefined;
  const descriptor = getOwnPropertyDescriptor(error, 'stack');
  if (descriptor === undefined) return undefined;
  if (hasOwn(descriptor, 'value')) return descriptor.value;
  return descriptor.get === errorStackGetter
    ? apply(errorStackGetter ?? (() => undefined), error, [])
    : undefined;
}

/** Whether objects with this prototype are plain ones, also when they come from another realm (`node:vm`). */
export function isPlainPrototype(prototype: object): boolean {
  return (
    prototype === Object.prototype || (isRootPrototype(prototype) && constructorName(prototype) === 'Object')
  );
}

/** A function's own name, of an intercepted one the original's; empty where there is none without running code. */
export function nameOf(value: unknown): string {
  if (typeof value !== 'function') return '';
  const fn = originalOf(value) ?? value;
  const name = types.isProxy(fn) ? undefined : getOwnPropertyDescriptor(fn, 'name')?.value;
  return typeof name === 'string' ? name : '';
}

/** Whether a function is a class: only classes have a `prototype` that cannot be assigned. */
export function isClass(fn: object): boolean {
  return getOwnPropertyDescriptor(fn, 'prototype')?.writable === false && !isNative(fn);
}

function kindOf(value: object, prototype: object): ValueKind {
  for (const [hasBrand, kind] of BRANDS) if (hasBrand(value)) return kind;
  for (let at: object | null = prototype; at !== null && !types.isProxy(at); at = getPrototypeOf(at)) {
    const kind = KIND_BY_PROTOTYPE.get(at);
    if (kind !== undefined) return kind;
  }
  return isHostClass(prototype) ? 'opaque' : 'object';
}

/** Classes written in the host's own language keep their state where no property shows it: `Intl.Collator`, `WeakRef`. */
function isHostClass(prototype: object): boolean {
  const constructor = getOwnPropertyDescriptor(prototype, 'constructor')?.value;
  return typeof constructor === 'function' && !isRootPrototype(prototype) && isNative(constructor);
}

/** `Object.prototype`, of any realm. */
function isRootPrototype(prototype: object): boolean {
  return getPrototypeOf(prototype) === null;
}

function isNative(fn: object): boolean {
  return !types.isProxy(fn) && apply(functionToString, fn, []).endsWith('{ [native code] }');
}

function constructorName(prototype: object): string | undefined {
  return nameOf(readData(prototype, 'constructor')) || undefined;
}
