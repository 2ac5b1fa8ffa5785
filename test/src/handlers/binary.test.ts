import assert from 'node:assert/strict';
import { test } from 'node:test';
import ndarray from 'ndarray';
import { binaryOf } from '../../../src/handlers/binary.js';
import { parseDtype } from '../../../src/handlers/dtype.js';
import { toRowMajor } from '../../../src/handlers/strided.js';
import { BINARY_VALUES, Stdlib } from './binary-values.js';

for (const { title, value, elements, ...expected } of BINARY_VALUES) {
  test(`binaryOf() describes ${title}`, () => {
    const array = binaryOf(value);

    assert.ok(array);
    const { class: name, dtype, shape, fortranOrder } = array;
    assert.deepEqual({ class: name, dtype, shape, fortranOrder }, expected);
    const bytes = array.bytes();
    assert.equal(bytes.byteLength, array.byteLength);
    const rows = fortranOrder ? toRowMajor(bytes, shape) : new Uint8Array(bytes);
    assert.deepEqual(Array.from<number | bigint>(parseDtype(dtype)?.elements(rows.buffer) ?? []), elements);
  });
}

const six = Float64Array.of(1, 2, 3, 4, 5, 6);

const IN_PLACE: [title: string, value: object][] = [
  ['a typed array', six],
  ['a view on a part of a buffer', six.subarray(1, 3)],
  ['a Buffer', Buffer.from('pooled')],
  ['an ArrayBuffer', six.buffer],
  ['a DataView', new DataView(six.buffer, 8)],
  ['an ndarray', ndarray(six, [2, 3])],
  ['a transposed ndarray', ndarray(six, [2, 3]).transpose(1, 0)],
  ['rows of an ndarray', ndarray(six, [2, 3]).lo(1)],
  ['an ndarray with an odd stride along an axis of one', ndarray(six, [1, 3], [99, 1])],
  ['a column-major stdlib ndarray', new Stdlib('float64', six, [2, 3], [1, 2], 0, 'column-major')],
];

for (const [title, value] of IN_PLACE) {
  test(`binaryOf() copies nothing of ${title}`, () => {
    const array = binaryOf(value);
    const bytes = array?.bytes();

    assert.ok(bytes && array?.isInPlace);
    const before = bytes[0] ?? 0;
    bytes[0] = before ^ 1;
    assert.equal(array.bytes()[0], before ^ 1);
    bytes[0] = before;
  });
}

test('binaryOf() says when bytes are a copy', () => {
  const array = binaryOf(ndarray(six, [2, 3]).step(1, 2));

  assert.equal(array?.isInPlace, false);
  array?.bytes().fill(0);
  assert.deepEqual(Array.from(six), [1, 2, 3, 4, 5, 6]);
});

function boom(): never {
  throw new Error('code of the program ran');
}

const trap = new Proxy({}, { get: boom, getPrototypeOf: boom, getOwnPropertyDescriptor: boom, has: boom });

const OTHER_VALUES: [title: string, value: object][] = [
  ['a plain object', { data: six, shape: [2, 3], stride: [3, 1], offset: 0 }],
  ['an array', [1, 2, 3]],
  ['an object without prototype', Object.create(null)],
  ['a Map', new Map()],
  ['a function', () => six],
  ['an object under a Proxy', Object.create(trap)],
  ['an ndarray over an array', ndarray([1, 2, 3])],
  ['an ndarray over objects', ndarray([{}, {}])],
  ['an ndarray with a wrong stride', Object.assign(ndarray(six, [2, 3]), { stride: [4, 1] })],
  ['an ndarray that starts before its data', Object.assign(ndarray(six, [2, 3]), { stride: [-3, 1] })],
  ['an ndarray with a wrong offset', Object.assign(ndarray(six, [2, 3]), { offset: -1 })],
  ['an ndarray with a wrong shape', Object.assign(ndarray(six, [2, 3]), { shape: [2, -3] })],
  ['an ndarray with a fractional stride', Object.assign(ndarray(six, [2, 3]), { stride: [0.5, 1] })],
  [
    'an ndarray of too many elements',
    Object.assign(ndarray(six, [2, 3]), { shape: [2 ** 40, 2 ** 40], stride: [0, 0] }),
  ],
  ['an ndarray with a getter', Object.defineProperty(ndarray(six, [2, 3]), 'data', { get: boom })],
  ['an ndarray with a revoked Proxy for a shape', Object.assign(ndarray(six, [2, 3]), { shape: revoked() })],
  ['an ndarray with getters for a shape', Object.assign(ndarray(six, [2, 3]), { shape: guarded([2, 3]) })],
  [
    'an ndarray with a Proxy for a shape',
    Object.assign(ndarray(six, [2, 3]), { shape: new Proxy([2, 3], { get: boom }) }),
  ],
  ['an ndarray over a Proxy', Object.assign(ndarray(six, [2, 3]), { data: new Proxy(six, { get: boom }) })],
  [
    'more axes than NumPy 1 takes',
    new Stdlib('float64', six, Array(33).fill(1), Array(33).fill(1), 0, 'row-major'),
  ],
  ['a generic stdlib ndarray', new Stdlib('generic', [1, 2], [2], [1], 0, 'row-major')],
  [
    'a stdlib ndarray of another dtype',
    Object.assign(new Stdlib('float64', six, [6], [1], 0, 'row-major'), { _dtype: 'bool' }),
  ],
];

