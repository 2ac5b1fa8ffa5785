import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signatureOf } from '../../../src/capture/argspec.js';
import { CallCapture } from '../../../src/capture/capture.js';
import { renderText } from '../../../src/capture/text.js';
import { VALUES } from '../../values.js';
import { type CaptureSetup, optionsOf } from './capturing.js';

/** A rule that fits nothing: with any, each value has to be walked. */
const WALKED: CaptureSetup = { redact: ['args[99].none'] };

const shared = { x: 1 };
const cyclic: { self?: unknown } = {};
cyclic.self = cyclic;
const many = Array.from({ length: 200 }, (_, n) => ({ n, at: new Date(n) }));
const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);

const CALLS: Readonly<Record<string, readonly unknown[]>> = {
  'no argument': [],
  'an object that two arguments share': [shared, [shared]],
  'an object that is in itself': [cyclic],
  'more objects than are looked through one by one': [many],
  'more of them, and the first one again': [many, many[0]],
  'an empty last argument': [1, {}],
  'keyword arguments': [1, { tol: 1, list: [new Date(0)] }],
  'keyword arguments that are in an argument, too': [shared, shared],
  'keywords with a name that JSON cannot say': [1, { $: 1 }],
  'a last argument that is no plain object': [1, [2]],
  'a date for keyword arguments': [1, new Date(0)],
  'a function as an argument': [1, () => 2],
  'levels that are few': nested(10) as unknown[],
  'levels that are many': nested(40) as unknown[],
  'a secret': [1, { password: 'x' }],
};

const signature = signatureOf((_x: unknown, { tol = 1 } = {}) => tol);

function written(args: readonly unknown[], receiver: unknown, setup: CaptureSetup) {
  const input = new CallCapture(optionsOf(setup), signature).input(args, receiver);
  const texts = [input.args, input.kwargs, input.this ?? ''].map((text) => renderText(text, 100));
  return { texts, notReplayable: input.notReplayable, isCut: input.isCut };
}

for (const [name, args] of Object.entries(CALLS)) {
  test(`StraightText writes what the walk does of ${name}`, () => {
    assert.deepEqual(written(args, undefined, {}), written(args, undefined, WALKED));
    assert.deepEqual(written(args, shared, {}), written(args, shared, WALKED));
  });
}

for (const { name, make } of VALUES) {
  test(`StraightText writes what the walk does of ${name} in an object`, () => {
    const args = [{ a: make(), b: [make()] }];
    assert.deepEqual(written(args, undefined, {}), written(args, undefined, WALKED));
  });
}

for (const limits of [
  ...[{ maxDepth: 2 }, { maxItems: 2 }, { maxStringLength: 3 }, { maxNodes: 5 }, { maxBytes: 90 }],
  { profile: 'preview' },
] as const) {
  test(`StraightText leaves it to the walk to cut at ${JSON.stringify(limits)}`, () => {
    const args = [{ a: [[['deep']]], b: 'a text', list: [1, 2, 3, 4], c: many }];
    const { texts, isCut } = written(args, undefined, { limits });
    assert.deepEqual(
      { texts, isCut },
      { texts: written(args, undefined, { limits, ...WALKED }).texts, isCut: true },
    );
  });
}

test('StraightText is tried again after values that had to be walked', () => {
  const capture = new CallCapture(optionsOf(), signature);
  for (let n = 0; n < 200; n++) {
    assert.equal(capture.input([n, n % 3 === 0 ? [shared, shared] : [n]]).args, textOf(n));
  }
});

function textOf(n: number): string {
  return n % 3 === 0 ? `[${n},[{"x":1},{"$":"ref","path":"/args/1/0"}]]` : `[${n},[${n}]]`;
}

test('StraightText reads no accessor, also when Object.prototype has a value', () => {
  const args = [Object.defineProperty({}, 'x', { get: () => assert.fail('was called'), enumerable: true })];
  const capture = new CallCapture(optionsOf(), signature);
  const { prototype } = Object;
  Object.defineProperty(prototype, 'value', { value: 'of the prototype', configurable: true });
  const { args: text } = capture.input(args);
  Reflect.deleteProperty(prototype, 'value');
  assert.equal(text, '[{"$":"object","props":{"x":{"$":"accessor"}}}]');
});
