import { types } from 'node:util';
import { type BinaryArray, FLAT_CLASSES } from './binary-array.js';
import { itemSizeOf } from './dtype.js';
import {
  bufferMemory,
  bytesOf,
  dataViewMemory,
  type Memory,
  typedArrayClass,
  typedArrayMemory,
} from './memory.js';
import { ndarrayOf } from './ndarray.js';

export type { BinaryArray } from './binary-array.js';
export { type BinaryParts, reviveBinary } from './revive-binary.js';

/** Taken before the program can replace them. */
const { isView } = ArrayBuffer;
const bufferPrototype = Buffer.prototype;
const bytesPrototype = Uint8Array.prototype;
const { getPrototypeOf } = Object;
const { isAnyArrayBuffer, isProxy, isSharedArrayBuffer } = types;

/**
 * Describes a typed array, Buffer, ArrayBuffer, SharedArrayBuffer, DataView, or an array of the packages `ndarray` and
 * `@stdlib/ndarray`; `undefined` for every other value. It runs no code of the program; the value must not be a Proxy.
 */
export function binaryOf(value: object): BinaryArray | undefined {
  if (isView(value)) return viewOf(value);
  const prototype: object | null = getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === Array.prototype || prototype === null) return undefined;
  if (isAnyArrayBuffer(value)) return bufferOf(value);
  return ndarrayOf(value, prototype);
}

function viewOf(view: object): BinaryArray | undefined {
  const name = typedArrayClass(view);
  if (name === undefined) return flatArray('DataView', dataViewMemory(view));
  const isBuffer = name === 'Uint8Array' && inheritsFromBuffer(view);
  return flatArray(isBuffer ? 'Buffer' : name, typedArrayMemory(view));
}

function bufferOf(buffer: ArrayBufferLike): BinaryArray | undefined {
  const name = isSharedArrayBuffer(buffer) ? 'SharedArrayBuffer' : 'ArrayBuffer';
  return flatArray(name, bufferMemory(buffer));
}

function flatArray(name: string, memory: Memory): BinaryArray | undefined {
  const flatClass = FLAT_CLASSES.get(name);
  if (flatClass === undefined) return undefined;
  return {
    class: name,
    dtype: flatClass.dtype,
    shape: [memory.byteLength / itemSizeOf(flatClass.code)],
    fortranOrder: false,
    byteLength: memory.byteLength,
    isInPlace: true,
    bytes: () => bytesOf(memory),
  };
}

/** As `Buffer.isBuffer`, which would run the trap of a Proxy in the chain. */
function inheritsFromBuffer(view: object): boolean {
  let prototype: object | null = getPrototypeOf(view);
  while (prototype !== null && prototype !== bytesPrototype && !isProxy(prototype)) {
    if (prototype === bufferPrototype) return true;
    prototype = getPrototypeOf(prototype) as object | null;
  }
  return false;
}
