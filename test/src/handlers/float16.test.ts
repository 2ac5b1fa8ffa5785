import assert from 'node:assert/strict';
import { test } from 'node:test';
import { float16Elements, widenFloat16 } from '../../../src/handlers/float16.js';

const NUMBERS: [bits: number, value: number][] = [
  [0x0000, 0],
  [0x8000, -0],
  [0x0001, 2 ** -24],
  [0x83ff, -1023 * 2 ** -24],
  [0x0400, 2 ** -14],
  [0x3555, 0.333251953125],
  [0x3c00, 1],
  [0xc000, -2],
  [0x7bff, 65504],
  [0x7c00, Number.POSITIVE_INFINITY],
  [0xfc00, Number.NEGATIVE_INFINITY],
  [0x7e00, Number.NaN],
];

test('widenFloat16() keeps every kind of number', () => {
  const { buffer } = Uint16Array.from(NUMBERS, ([bits]) => bits);

  assert.deepEqual(
    Array.from(widenFloat16(buffer)),
    NUMBERS.map(([, value]) => value),
  );
});

test('float16Elements() agrees with widenFloat16() on all numbers', () => {
  const { buffer } = Uint16Array.from({ length: 2 ** 16 }, (_, bits) => bits);

  assert.deepEqual(Array.from(float16Elements(buffer)), Array.from(widenFloat16(buffer)));
});
