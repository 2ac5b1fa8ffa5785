import { createRequire } from 'node:module';
import ndarray from 'ndarray';

/** A binary value, what it should be described as, and its elements in C order. */
export interface BinaryValue {
  readonly title: string;
  readonly value: object;
  readonly class: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly fortranOrder: boolean;
  readonly elements: readonly (number | bigint)[];
}

interface StdlibNdarray {
  get(...indices: number[]): number | boolean | { re: number; im: number };
}

type StdlibConstructor = new (
  dtype: string,
  data: object,
  shape: number[],
  strides: number[],
  offset: number,
  order: string,
) => StdlibNdarray;

const require = createRequire(import.meta.url);
export const Stdlib = require('@stdlib/ndarray/ctor') as StdlibConstructor;
const BooleanArray = require('@stdlib/array/bool') as new (items: boolean[]) => object;
const Complex64Array = require('@stdlib/array/complex64') as new (items: number[]) => object;
const Complex128Array = require('@stdlib/array/complex128') as new (items: number[]) => object;

const STDLIB_CODES: Record<string, string> = {
  float64: '<f8',
  float32: '<f4',
  int8: '|i1',
  int16: '<i2',
  int32: '<i4',
  uint8: '|u1',
  uint8c: '|u1',
  uint16: '<u2',
  uint32: '<u4',
  bool: '|b1',
  complex64: '<c8',
  complex128: '<c16',
};

const six = Float64Array.of(0.5, -1, Number.NaN, Number.POSITIVE_INFINITY, -0, 5e-324);
const twelve = Float32Array.from({ length: 12 }, (_, index) => index + 0.25);
class Samples extends Int16Array {}

/** Every class and layout that there is. */
export const BINARY_VALUES: readonly BinaryValue[] = [
  flat(Int8Array.of(-128, 0, 127), 'Int8Array', '|i1'),
  flat(Int16Array.of(-32768, 32767), 'Int16Array', '<i2'),
  flat(Int32Array.of(-(2 ** 31), 2 ** 31 - 1), 'Int32Array', '<i4'),
  flat(BigInt64Array.of(-(2n ** 63n), 2n ** 63n - 1n), 'BigInt64Array', '<i8'),
  flat(Uint8Array.of(0, 255), 'Uint8Array', '|u1'),
  flat(Uint8ClampedArray.of(1, 300), 'Uint8ClampedArray', '|u1'),
  flat(Uint16Array.of(0, 65535), 'Uint16Array', '<u2'),
  flat(Uint32Array.of(0, 2 ** 32 - 1), 'Uint32Array', '<u4'),
  flat(BigUint64Array.of(0n, 2n ** 64n - 1n), 'BigUint64Array', '<u8'),
  flat(Float32Array.of(0.1, -0, Number.NaN, 3.4e38), 'Float32Array', '<f4'),
  flat(six, 'Float64Array', '<f8'),
  ...float16Values(),
  flat(Buffer.from('bytes'), 'Buffer', '|u1'),
  flat(new Float64Array(0), 'Float64Array', '<f8', 'empty Float64Array'),
  flat(six.subarray(2, 5), 'Float64Array', '<f8', 'view on the middle of a buffer'),
  flat(
    new Uint16Array(Uint8Array.from({ length: 9 }, Number).buffer, 2, 3),
    'Uint16Array',
    '<u2',
    'odd buffer',
  ),
  flat(new Float64Array(new SharedArrayBuffer(16)), 'Float64Array', '<f8', 'view on shared memory'),
  flat(Samples.of(1, -2), 'Int16Array', '<i2', 'subclass of a typed array'),
  row(Uint8Array.of(1, 2, 3).buffer, 'ArrayBuffer', [1, 2, 3]),
  row(new SharedArrayBuffer(2), 'SharedArrayBuffer', [0, 0]),
  row(new DataView(Uint8Array.of(1, 2, 3, 4).buffer, 1, 2), 'DataView', [2, 3]),
  scijs('in C order', ndarray(twelve, [3, 4]), [3, 4]),
  scijs('without axes', ndarray(twelve, [], [], 5), []),
  scijs('of three axes', ndarray(twelve, [2, 3, 2]), [2, 3, 2]),
  scijs('without elements', ndarray(new Float32Array(0), [0, 3]), [0, 3]),
  scijs('transposed', ndarray(twelve, [3, 4]).transpose(1, 0), [4, 3], true),
  scijs('of three axes, transposed', ndarray(twelve, [2, 3, 2]).transpose(2, 1, 0), [2, 3, 2], true),
  scijs('with its axes rotated', ndarray(twelve, [2, 3, 2]).transpose(1, 2, 0), [3, 2, 2]),
  scijs('with gaps', ndarray(twelve, [3, 4]).step(2, 3), [2, 2]),
  scijs('backwards', ndarray(twelve, [3, 4]).step(-1, -2), [3, 2]),
  scijs('of the lower rows', ndarray(twelve, [3, 4]).lo(1, 0), [2, 4]),
  scijs('of a corner', ndarray(twelve, [3, 4]).lo(1, 1).hi(2, 2), [2, 2]),
  scijs('of one column', ndarray(twelve, [3, 4]).pick(-1, 2), [3]),
  scijs('repeating one row', ndarray(twelve, [2, 4], [0, 1], 4), [2, 4]),
  stdlib('float64', six, [2, 3]),
  stdlib('float64', six, [2, 3], 'column-major'),
  stdlib('float64', six, []),
  stdlib('float32', twelve, [3, 4]),
  stdlib('int8', Int8Array.of(-1, 1), [2]),
  stdlib('int16', Int16Array.of(-1, 1), [2]),
  stdlib('int32', Int32Array.of(-1, 1), [2]),
  stdlib('uint8', Uint8Array.of(1, 2), [2]),
  stdlib('uint8c', Uint8ClampedArray.of(1, 2), [2]),
  stdlib('uint16', Uint16Array.of(1, 2), [2]),
  stdlib('uint32', Uint32Array.of(1, 2), [2, 1]),
  stdlib('bool', new BooleanArray([true, false, false, true]), [2, 2]),
  stdlib('bool', new BooleanArray([true, false, false, true, true, false]), [2, 3], 'column-major'),
  stdlib('complex64', new Complex64Array([1, 2, 3, 4]), [2]),
  stdlib('complex128', new Complex128Array([1, -2, 3, -4, 5, -6, 7, -8]), [2, 2], 'column-major'),
];

