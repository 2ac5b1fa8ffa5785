import { elementCount } from './dtype.js';

/** Where the elements of an n-dimensional array lie, counted in elements. */
export interface Layout {
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  readonly offset: number;
}

type Words = Uint8Array | Uint16Array | Uint32Array;

/** Whether a layout is well-formed and stays within `length` elements. */
export function isWithin({ shape, strides, offset }: Layout, length: number): boolean {
  const count = elementCount(shape);
  if (count === undefined || strides.length !== shape.length) return false;
  if (![offset, ...strides].every(Number.isSafeInteger)) return false;
  const reaches = shape.map((extent, axis) => (extent - 1) * (strides[axis] ?? 0));
  const lowest = reaches.reduce((sum, reach) => sum + Math.min(reach, 0), offset);
  const highest = reaches.reduce((sum, reach) => sum + Math.max(reach, 0), offset);
  return count === 0 || (lowest >= 0 && highest < length);
}

/** The strides of an array whose elements lie in a row: in C order, or with `fortranOrder` the first axis fastest. */
export function contiguousStrides(shape: readonly number[], fortranOrder: boolean): number[] {
  let stride = 1;
  const next = (extent: number) => {
    const current = stride;
    stride *= extent;
    return current;
  };
  return fortranOrder ? shape.map(next) : shape.toReversed().map(next).reverse();
}

/** Whether the elements lie in a row in that order; the stride of an axis of length 1 does not matter. */
export function isContiguous({ shape, strides }: Layout, fortranOrder: boolean): boolean {
  const expected = contiguousStrides(shape, fortranOrder);
  return shape.includes(0) || shape.every((extent, axis) => extent === 1 || strides[axis] === expected[axis]);
}

/** Copies the elements into a row in C order. `source` is aligned to its elements' parts, at most 4 bytes. */
export function gather(
  source: Uint8Array,
  itemSize: number,
  { shape, strides, offset }: Layout,
): Uint8Array<ArrayBuffer> {
  const result = new Uint8Array((elementCount(shape) ?? 0) * itemSize);
  const row = rowCopier(wordsOf(source, itemSize), wordsOf(result, itemSize), Math.ceil(itemSize / 4));
  const extents = shape.length === 0 ? [1] : shape;
  const copyAxis = (axis: number, start: number): void => {
    const extent = extents[axis] ?? 0;
    const stride = strides[axis] ?? 0;
    if (axis === extents.length - 1) {
      row(start, stride, extent);
    } else {
      for (let index = 0; index < extent; index += 1) copyAxis(axis + 1, start + index * stride);
    }
  };
  if (result.length > 0) copyAxis(0, offset);
  return result;
}

/** The same elements in C order, from a row in Fortran order. */
export function toRowMajor(bytes: Uint8Array, shape: readonly number[]): Uint8Array<ArrayBuffer> {
  const count = elementCount(shape) ?? 0;
  const strides = contiguousStrides(shape, true);
  return gather(bytes, count === 0 ? 1 : bytes.length / count, { shape, strides, offset: 0 });
}

/** Whole numbers carry the bits: a float that is read and written may lose the payload of a NaN. */
function wordsOf(bytes: Uint8Array, itemSize: number): Words {
  const { buffer, byteOffset, byteLength } = bytes;
  if (itemSize === 1) return bytes;
  if (itemSize === 2) return new Uint16Array(buffer, byteOffset, byteLength / 2);
  return new Uint32Array(buffer, byteOffset, byteLength / 4);
}

function rowCopier(from: Words, to: Words, wordsPerItem: number) {
  let filled = 0;
  return (start: number, stride: number, extent: number): void => {
    for (let index = 0; index < extent; index += 1) {
      const first = (start + index * stride) * wordsPerItem;
      for (let word = 0; word < wordsPerItem; word += 1) to[filled++] = from[first + word] ?? 0;
    }
  };
}
