import { types } from 'node:util';
import { SafeWeakMap } from '../model/safe-collections.js';
import { type BinaryArray, FLAT_CLASSES } from './binary-array.js';
import { type ElementCode, elementCount, itemSizeOf, nativeDtype } from './dtype.js';
import { bytesOf, type Memory, typedArrayClass, typedArrayMemory } from './memory.js';
import { gather, isContiguous, isWithin, type Layout } from './strided.js';

/** Taken before the program can replace them: every instance of a class passes here. */
const { apply } = Reflect;
const { startsWith } = String.prototype;

/** What both packages come down to. */
interface Strided extends Layout {
  readonly code: ElementCode;
  readonly memory: Memory;
}

/** NumPy 1 opens no more axes. */
const MOST_AXES = 32;

/** The class and element type of the typed array in which @stdlib/ndarray keeps a dtype. */
const STDLIB_DTYPES: ReadonlyMap<unknown, readonly [className: string, code: ElementCode]> = new Map([
  ['float64', ['Float64Array', 'f8']],
  ['float32', ['Float32Array', 'f4']],
  ['int8', ['Int8Array', 'i1']],
  ['int16', ['Int16Array', 'i2']],
  ['int32', ['Int32Array', 'i4']],
  ['uint8', ['Uint8Array', 'u1']],
  ['uint8c', ['Uint8ClampedArray', 'u1']],
  ['uint16', ['Uint16Array', 'u2']],
  ['uint32', ['Uint32Array', 'u4']],
  ['bool', ['Uint8Array', 'b1']],
  ['complex64', ['Float32Array', 'c8']],
  ['complex128', ['Float64Array', 'c16']],
]);

const constructorNames = new SafeWeakMap<object, string>();

/**
 * Describes an array of the packages `ndarray` (scijs) and `@stdlib/ndarray`, told by their constructors' names and read
 * from own data properties alone. `undefined` for other values, for arrays over plain JavaScript arrays, and for ones
 * whose layout does not fit their data.
 */
export function ndarrayOf(value: object, prototype: object): BinaryArray | undefined {
  const name = constructorName(prototype);
  if (name === 'ndarray') return describe('@stdlib/ndarray', readStdlib(value));
  return apply(startsWith, name, ['View']) ? describeScijs(value, name) : undefined;
}

/** `View3dfloat64`, `View_Nilfloat64`. No regular expression: that would change `RegExp.$1` under the program. */
function describeScijs(value: object, name: string): BinaryArray | undefined {
  if (name.startsWith('View_Nil')) return describe('ndarray', readScijs(value, undefined));
  const axes = name.slice('View'.length, name.indexOf('d'));
  return axes !== '' && Number.isInteger(Number(axes))
    ? describe('ndarray', readScijs(value, axes))
    : undefined;
}

function readScijs(value: object, axes: string | undefined): Strided | undefined {
  const data = ownData(value, 'data');
  const name = typedArrayName(data);
  const code = name === undefined ? undefined : FLAT_CLASSES.get(name)?.code;
  const layout = scijsLayout(value, axes);
  return code === undefined || layout === undefined
    ? undefined
    : { ...layout, code, memory: typedArrayMemory(data as object) };
}

/** Without axes it holds one element, and `View_Nil` none; these two keep shape and stride on the prototype. */
function scijsLayout(value: object, axes: string | undefined): Layout | undefined {
  if (axes === undefined) return { shape: [0], strides: [1], offset: 0 };
  const hasAxes = Number(axes) > 0;
  return layoutOf({
    shape: hasAxes ? ownData(value, 'shape') : [],
    strides: hasAxes ? ownData(value, 'stride') : [],
    offset: ownData(value, 'offset'),
  });
}

function readStdlib(value: object): Strided | undefined {
  const [className, code] = STDLIB_DTYPES.get(ownData(value, '_dtype')) ?? [];
  const shape = ownData(value, '_shape');
  const layout = layoutOf({ shape, strides: ownData(value, '_strides'), offset: ownData(value, '_offset') });
  if (code === undefined || layout === undefined) return undefined;
  const buffer = ownData(value, '_buffer');
  const data = code.startsWith('b') || code.startsWith('c') ? ownData(buffer, '_buffer') : buffer;
  if (typedArrayName(data) !== className) return undefined;
  // An array without axes has one stride there, 0.
  const strides = layout.shape.length === 0 ? [] : layout.strides;
  return { ...layout, strides, code, memory: typedArrayMemory(data as object) };
}

function describe(className: string, strided: Strided | undefined): BinaryArray | undefined {
  if (strided === undefined) return undefined;
  const { code, memory, shape, offset } = strided;
  const itemSize = itemSizeOf(code);
  if (!isWithin(strided, Math.floor(memory.byteLength / itemSize))) return undefined;
  const isRowMajor = isContiguous(strided, false);
  const isInPlace = isRowMajor || isContiguous(strided, true);
  const byteLength = (elementCount(shape) ?? 0) * itemSize;
  const elements = { ...memory, byteOffset: memory.byteOffset + offset * itemSize, byteLength };
  return {
    class: className,
    dtype: nativeDtype(code),
    shape,
    fortranOrder: isInPlace && !isRowMajor,
    byteLength,
    isInPlace,
    bytes: () => (isInPlace ? bytesOf(elements) : gather(bytesOf(memory), itemSize, strided)),
  };
}

function layoutOf(fields: Record<keyof Layout, unknown>): Layout | undefined {
  const shape = numbersOf(fields.shape);
  const strides = numbersOf(fields.strides);
  const { offset } = fields;
  if (shape === undefined || strides === undefined || typeof offset !== 'number') return undefined;
  return { shape, strides, offset };
}

function numbersOf(list: unknown): number[] | undefined {
  const length = ownData(list, 'length');
  if (typeof length !== 'number' || length > MOST_AXES || !Array.isArray(list)) return undefined;
  const numbers = Array.from({ length }, (_, index) => ownData(list, String(index)));
  return numbers.every((item) => typeof item === 'number') ? numbers : undefined;
}

function typedArrayName(data: unknown): string | undefined {
  return ArrayBuffer.isView(data) ? typedArrayClass(data) : undefined;
}

function constructorName(prototype: object): string {
  let name = constructorNames.get(prototype);
  if (name === undefined) {
    const found = ownData(ownData(prototype, 'constructor'), 'name');
    name = typeof found === 'string' ? found : '';
    constructorNames.set(prototype, name);
  }
  return name;
}

function ownData(value: unknown, key: string): unknown {
  const isObject = (typeof value === 'object' && value !== null) || typeof value === 'function';
  if (!isObject || types.isProxy(value)) return undefined;
  return Object.getOwnPropertyDescriptor(value, key)?.value;
}