type Flat = ArrayLike<number | bigint> & object;

function flat(value: Flat, name: string, dtype: string, title = name): BinaryValue {
  return { ...row(value, name, Array.from(value)), dtype, title };
}

function row(value: object, name: string, elements: readonly (number | bigint)[]): BinaryValue {
  const shape = [elements.length];
  return { title: name, value, class: name, dtype: '|u1', shape, fortranOrder: false, elements };
}

function float16Values(): BinaryValue[] {
  const { Float16Array } = globalThis as { Float16Array?: { of(...items: number[]): Flat } };
  return Float16Array ? [flat(Float16Array.of(0.5, -0, 65504, Number.NaN), 'Float16Array', '<f2')] : [];
}

function scijs(title: string, value: ndarray.NdArray, shape: number[], fortranOrder = false): BinaryValue {
  const elements = indices(shape).map((index) => value.get(...index) as number);
  return { title: `ndarray ${title}`, value, class: 'ndarray', dtype: '<f4', shape, fortranOrder, elements };
}

function stdlib(dtype: string, data: object, shape: number[], order = 'row-major'): BinaryValue {
  const isFortran = order === 'column-major';
  const strides = isFortran
    ? shape.map((_, axis) => product(shape.slice(0, axis)))
    : shape.map((_, axis) => product(shape.slice(axis + 1)));
  const value = new Stdlib(dtype, data, shape, shape.length === 0 ? [0] : strides, 0, order);
  const elements = indices(shape).flatMap((index) => parts(value.get(...index)));
  const code = STDLIB_CODES[dtype] ?? dtype;
  const title = `stdlib ndarray, ${dtype} ${order} [${shape}]`;
  return { title, value, class: '@stdlib/ndarray', dtype: code, shape, fortranOrder: isFortran, elements };
}

function product(extents: readonly number[]): number {
  return extents.reduce((size, extent) => size * extent, 1);
}

function parts(element: number | boolean | { re: number; im: number }): number[] {
  return typeof element === 'object' ? [element.re, element.im] : [Number(element)];
}

/** Every index of a shape, the last axis fastest. */
export function indices(shape: readonly number[]): number[][] {
  return shape.reduce<number[][]>(
    (before, extent) =>
      before.flatMap((index) => Array.from({ length: extent }, (_, last) => [...index, last])),
    [[]],
  );
}
