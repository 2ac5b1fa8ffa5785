import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Place } from '../../../src/capture/place.js';
import { Reasons } from '../../../src/capture/reasons.js';

const args = new Place([], undefined, 'args');
const first = new Place({}, args, 0);
const inner = new Place({}, first, 'a/b');

function textsOf(maxNodes: number, places: ReadonlyArray<readonly [Place | undefined, string, string?]>) {
  const reasons = new Reasons(maxNodes);
  for (const [parent, key, step] of places) reasons.add({ why: 'function', parent, key, step });
  return reasons.texts;
}

test('Reasons.texts say where each value stands, of one container after the other', () => {
  const places = [
    [first, 'f'],
    [first, 'g~h'],
    [inner, 'f'],
    [inner, 'i', '/entries/0/1'],
    [first, 'f'],
    [undefined, 'this'],
  ] as const;
  assert.deepEqual(textsOf(1000, places), [
    '/args/0/f: function',
    '/args/0/g~0h: function',
    '/args/0/a~1b/f: function',
    '/args/0/a~1b/entries/0/1: function',
    '/args/0/f: function',
    '/this: function',
  ]);
});

test('Reasons.texts are one for ten values that may be kept, 20 at most', () => {
  const many = Array.from({ length: 100 }, (_, index) => [first, String(index)] as const);
  const counts = [1, 50, 51, 200, 1e6].map((maxNodes) => textsOf(maxNodes, many).length);
  assert.deepEqual(counts, [1, 5, 6, 20, 20]);
});
