import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextKept } from '../../../src/intercept/thinning.js';

function keptUpTo(last: number, most: number): number[] {
  return Array.from({ length: last }, (_, index) => index + 1).filter((n) => nextKept(n, most) === n);
}

test('nextKept() keeps the first calls, then every 10th, then every 100th', () => {
  assert.deepEqual(keptUpTo(320, 3), [1, 2, 3, 10, 20, 30, 100, 200, 300]);
});

test('nextKept() leads from a call that is passed over to the next that is not', () => {
  assert.equal(nextKept(1001, 1000), 1010);
  assert.equal(nextKept(10_001, 1000), 10_100);
});
