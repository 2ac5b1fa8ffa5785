import { type Dtype, type ElementArray, type ElementCode, nativeDtype } from './dtype.js';
import { NdArray } from './nd-array.js';
import { contiguousStrides } from './strided.js';
import { userPackage } from './user-package.js';

/** An n-dimensional array's elements in native byte order, and how they lie. */
export interface NdParts {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly fortranOrder: boolean;
  readonly memory: ArrayBuffer;
}

type ScijsFactory = (
  data: ElementArray,
  shape: readonly number[],
  strides: readonly number[],
  offset: number,
) => object;

type StdlibConstructor = new (
  dtype: string,
  data: object,
  shape: readonly number[],
  strides: readonly number[],
  offset: number,
  order: string,
) => object;

/** `ndarray` compiles a class per number of axes, so that a hostile number would cost a hostile program. */
const MOST_AXES = 32;

const STDLIB_DTYPES: Partial<Record<ElementCode, string>> = {
  f8: 'float64',
  f4: 'float32',
  i1: 'int8',
  i2: 'int16',
  i4: 'int32',
  u1: 'uint8',
  u2: 'uint16',
  u4: 'uint32',
  b1: 'bool',
  c8: 'complex64',
  c16: 'complex128',
};

const STDLIB_ARRAYS = { b1: 'stdlibBoolean', c8: 'stdlibComplex64', c16: 'stdlibComplex128' } as const;

/** An array of the user's `ndarray` package; an NdArray without it, or for elements that it does not know. */
export function reviveScijs(parts: NdParts): object {
  const { dtype, shape, memory } = parts;
  if (isWrapped(dtype.code) || shape.length > MOST_AXES) return plainArray(parts);
  const create = userPackage('ndarray') as ScijsFactory | undefined;
  return create?.(dtype.elements(memory), shape, stridesOf(parts), 0) ?? plainArray(parts);
}

/** An array of the user's `@stdlib/ndarray` package; an NdArray without it, or for elements that it does not know. */
export function reviveStdlib(parts: NdParts): object {
  const name = STDLIB_DTYPES[parts.dtype.code];
  if (name === undefined || parts.shape.length > MOST_AXES) return plainArray(parts);
  const Ndarray = userPackage('stdlibNdarray') as StdlibConstructor | undefined;
  const data = stdlibData(parts);
  if (Ndarray === undefined || data === undefined) return plainArray(parts);
  const strides = parts.shape.length === 0 ? [0] : stridesOf(parts);
  return new Ndarray(name, data, parts.shape, strides, 0, orderOf(parts));
}

function stdlibData({ dtype, memory }: NdParts): object | undefined {
  const { code } = dtype;
  if (!isWrapped(code)) return dtype.elements(memory);
  const Wrapper = userPackage(STDLIB_ARRAYS[code]) as (new (memory: ArrayBuffer) => object) | undefined;
  return Wrapper && new Wrapper(memory);
}

function plainArray(parts: NdParts): NdArray {
  const { dtype, shape, memory } = parts;
  return new NdArray({
    data: dtype.elements(memory),
    shape,
    strides: stridesOf(parts),
    order: orderOf(parts),
    dtype: nativeDtype(dtype.code),
  });
}

function stridesOf({ shape, fortranOrder }: NdParts): number[] {
  return contiguousStrides(shape, fortranOrder);
}

function orderOf({ fortranOrder }: NdParts): 'row-major' | 'column-major' {
  return fortranOrder ? 'column-major' : 'row-major';
}

function isWrapped(code: ElementCode): code is keyof typeof STDLIB_ARRAYS {
  return Object.hasOwn(STDLIB_ARRAYS, code);
}
