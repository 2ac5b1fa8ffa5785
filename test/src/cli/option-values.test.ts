import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesText } from '../../../src/cli/bytes-text.js';
import {
  ageOption,
  countOption,
  sizeOption,
  timeOption,
  timeoutOption,
} from '../../../src/cli/option-values.js';

for (const [text, ms] of [
  ['90s', 90_000],
  ['1.5m', 90_000],
  ['12h', 43_200_000],
  ['30d', 2_592_000_000],
  ['2w', 1_209_600_000],
] as const) {
  test(`ageOption reads ${text}`, () => assert.equal(ageOption(text), ms));
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
  test(`sizeOption reads ${text}`, () => assert.equal(sizeOption(text), bytes));
}

for (const [text, ms] of [
  ['500ms', 500],
  ['1.5s', 1500],
  ['2min', 120_000],
] as const) {
  test(`timeoutOption reads ${text}`, () => assert.equal(timeoutOption(text), ms));
}

test('timeOption reads times, and how long ago', () => {
  assert.equal(timeOption('2026-11-23T10:00:00Z'), 1_795_428_000_000_000_000n);
  assert.ok(timeOption('10m') < BigInt(Date.now() - 500_000) * 1_000_000n);
});

test('quantities that make no sense are refused', () => {
  for (const text of ['', '30', 'd', '-1d', '1y'])
    assert.throws(() => ageOption(text), /Expected a number with/);
  for (const text of ['', 'GB', '-1', '1iB', '1Gi'])
    assert.throws(() => sizeOption(text), /Expected a number of/);
  for (const text of ['', '0s', '10', '30d', '-1s'])
    assert.throws(() => timeoutOption(text), /Expected a time/);
  for (const text of ['', 'x', '2026', '10:00']) assert.throws(() => timeOption(text), /Expected a time/);
  for (const text of ['', '-1', '1.5', 'x']) assert.throws(() => countOption(text), /Expected a whole/);
});

test('bytesText takes a unit that suits', () => {
  assert.deepEqual([0, 999, 1000, 1_254_000, 2e12].map(bytesText), [
    '0 B',
    '999 B',
    '1 kB',
    '1.25 MB',
    '2 TB',
  ]);
});