for (const [title, value] of OTHER_VALUES) {
  test(`binaryOf() does not take ${title}`, () => {
    assert.equal(binaryOf(value), undefined);
  });
}

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable([2, 3], {});
  revoke();
  return proxy;
}

function guarded(list: number[]): number[] {
  return Object.defineProperty(list, 1, { get: boom });
}

test('binaryOf() runs no code of a subclass', () => {
  class Hostile extends Float64Array {
    static get [Symbol.species](): never {
      return boom();
    }
    override get [Symbol.toStringTag](): never {
      return boom();
    }
  }
  const hostile = new Hostile([1, 2]);
  for (const key of ['buffer', 'byteOffset', 'byteLength', 'length', 'constructor', Symbol.iterator]) {
    Object.defineProperty(hostile, key, { get: boom });
  }

  const array = binaryOf(hostile);

  assert.equal(array?.class, 'Float64Array');
  assert.deepEqual(array?.bytes(), new Uint8Array(Float64Array.of(1, 2).buffer));
});

test('binaryOf() takes a typed array whose prototype is a Proxy', () => {
  const view = Object.setPrototypeOf(Uint8Array.of(1), trap);

  assert.equal(binaryOf(view)?.class, 'Uint8Array');
});

/** TypeScript's ES2023 library does not know of buffers that change their length. */
type ResizableBuffer = ArrayBuffer & { resize(byteLength: number): void };
const ResizableBuffer = ArrayBuffer as unknown as new (
  byteLength: number,
  options: { maxByteLength: number },
) => ResizableBuffer;

const shrunk = new ResizableBuffer(16, { maxByteLength: 32 });
const shrunkView = new Float64Array(shrunk, 8, 1);
const shrunkDataView = new DataView(shrunk, 8, 8);
const tracking = new Float64Array(shrunk, 8);
shrunk.resize(4);
const detached = new ArrayBuffer(8);
const detachedView = new Float64Array(detached);
const detachedDataView = new DataView(detached);
const detachedNdarray = ndarray(new Float64Array(0), [0]);
structuredClone(detached, { transfer: [detached] });

const EMPTY: [title: string, value: object][] = [
  ['a detached buffer', detached],
  ['a view on a detached buffer', detachedView],
  ['a DataView on a detached buffer', detachedDataView],
  ['an ndarray on a detached buffer', Object.assign(detachedNdarray, { data: detachedView })],
  ['a view out of bounds', shrunkView],
  ['a DataView out of bounds', shrunkDataView],
  ['a length-tracking view out of bounds', tracking],
];

for (const [title, value] of EMPTY) {
  test(`binaryOf() finds nothing in ${title}`, () => {
    const array = binaryOf(value);

    assert.deepEqual(array?.shape, [0]);
    assert.equal(array?.bytes().length, 0);
  });
}

test('binaryOf() sees the present length of a resizable buffer', () => {
  const buffer = new ResizableBuffer(8, { maxByteLength: 64 });
  const view = new Uint16Array(buffer, 2);
  buffer.resize(13);

  assert.deepEqual(binaryOf(view)?.shape, [5]);
  assert.deepEqual(binaryOf(buffer)?.shape, [13]);
});
