import { inspect, types } from 'node:util';
import { binaryOf } from './binary.js';
import type { BinaryArray } from './binary-array.js';
import { createFile } from './create-file.js';
import { type ElementArray, parseDtype } from './dtype.js';
import { formatNpyHeader } from './npy-header.js';
import { readNpy } from './npy-reader.js';

/** The contents of an NPY file. */
export interface NpyArray {
  /** NumPy's element type in this machine's byte order, whatever the file's was. */
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Whether the first axis runs fastest in `data`. */
  readonly fortranOrder: boolean;
  /** The elements in a row; f2 is widened into a Float32Array where Node has no Float16Array, complex is interleaved. */
  readonly data: ElementArray;
}

/**
 * Writes a typed array, Buffer, ArrayBuffer, DataView, or n-dimensional array (`ndarray`, `@stdlib/ndarray`) as a file that
 * `numpy.load` opens: a new one, mode 0600.
 * @throws TypeError for another value, and what the file system throws (`EEXIST`: nothing is overwritten)
 */
export function saveNpy(path: string, value: object): void {
  const array = types.isProxy(value) ? undefined : binaryOf(value);
  if (array === undefined) {
    throw new TypeError(`Expected a typed array or an ndarray, got ${inspect(value, { depth: 0 })}`);
  }
  createFile(path, npyChunks(array));
}

/**
 * Reads an NPY file of version 1 to 3 with numbers, complex numbers or booleans, of either byte order.
 * @throws CallMonitorError where it is damaged, or holds something else
 */
export function loadNpy(path: string): NpyArray {
  const { dtype, shape, fortranOrder, bytes } = readNpy(path);
  const elementType = parseDtype(dtype);
  if (elementType === undefined) throw new TypeError(`Expected a dtype, got ${dtype}`);
  return { dtype, shape, fortranOrder, data: elementType.elements(bytes.buffer) };
}

/** The bytes of an NPY file: its header, and a binary value's own memory where that is possible. */
export function npyChunks(array: BinaryArray, bytes: Uint8Array = array.bytes()): readonly Uint8Array[] {
  return [formatNpyHeader(array), bytes];
}
