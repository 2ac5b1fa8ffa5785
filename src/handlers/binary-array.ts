import { SafeMap } from '../model/safe-collections.js';
import { type ElementCode, nativeDtype } from './dtype.js';

/** A binary value of the watched program, described but not copied. */
export interface BinaryArray {
  /** The JavaScript type to give back: `Float64Array`, `Buffer`, `ndarray` … */
  readonly class: string;
  /** NumPy's element type in this machine's byte order: `<f8`, `|u1` … */
  readonly dtype: string;
  /** Elements along each axis. */
  readonly shape: readonly number[];
  /** Whether the first axis runs fastest in `bytes()`. */
  readonly fortranOrder: boolean;
  readonly byteLength: number;
  /** Whether `bytes()` is the program's own memory, not a copy of it. */
  readonly isInPlace: boolean;
  /** The elements, and nothing else of the buffer: in place if they lie in a row, otherwise gathered in C order. */
  bytes(): Uint8Array;
}

/** What there is to know of a class whose values are a row of elements. */
export interface FlatClass {
  readonly code: ElementCode;
  readonly dtype: string;
}

/** The classes whose values are a row of elements, by name, with their element type. */
export const FLAT_CLASSES: ReadonlyMap<string, FlatClass> = new SafeMap(
  Object.entries({
    Int8Array: 'i1',
    Int16Array: 'i2',
    Int32Array: 'i4',
    BigInt64Array: 'i8',
    Uint8Array: 'u1',
    Uint8ClampedArray: 'u1',
    Uint16Array: 'u2',
    Uint32Array: 'u4',
    BigUint64Array: 'u8',
    Float16Array: 'f2',
    Float32Array: 'f4',
    Float64Array: 'f8',
    Buffer: 'u1',
    ArrayBuffer: 'u1',
    SharedArrayBuffer: 'u1',
    DataView: 'u1',
  } satisfies Record<string, ElementCode>).map(([name, code]) => [name, { code, dtype: nativeDtype(code) }]),
);
