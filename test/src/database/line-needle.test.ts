import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FunctionIndex } from '../../../src/database/indexed-functions.js';
import { LineNeedle } from '../../../src/database/line-needle.js';
import type { CallLine } from '../../../src/database/log-lines.js';

const index = new FunctionIndex('f', 0);

/** The line from `start` to `end` of a stretch of the log that begins at `base`. */
function lineOf(bytes: Buffer, start: number, end: number, base = 0): CallLine {
  const length = end - start;
  return { kind: 'input', index, invocation: 1, offset: base + start, length, bytes, start, end, tail: -1 };
}

test('LineNeedle.isIn finds a text in the lines that have it, asked in order, some left out', () => {
  const bytes = Buffer.from('..ab\nab..\n....\n.ab.\n');
  const needle = new LineNeedle('ab');
  assert.deepEqual(
    [0, 5, 10, 15].map((start) => needle.isIn(lineOf(bytes, start, start + 4))),
    [true, true, false, true],
  );
  const other = new LineNeedle('ab');
  assert.deepEqual(
    [5, 15].map((start) => other.isIn(lineOf(bytes, start, start + 4))),
    [true, true],
  );
});

test('LineNeedle.isIn does not find a text that goes over the end of a line', () => {
  assert.equal(new LineNeedle('ab').isIn(lineOf(Buffer.from('..a\nb..\n'), 0, 3)), false);
});

test('LineNeedle.isIn looks anew at a buffer that is used for the next stretch', () => {
  const bytes = Buffer.from('....\n....\n');
  const needle = new LineNeedle('ab');
  assert.equal(needle.isIn(lineOf(bytes, 0, 4)), false);
  bytes.write('ab');
  assert.equal(needle.isIn(lineOf(bytes, 0, 4, 10)), true);
});

test('LineNeedle.isIn says that a line of which only the beginning is shown may have it', () => {
  const line = { ...lineOf(Buffer.from('....'), 0, 4), length: 2_000_000 };
  assert.equal(new LineNeedle('ab').isIn(line), true);
});
