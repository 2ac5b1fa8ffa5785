import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  FULL_LIMITS,
  type LimitsOption,
  nearestName,
  PREVIEW_LIMITS,
  resolveLimits,
} from '../../../src/capture/limits.js';

const accepted: [string, LimitsOption | undefined, object][] = [
  ['leaves the base without an option', undefined, PREVIEW_LIMITS],
  ['leaves the base with no overrides', {}, PREVIEW_LIMITS],
  ['takes a profile by name', 'full', FULL_LIMITS],
  ['takes single limits over the base', { maxDepth: 2 }, { ...PREVIEW_LIMITS, maxDepth: 2 }],
  ['takes single limits over a profile', { profile: 'full', maxItems: 0 }, { ...FULL_LIMITS, maxItems: 0 }],
  ['passes over undefined', { maxDepth: undefined, maxBytes: 7 }, { ...PREVIEW_LIMITS, maxBytes: 7 }],
  [
    'takes Infinity for no limit',
    { maxNodes: Number.POSITIVE_INFINITY },
    { ...PREVIEW_LIMITS, maxNodes: Number.POSITIVE_INFINITY },
  ],
];

for (const [behaviour, option, expected] of accepted) {
  test(`resolveLimits() ${behaviour}`, () => {
    assert.deepEqual(resolveLimits(option, PREVIEW_LIMITS), expected);
  });
}

const refused: [unknown, string, string][] = [
  [{ maxDepth: 'deep' }, 'TypeError', "Expected a positive integer for limits.maxDepth, got 'deep'"],
  [{ maxBytes: 0 }, 'RangeError', 'Expected a positive integer for limits.maxBytes, got 0'],
  [{ maxItems: -1 }, 'RangeError', 'Expected a positive integer or zero for limits.maxItems, got -1'],
  [{ maxNodes: 1.5 }, 'RangeError', 'Expected a positive integer for limits.maxNodes, got 1.5'],
  [{ maxNodes: Number.NaN }, 'RangeError', 'Expected a positive integer for limits.maxNodes, got NaN'],
  [{ maxdeth: 1 }, 'TypeError', "Unknown limit 'maxdeth', did you mean 'maxDepth'?"],
  [{ profile: 'tiny' }, 'TypeError', "Expected 'full' or 'preview' for limits.profile, got 'tiny'"],
  ['tiny', 'TypeError', "Expected 'full', 'preview' or an object of limits for limits, got 'tiny'"],
  [null, 'TypeError', "Expected 'full', 'preview' or an object of limits for limits, got null"],
  [[1], 'TypeError', "Expected 'full', 'preview' or an object of limits for limits, got [ 1 ]"],
  [JSON.parse('{"__proto__":{}}'), 'TypeError', "Unknown limit '__proto__', did you mean 'profile'?"],
];

for (const [option, name, message] of refused) {
  test(`resolveLimits() throws: ${message}`, () => {
    assert.throws(() => resolveLimits(option as LimitsOption, FULL_LIMITS), { name, message });
  });
}

test('resolveLimits() gives limits that nobody can change', () => {
  for (const limits of [FULL_LIMITS, PREVIEW_LIMITS, resolveLimits({ maxDepth: 1 }, FULL_LIMITS)]) {
    assert.ok(Object.isFrozen(limits));
  }
});

test('nearestName() ignores case and takes the fewest changes', () => {
  assert.equal(nearestName('MAXITEM', ['maxDepth', 'maxItems']), 'maxItems');
  assert.equal(nearestName('x', []), undefined);
});
