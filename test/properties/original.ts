import { Stream } from 'node:stream';
import { types } from 'node:util';
import type { NotCaptured } from 'callmonitor';
import { KNOWN_CLASSES, Point } from './known-classes.js';

/** Stands for what an accessor would give, were it called. */
export const UNREAD = Symbol('an accessor');

type View = Parameters<typeof types.isTypedArray>[0] & ArrayBufferView;

/** An own property's value, without calling anything. */
export function ownValue(object: object, key: PropertyKey): unknown {
  const descriptor = Object.getOwnPropertyDescriptor(object, key);
  if (descriptor === undefined) return undefined;
  return 'value' in descriptor ? descriptor.value : UNREAD;
}

/** The own enumerable properties, names before symbols. */
export function ownEntries(object: object, but: readonly string[] = []): [string | symbol, unknown][] {
  return Reflect.ownKeys(object)
    .filter((key) => Object.getOwnPropertyDescriptor(object, key)?.enumerable === true)
    .filter((key) => typeof key === 'symbol' || !but.includes(key))
    .map((key) => [key, ownValue(object, key)]);
}

/** Why a value cannot come back, by what it is; `undefined` for one that can. */
export function lossOf(value: unknown): NotCaptured['kind'] | undefined {
  if (value === UNREAD) return 'accessor';
  if (types.isProxy(value)) return 'opaque';
  if (typeof value === 'function') return 'function';
  return typeof value === 'object' && value !== null && isOpaque(value) ? 'opaque' : undefined;
}

function isOpaque(value: object): boolean {
  return (
    types.isPromise(value) ||
    types.isWeakMap(value) ||
    types.isWeakSet(value) ||
    types.isGeneratorObject(value) ||
    types.isMapIterator(value) ||
    inheritsFrom(value, WeakRef.prototype, Stream.prototype, EventTarget.prototype)
  );
}

/** Whether one of the prototypes is in the chain, as far as no Proxy hides it. */
export function inheritsFrom(value: object, ...prototypes: readonly object[]): boolean {
  for (let at = prototypeOf(value); at !== null; at = prototypeOf(at))
    if (prototypes.includes(at)) return true;
  return false;
}

function prototypeOf(value: object): object | null {
  return types.isProxy(value) ? null : Object.getPrototypeOf(value);
}

/** Whether it is an error, of whatever class. */
export function isError(value: object): value is Error {
  return types.isNativeError(value) || inheritsFrom(value, Error.prototype);
}

/** The prototype that the value's stand-in is to have. */
export function expectedPrototype(value: object): object | null {
  const prototype = Object.getPrototypeOf(value);
  if (prototype === null || prototype === Point.prototype) return prototype;
  return Object.prototype;
}

/** The class that the error's stand-in is to have. */
export function expectedErrorClass(error: Error): unknown {
  const known = [...KNOWN_CLASSES, AggregateError, RangeError, TypeError];
  return known.find((Class) => inheritsFrom(error, Class.prototype)) ?? Error;
}

/** What an error says of itself, found without calling a getter that is not the language's own. */
export function errorText(error: Error, key: 'name' | 'message'): unknown {
  if (inheritsFrom(error, DOMException.prototype)) return error[key];
  for (let at: object | null = error; at !== null; at = prototypeOf(at)) {
    if (Object.hasOwn(at, key)) return ownValue(at, key);
  }
  return undefined;
}

/** An error's stack, where it is there without running code of the program. */
export function stackOf(error: Error): unknown {
  const descriptor = Object.getOwnPropertyDescriptor(error, 'stack');
  const engines = Object.getOwnPropertyDescriptor(new Error(), 'stack')?.get;
  if (descriptor === undefined || (descriptor.get !== undefined && descriptor.get !== engines)) return '';
  return error.stack ?? '';
}

/** The class and the bytes of a binary value; `undefined` for any other. */
export function binaryParts(value: object): { name: string; bytes: string } | undefined {
  if (types.isAnyArrayBuffer(value)) {
    const name = types.isSharedArrayBuffer(value) ? 'SharedArrayBuffer' : 'ArrayBuffer';
    return { name, bytes: hexOf(value, 0, byteLengthOf(value)) };
  }
  if (!ArrayBuffer.isView(value)) return undefined;
  const name = classOfView(value as View);
  const [offset, length] = extentOf(value);
  return { name, bytes: hexOf(value.buffer, offset, length) };
}

const typedArray = Object.getPrototypeOf(Uint8Array.prototype);

function classOfView(view: View): string {
  if (types.isDataView(view)) return 'DataView';
  return inheritsFrom(view, Buffer.prototype) ? 'Buffer' : read(typedArray, Symbol.toStringTag, view);
}

/** Nothing, where the memory has shrunk below the view. */
function extentOf(view: ArrayBufferView): [offset: number, length: number] {
  const prototype = types.isDataView(view) ? DataView.prototype : typedArray;
  try {
    return [read(prototype, 'byteOffset', view), read(prototype, 'byteLength', view)];
  } catch {
    return [0, 0];
  }
}

function byteLengthOf(memory: ArrayBufferLike): number {
  const { prototype } = types.isSharedArrayBuffer(memory) ? SharedArrayBuffer : ArrayBuffer;
  return read(prototype, 'byteLength', memory);
}

/** By the language's own getter, for the value's class may have another. */
function read<Result>(prototype: object, key: PropertyKey, value: object): Result {
  const getter = Object.getOwnPropertyDescriptor(prototype, key)?.get;
  return Reflect.apply(getter ?? (() => undefined), value, []) as Result;
}

function hexOf(memory: ArrayBufferLike, offset: number, length: number): string {
  return length === 0 ? '' : Buffer.from(new Uint8Array(memory, offset, length)).toString('hex');
}

/** A map's entries, whatever its class has in their place. */
export function entriesOf(map: object): [unknown, unknown][] {
  return [...Map.prototype.entries.call(map as Map<unknown, unknown>)];
}

/** A set's values. */
export function valuesOf(set: object): unknown[] {
  return [...Set.prototype.values.call(set as Set<unknown>)];
}
