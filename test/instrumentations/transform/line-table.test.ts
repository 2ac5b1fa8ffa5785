import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LineTable } from '../../../instrumentations/transform/line-table.js';

describe('LineTable', () => {
  it('counts lines as V8 does', () => {
    const lines = new LineTable('a\nb\r\nc\rd\u2028e\u2029\n\nf');
    const places = ['a', 'b', 'c', 'd', 'e', 'f'].map((letter) =>
      lines.at('a\nb\r\nc\rd\u2028e\u2029\n\nf'.indexOf(letter)),
    );
    assert.deepEqual(
      places.map(({ line, column }) => [line, column]),
      [
        [1, 1],
        [2, 1],
        [3, 1],
        [4, 1],
        [5, 1],
        [8, 1],
      ],
    );
  });

  it('counts a line end to its line, and the end of the text', () => {
    const lines = new LineTable('ab\ncd');
    assert.deepEqual(lines.at(2), { line: 1, column: 3 });
    assert.deepEqual(lines.at(5), { line: 2, column: 3 });
    assert.deepEqual(new LineTable('').at(0), { line: 1, column: 1 });
  });
});
