import { types } from 'node:util';

/** A stretch of a buffer. */
export interface Memory {
  readonly buffer: ArrayBufferLike;
  readonly byteOffset: number;
  readonly byteLength: number;
}

// The intrinsic getters, taken before the program can replace them, read a subclass without running its own.
const typedArrayPrototype: object = Object.getPrototypeOf(Uint8Array.prototype);
const readTag = intrinsicGetter<string | undefined>(typedArrayPrototype, Symbol.toStringTag);
const typedArray = {
  buffer: intrinsicGetter<ArrayBufferLike>(typedArrayPrototype, 'buffer'),
  byteOffset: intrinsicGetter<number>(typedArrayPrototype, 'byteOffset'),
  byteLength: intrinsicGetter<number>(typedArrayPrototype, 'byteLength'),
};
const dataView = {
  buffer: intrinsicGetter<ArrayBufferLike>(DataView.prototype, 'buffer'),
  byteOffset: intrinsicGetter<number>(DataView.prototype, 'byteOffset'),
  byteLength: intrinsicGetter<number>(DataView.prototype, 'byteLength'),
};
const { apply } = Reflect;
const Bytes = Uint8Array;
const setBytes = Uint8Array.prototype.set;
const arrayBufferLength = intrinsicGetter<number>(ArrayBuffer.prototype, 'byteLength');
const sharedBufferLength = intrinsicGetter<number>(SharedArrayBuffer.prototype, 'byteLength');

/** The built-in class of a typed array, whatever the program derived from it; `undefined` for anything else. */
export function typedArrayClass(value: object): string | undefined {
  return readTag(value);
}

/** What a typed array sees of its buffer; nothing where that was detached or has shrunk below it. */
export function typedArrayMemory(view: object): Memory {
  return readView(view, typedArray);
}

/** What a DataView sees of its buffer; nothing where that was detached or has shrunk below it. */
export function dataViewMemory(view: object): Memory {
  try {
    return readView(view, dataView);
  } catch {
    // Unlike a typed array's, its getters throw then.
    return { buffer: dataView.buffer(view), byteOffset: 0, byteLength: 0 };
  }
}

/** The whole of an ArrayBuffer or SharedArrayBuffer. */
export function bufferMemory(buffer: ArrayBufferLike): Memory {
  const byteLength = types.isSharedArrayBuffer(buffer)
    ? sharedBufferLength(buffer)
    : arrayBufferLength(buffer);
  return { buffer, byteOffset: 0, byteLength };
}

/** The bytes themselves, not a copy. */
export function bytesOf({ buffer, byteOffset, byteLength }: Memory): Uint8Array {
  return byteLength === 0 ? new Bytes(0) : new Bytes(buffer, byteOffset, byteLength);
}

/** A copy of the bytes, on memory of its own. */
export function copyOf(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const copy = new Bytes(typedArray.byteLength(bytes));
  apply(setBytes, copy, [bytes]);
  return copy;
}

function readView(view: object, read: typeof typedArray): Memory {
  return { buffer: read.buffer(view), byteOffset: read.byteOffset(view), byteLength: read.byteLength(view) };
}

function intrinsicGetter<Result>(prototype: object, key: PropertyKey): (receiver: object) => Result {
  const getter = Object.getOwnPropertyDescriptor(prototype, key)?.get;
  if (getter === undefined) throw new TypeError(`Expected an intrinsic getter ${String(key)}, got none`);
  return Function.prototype.call.bind(getter) as (receiver: object) => Result;
}
