import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Edits } from '../../../instrumentations/transform/edits.js';
import { LineTable } from '../../../instrumentations/transform/line-table.js';
import { markersOf } from '../../../instrumentations/transform/markers.js';
import { originalColumn } from '../../../instrumentations/transform/original-column.js';

describe('originalColumn()', () => {
  const text = 'one two\nthree\r\nfour five six';
  const edits = new Edits(text, markersOf('$cm'));
  edits.insert(0, 'x');
  edits.wrap({ start: 4, end: 7 }, 'f(', ')');
  edits.removeName({ start: 20, end: 24 });
  const { code, shifts } = edits.apply(new LineTable(text));
  const lines = code.split(/\r?\n/);

  it('gives every character of the source its own column', () => {
    for (const [line, words] of [['one', 'two'], ['three'], ['four', 'six']].entries()) {
      for (const word of words) {
        const generated = (lines[line]?.indexOf(word) ?? -1) + 1;
        const original = (text.split(/\r?\n/)[line]?.indexOf(word) ?? -1) + 1;
        assert.equal(originalColumn({ shifts }, line + 1, generated), original, word);
      }
    }
  });

  it('counts what is inside an insertion as the place where it was made', () => {
    const call = (lines[0]?.indexOf('f(') ?? -1) + 1;
    assert.equal(originalColumn({ shifts }, 1, call), 5);
    assert.equal(originalColumn({ shifts }, 1, lines[0]?.length ?? 0), 8);
    assert.equal(originalColumn({ shifts }, 3, 8), 6);
  });

  it('leaves lines without edits, and lines that do not exist', () => {
    assert.equal(originalColumn({ shifts }, 2, 3), 3);
    assert.equal(originalColumn({ shifts }, 99, 3), 3);
    assert.equal(originalColumn({ shifts: [] }, 1, 3), 3);
  });
});
