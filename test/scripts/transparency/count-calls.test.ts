import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareCounts } from '../../../scripts/transparency/count-calls.js';

test('compareCounts() wants as many records as calls wherever there are records', () => {
  const engine = new Map([
    ['qs/lib/parse.js:1', 2],
    ['qs/lib/parse.js:9', 3],
    ['qs/lib/parse.js:20', 1],
  ]);
  const records = new Map([
    ['qs/lib/parse.js:1', 2],
    ['qs/lib/parse.js:9', 2],
    ['qs/lib/parse.js:40', 1],
  ]);
  assert.deepEqual(compareCounts(engine, records), {
    agreeing: 1,
    leftAlone: 1,
    wrong: ['qs/lib/parse.js:9: 3 calls, 2 recorded', 'qs/lib/parse.js:40: 0 calls, 1 recorded'],
  });
});
