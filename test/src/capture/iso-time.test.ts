import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isoTime } from '../../../src/capture/iso-time.js';

const DAY_MS = 86_400_000;
const EDGES = [
  '0000-01-01',
  '0000-03-01',
  '0001-01-01',
  '1600-02-29',
  '1900-03-01',
  '2000-02-29',
  '2100-03-01',
  '9999-12-31',
  '+010000-01-01',
];

test('isoTime() says the same as Date.prototype.toISOString', () => {
  const edges = EDGES.flatMap((day) =>
    [-1, 0, 1, DAY_MS - 1].map((ms) => Date.parse(`${day}T00:00:00Z`) + ms),
  );
  const spread = Array.from({ length: 20_000 }, (_, index) => (index - 10_000) * 12_345_678_901);
  for (const ms of [...edges, ...spread, -8.64e15, 8.64e15])
    assert.equal(isoTime(ms), new Date(ms).toISOString());
});
