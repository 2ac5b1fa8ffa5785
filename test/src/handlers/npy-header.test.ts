import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatNpyHeader, locateNpyHeader, parseNpyHeader } from '../../../src/handlers/npy-header.js';

const SHAPES: [title: string, shape: readonly number[], version: number][] = [
  ['no axes', [], 1],
  ['one axis', [3], 1],
  ['three axes', [2, 0, 4], 1],
  ['the largest length', [Number.MAX_SAFE_INTEGER], 1],
  ['as many axes as version 1.0 takes', Array(21_805).fill(1), 1],
  ['more axes than version 1.0 takes', Array(21_900).fill(1), 2],
];

for (const [title, shape, version] of SHAPES) {
  test(`formatNpyHeader() aligns the data and can be parsed again for ${title}`, () => {
    const header = Buffer.from(formatNpyHeader({ dtype: '|u1', fortranOrder: true, shape }));

    const { start, end } = locateNpyHeader(header.subarray(0, 12), 'a.npy');
    const parsed = parseNpyHeader(header.toString('latin1', start), 'a.npy');
    assert.equal(header[6], version);
    assert.equal(header.length % 64, 0);
    assert.equal(end, header.length);
    assert.equal(header.at(-1), 0x0a);
    assert.deepEqual([parsed.dtype.code, parsed.fortranOrder, parsed.shape], ['u1', true, shape]);
  });
}
