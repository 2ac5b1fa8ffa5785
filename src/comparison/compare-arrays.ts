import type { BinaryArray } from '../handlers/binary.js';
import { type ElementArray, parseDtype } from '../handlers/dtype.js';
import { contiguousStrides, toRowMajor } from '../handlers/strided.js';
import type { ArrayDifference, FoundDifference } from './difference.js';
import type { IsSameNumber } from './tolerance.js';

type Largest = { absolute: number; relative: number; at: number };

/** In what two arrays of numbers differ, looked for in this order: type, shape, elements. */
export function compareArrays(
  recorded: BinaryArray,
  actual: BinaryArray,
  isSame: IsSameNumber,
): FoundDifference | undefined {
  const isStandIn = recorded.class === 'NdArray' || actual.class === 'NdArray';
  if (recorded.dtype !== actual.dtype || (recorded.class !== actual.class && !isStandIn)) {
    return { kind: 'dtype', recorded: typeText(recorded), actual: typeText(actual) };
  }
  if (recorded.shape.join() !== actual.shape.join()) {
    return { kind: 'shape', recorded: [...recorded.shape], actual: [...actual.shape] };
  }
  const array = compareElements(recorded, actual, isSame);
  if (array === undefined) return undefined;
  const { index } = array;
  return { kind: 'elements', recorded: elementAt(recorded, index), actual: elementAt(actual, index), array };
}

/** `undefined` where all elements are the same; equal memory is recognised at once. */
function compareElements(
  recorded: BinaryArray,
  actual: BinaryArray,
  isSame: IsSameNumber,
): ArrayDifference | undefined {
  const [before, after] = [rowMajorBytes(recorded), rowMajorBytes(actual)];
  if (Buffer.compare(before, after) === 0) return undefined;
  const parts = partsPerElement(recorded);
  const found = findDifferences(elementsOf(recorded, before), elementsOf(actual, after), { isSame, parts });
  if (found.differing === 0) return undefined;
  const indexOf = (at: number) => unravel(at, recorded.shape);
  const { first, differing, largest } = found;
  return {
    index: indexOf(first),
    differing,
    size: sizeOf(recorded.shape),
    ...(largest.at >= 0 && {
      largest: { absolute: largest.absolute, relative: largest.relative, index: indexOf(largest.at) },
    }),
  };
}

/** A complex element is its two parts. */
function elementAt(array: BinaryArray, index: readonly number[]): unknown {
  const elements = elementsOf(array, rowMajorBytes(array));
  const strides = contiguousStrides(array.shape, false);
  const at = index.reduce((sum, each, axis) => sum + each * (strides[axis] ?? 0), 0);
  const parts = partsPerElement(array);
  return parts === 1 ? elements[at] : [elements[at * 2], elements[at * 2 + 1]];
}

function findDifferences(
  recorded: ElementArray,
  actual: ElementArray,
  { isSame, parts }: { isSame: IsSameNumber; parts: 1 | 2 },
): { first: number; differing: number; largest: Largest } {
  const largest: Largest = { absolute: -1, relative: 0, at: -1 };
  let first = -1;
  let last = -1;
  let differing = 0;
  for (let index = 0; index < recorded.length; index++) {
    const a = recorded[index] as number | bigint;
    const b = actual[index] as number | bigint;
    if (isSameElement(a, b, isSame)) continue;
    const element = parts === 1 ? index : index >> 1;
    if (element !== last) differing++;
    if (first < 0) first = element;
    last = element;
    takeLargest(largest, Number(a), { apart: Math.abs(Number(a) - Number(b)), element });
  }
  return { first, differing, largest };
}

function isSameElement(a: number | bigint, b: number | bigint, isSame: IsSameNumber): boolean {
  if (a === b && a !== 0) return true;
  return typeof a === 'number' && typeof b === 'number' && isSame(a, b);
}

function takeLargest(
  largest: Largest,
  recorded: number,
  { apart, element }: { apart: number; element: number },
) {
  if (!Number.isFinite(apart)) return;
  largest.relative = Math.max(
    largest.relative,
    recorded === 0 ? Number.POSITIVE_INFINITY : apart / Math.abs(recorded),
  );
  if (apart <= largest.absolute) return;
  largest.absolute = apart;
  largest.at = element;
}

function typeText({ class: name, dtype }: BinaryArray): string {
  return `${name} ${dtype}`;
}

/** A complex number is two numbers in a row. */
function partsPerElement({ dtype }: BinaryArray): 1 | 2 {
  return dtype.charAt(1) === 'c' ? 2 : 1;
}

function rowMajorBytes(array: BinaryArray): Uint8Array {
  return array.fortranOrder ? toRowMajor(array.bytes(), array.shape) : array.bytes();
}

/** The numbers themselves; copied where other memory lies around them, for they may not be aligned. */
function elementsOf({ dtype }: BinaryArray, bytes: Uint8Array): ElementArray {
  const type = parseDtype(dtype);
  if (type === undefined) throw new TypeError(`Expected a dtype, got ${dtype}`);
  const isWhole = bytes.buffer instanceof ArrayBuffer && bytes.buffer.byteLength === bytes.length;
  return type.elements(isWhole ? (bytes.buffer as ArrayBuffer) : new Uint8Array(bytes).buffer);
}

function unravel(at: number, shape: readonly number[]): number[] {
  return contiguousStrides(shape, false).map((stride, axis) => Math.floor(at / stride) % (shape[axis] ?? 1));
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}
