import { endianness } from 'node:os';
import { float16Elements } from './float16.js';

/** The typed arrays that hold elements; a complex number is two of them in a row. */
export type ElementArray =
  | Int8Array<ArrayBuffer>
  | Int16Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | BigInt64Array<ArrayBuffer>
  | Uint8Array<ArrayBuffer>
  | Uint16Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | BigUint64Array<ArrayBuffer>
  | Float32Array<ArrayBuffer>
  | Float64Array<ArrayBuffer>;

/** NumPy's code of an element type: its kind and its bytes (boolean, int, unsigned, float, complex). */
export type ElementCode =
  | 'b1'
  | 'i1'
  | 'i2'
  | 'i4'
  | 'i8'
  | 'u1'
  | 'u2'
  | 'u4'
  | 'u8'
  | 'f2'
  | 'f4'
  | 'f8'
  | 'c8'
  | 'c16';

/** What an array of some element type needs to be read. */
export interface ElementType {
  /** Bytes of one element. */
  readonly itemSize: number;
  /** Bytes that are reversed together in the other byte order. */
  readonly wordSize: 1 | 2 | 4 | 8;
  /** The typed array on (for f2 where Node has no Float16Array: made of) memory in native byte order. */
  elements(memory: ArrayBuffer): ElementArray;
}

/** A dtype string such as `<f8`, parsed. */
export interface Dtype extends ElementType {
  readonly code: ElementCode;
  /** Whether its byte order is not this machine's. */
  readonly isSwapped: boolean;
}

const NATIVE_ORDER = endianness() === 'LE' ? '<' : '>';

const ELEMENT_TYPES: Readonly<Record<ElementCode, ElementType>> = {
  b1: { itemSize: 1, wordSize: 1, elements: (memory) => new Uint8Array(memory) },
  i1: { itemSize: 1, wordSize: 1, elements: (memory) => new Int8Array(memory) },
  i2: { itemSize: 2, wordSize: 2, elements: (memory) => new Int16Array(memory) },
  i4: { itemSize: 4, wordSize: 4, elements: (memory) => new Int32Array(memory) },
  i8: { itemSize: 8, wordSize: 8, elements: (memory) => new BigInt64Array(memory) },
  u1: { itemSize: 1, wordSize: 1, elements: (memory) => new Uint8Array(memory) },
  u2: { itemSize: 2, wordSize: 2, elements: (memory) => new Uint16Array(memory) },
  u4: { itemSize: 4, wordSize: 4, elements: (memory) => new Uint32Array(memory) },
  u8: { itemSize: 8, wordSize: 8, elements: (memory) => new BigUint64Array(memory) },
  f2: { itemSize: 2, wordSize: 2, elements: float16Elements },
  f4: { itemSize: 4, wordSize: 4, elements: (memory) => new Float32Array(memory) },
  f8: { itemSize: 8, wordSize: 8, elements: (memory) => new Float64Array(memory) },
  c8: { itemSize: 8, wordSize: 4, elements: (memory) => new Float32Array(memory) },
  c16: { itemSize: 16, wordSize: 8, elements: (memory) => new Float64Array(memory) },
};

/** Every dtype without its byte order, for messages. */
export const ELEMENT_CODES = Object.keys(ELEMENT_TYPES).join(' ');

/** Bytes of one element. */
export function itemSizeOf(code: ElementCode): number {
  return ELEMENT_TYPES[code].itemSize;
}

/** The dtype string of an element type in this machine's byte order; `|` where there is none. */
export function nativeDtype(code: ElementCode): string {
  const { wordSize } = ELEMENT_TYPES[code];
  return `${wordSize === 1 ? '|' : NATIVE_ORDER}${code}`;
}

/** Parses a dtype string: byte order `<`, `>`, `=` or `|` (the last two are native), then an element's code. */
export function parseDtype(dtype: string): Dtype | undefined {
  const order = dtype.charAt(0);
  const code = dtype.slice(1);
  if (!isByteOrder(order) || !isElementCode(code)) return undefined;
  const type = ELEMENT_TYPES[code];
  const isForeign = (order === '<' || order === '>') && order !== NATIVE_ORDER;
  return { ...type, code, isSwapped: isForeign && type.wordSize > 1 };
}

/** Reverses every word in place: the way from one byte order to the other. */
export function swapBytes(bytes: Uint8Array, wordSize: ElementType['wordSize']): void {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (wordSize === 2) buffer.swap16();
  if (wordSize === 4) buffer.swap32();
  if (wordSize === 8) buffer.swap64();
}

/** The number of elements of a shape; `undefined` where an entry is no length or the product no safe integer. */
export function elementCount(shape: readonly number[]): number | undefined {
  if (!shape.every((length) => Number.isSafeInteger(length) && length >= 0)) return undefined;
  const count = shape.reduce((product, length) => product * length, 1);
  return Number.isSafeInteger(count) ? count : undefined;
}

function isByteOrder(order: string): boolean {
  return order === '<' || order === '>' || order === '=' || order === '|';
}

function isElementCode(code: string): code is ElementCode {
  return Object.hasOwn(ELEMENT_TYPES, code);
}
