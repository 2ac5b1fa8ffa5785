import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseAge, parseCount, parseSize, sizeText } from '../../../src/cli/quantities.js';

for (const [text, ms] of [
  ['90s', 90_000],
  ['1.5m', 90_000],
  ['12h', 43_200_000],
  ['30d', 2_592_000_000],
  ['2w', 1_209_600_000],
] as const) {
  test(`parseAge reads ${text}`, () => assert.equal(parseAge(text), ms));
}

for (const [text, bytes] of [
  ['0', 0],
  ['512', 512],
  ['500MB', 5e8],
  ['2GB', 2e9],
  ['1.5k', 1500],
  ['1GiB', 2 ** 30],
  ['3 B', 3],
] as const) {
  test(`parseSize reads ${text}`, () => assert.equal(parseSize(text), bytes));
}

test('quantities that make no sense are refused', () => {
  for (const text of ['', '30', 'd', '-1d', '1y'])
    assert.throws(() => parseAge(text), /Expected a number with/);
  for (const text of ['', 'GB', '-1', '1iB', '1Gi'])
    assert.throws(() => parseSize(text), /Expected a number of/);
  for (const text of ['', '-1', '1.5', 'x']) assert.throws(() => parseCount(text), /Expected a whole/);
});

test('sizeText takes a unit that suits', () => {
  assert.deepEqual([0, 999, 1000, 1_254_000, 2e12].map(sizeText), [
    '0 B',
    '999 B',
    '1 KB',
    '1.25 MB',
    '2 TB',
  ]);
});
