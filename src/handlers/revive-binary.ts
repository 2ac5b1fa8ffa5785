import { FLAT_CLASSES } from './binary-array.js';
import { type Dtype, ELEMENT_CODES, elementCount, parseDtype, swapBytes } from './dtype.js';
import { reviveScijs, reviveStdlib } from './revive-ndarray.js';

/** A binary value as its descriptor, and the file or text that the descriptor leads to, give it. */
export interface BinaryParts {
  readonly class: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Whether the first axis runs fastest in `bytes`; of no meaning to a class whose values are a row. */
  readonly fortranOrder: boolean;
  readonly bytes: Uint8Array;
  /** Whether nobody else uses the whole buffer of `bytes`, which then becomes the value's instead of a copy. */
  readonly isOwned?: boolean;
}

const ND_CLASSES = new Map([
  ['ndarray', reviveScijs],
  ['@stdlib/ndarray', reviveStdlib],
]);

const OTHER_CLASSES = new Map<string, (memory: ArrayBuffer) => object>([
  ['Uint8ClampedArray', (memory) => new Uint8ClampedArray(memory)],
  ['Buffer', (memory) => Buffer.from(memory)],
  ['ArrayBuffer', (memory) => memory],
  ['SharedArrayBuffer', shareMemory],
  ['DataView', (memory) => new DataView(memory)],
]);

/**
 * Gives back a value of exactly the class that was recorded, on memory of its own. An n-dimensional array becomes one of
 * the package that the user installed, or else an `NdArray`; a Float16Array, where Node has none, a Float32Array.
 * @throws RangeError for a class or dtype that is not known, and for parts that do not fit each other
 */
export function reviveBinary(parts: BinaryParts): object {
  const dtype = parseDtype(parts.dtype) ?? mismatch(`a dtype of ${ELEMENT_CODES}`, parts.dtype);
  const flatClass = FLAT_CLASSES.get(parts.class);
  const reviveNd = ND_CLASSES.get(parts.class);
  if (flatClass !== undefined && flatClass.code !== dtype.code) {
    mismatch(`dtype ${flatClass.code} for class ${parts.class}`, parts.dtype);
  }
  if (flatClass === undefined && reviveNd === undefined) mismatch('a class of binary values', parts.class);
  const memory = nativeMemory(parts, dtype);
  if (reviveNd !== undefined) return reviveNd({ ...parts, dtype, memory });
  return OTHER_CLASSES.get(parts.class)?.(memory) ?? dtype.elements(memory);
}

function nativeMemory(
  { bytes, shape, isOwned }: BinaryParts,
  { itemSize, isSwapped, wordSize }: Dtype,
): ArrayBuffer {
  const count = elementCount(shape) ?? mismatch('a shape of lengths', `[${shape.join(', ')}]`);
  if (bytes.length !== count * itemSize) mismatch(`${count * itemSize} bytes`, `${bytes.length}`);
  const memory = (isOwned && wholeBuffer(bytes)) || new Uint8Array(bytes).buffer;
  if (isSwapped) swapBytes(new Uint8Array(memory), wordSize);
  return memory;
}

function wholeBuffer({ buffer, byteLength }: Uint8Array): ArrayBuffer | undefined {
  return buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? buffer : undefined;
}

function shareMemory(memory: ArrayBuffer): SharedArrayBuffer {
  const shared = new SharedArrayBuffer(memory.byteLength);
  new Uint8Array(shared).set(new Uint8Array(memory));
  return shared;
}

function mismatch(expected: string, got: string): never {
  throw new RangeError(`Expected ${expected}, got ${got}`);
}
