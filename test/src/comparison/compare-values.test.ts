import assert from 'node:assert/strict';
import { test } from 'node:test';
import ndarray from 'ndarray';
import { Reviver } from '../../../src/capture/revive.js';
import { StandInClasses } from '../../../src/capture/stand-in-classes.js';
import { compareValues } from '../../../src/comparison/compare-values.js';
import type { Difference } from '../../../src/comparison/difference.js';
import { Registry } from '../../../src/handlers/registry.js';
import { NotCaptured } from '../../../src/model/not-captured.js';
import { VALUES } from '../../values.js';
import { textOf } from '../capture/capturing.js';

class Mesh {
  constructor(readonly nodes: unknown) {}
}
class Grid {
  constructor(readonly nodes: unknown) {}
}
const withCause = (cause: unknown) => new Error('no', { cause });
const ring = (value: unknown) => {
  const first: Record<string, unknown> = { value };
  first['next'] = { back: first };
  return first;
};
const shared = { x: 1 };

interface Case {
  readonly recorded: unknown;
  readonly actual: unknown;
  /** `kind path` of each difference. */
  readonly differ: readonly string[];
}

const CASES: Readonly<Record<string, Case>> = {
  'two numbers': { recorded: 1, actual: 2, differ: ['value value'] },
  '−0 and 0': { recorded: -0, actual: 0, differ: ['value value'] },
  'NaN and NaN': { recorded: Number.NaN, actual: Number.NaN, differ: [] },
  'a number and a string': { recorded: 1, actual: '1', differ: ['type value'] },
  'a number and a bigint': { recorded: 1, actual: 1n, differ: ['type value'] },
  'undefined and null': { recorded: undefined, actual: null, differ: ['type value'] },
  'two bigints': { recorded: 2n ** 70n, actual: 2n ** 70n + 1n, differ: ['value value'] },
  'symbols of one name': { recorded: Symbol('a'), actual: Symbol('a'), differ: [] },
  'a registered symbol and one that is not': {
    recorded: Symbol.for('a'),
    actual: Symbol('a'),
    differ: ['value value'],
  },
  'two dates': { recorded: new Date(1), actual: new Date(2), differ: ['value value'] },
  'two invalid dates': { recorded: new Date(Number.NaN), actual: new Date(Number.NaN), differ: [] },
  'two patterns': { recorded: /a/g, actual: /a/i, differ: ['value value'] },
  'a URL and a date': { recorded: new URL('http://a/'), actual: new Date(1), differ: ['type value'] },
  'two URLs': { recorded: new URL('http://a/'), actual: new URL('http://b/'), differ: ['value value'] },
  'boxed -0 and 0': { recorded: Object(-0), actual: Object(0), differ: ['value value'] },
  'properties in another order': { recorded: { a: 1, b: 2 }, actual: { b: 2, a: 1 }, differ: [] },
  'a property less, and one more': {
    recorded: { a: 1, 'b c': 2 },
    actual: { a: 1, d: undefined },
    differ: ['missing value["b c"]', 'extra value.d'],
  },
  'deep properties': {
    recorded: { nodes: [{ x: 1 }, { x: 2 }] },
    actual: { nodes: [{ x: 1 }, { x: 3 }] },
    differ: ['value value.nodes[1].x'],
  },
  'arrays of two lengths': {
    recorded: [1, 2, 3],
    actual: [1, 5],
    differ: ['length value', 'value value[1]'],
  },
  'a hole and undefined': {
    recorded: Object.assign([1], { 2: 3 }),
    actual: [1, undefined, 3],
    differ: ['extra value[1]'],
  },
  'a property of an array': {
    recorded: Object.assign([1], { index: 1 }),
    actual: Object.assign([1], { index: 2 }),
    differ: ['value value.index'],
  },
  'symbols as keys': {
    recorded: { [Symbol('k')]: 1 },
    actual: { [Symbol('k')]: 2 },
    differ: ['value value[Symbol(k)]'],
  },
  'Maps by key': {
    recorded: new Map<unknown, unknown>([
      ['k', 1],
      [2, 'x'],
      ['gone', 0],
    ]),
    actual: new Map<unknown, unknown>([
      ['k', 2],
      [2, 'x'],
      [3n, 0],
    ]),
    differ: ['value value.get("k")', 'missing value.get("gone")', 'extra value.get(3n)'],
  },
  'Maps with objects as keys': {
    recorded: new Map([[{ id: 1 }, { v: 1 }]]),
    actual: new Map([[{ id: 2 }, { v: 2 }]]),
    differ: ['value value.keys()[0].id', 'value value.values()[0].v'],
  },
  'Maps in another order': {
    recorded: new Map([
      ['a', 1],
      ['b', 2],
    ]),
    actual: new Map([
      ['b', 2],
      ['a', 1],
    ]),
    differ: ['order value'],
  },
  Sets: {
    recorded: new Set([1, 2]),
    actual: new Set([1, 3]),
    differ: ['missing value.has(2)', 'extra value.has(3)'],
  },
  'Sets of objects': {
    recorded: new Set([{ a: 1 }]),
    actual: new Set([{ a: 2 }]),
    differ: ['value value.values()[0].a'],
  },
  'a Map and an object': { recorded: new Map(), actual: {}, differ: ['type value'] },
  'objects of two classes': {
    recorded: new Mesh([1]),
    actual: new Grid([2]),
    differ: ['class value', 'value value.nodes[0]'],
  },
  'errors by class, message and properties': {
    recorded: Object.assign(new RangeError('too small'), { code: 'E1' }),
    actual: Object.assign(new TypeError('too big'), { code: 'E2' }),
    differ: ['class value', 'value value.name', 'value value.message', 'value value.code'],
  },
  'causes of errors': {
    recorded: withCause({ n: 1 }),
    actual: withCause({ n: 2 }),
    differ: ['value value.cause.n'],
  },
  'a cause that is gone': {
    recorded: withCause(1),
    actual: new Error('no'),
    differ: ['missing value.cause'],
  },
  'errors of an AggregateError': {
    recorded: new AggregateError([new Error('a')]),
    actual: new AggregateError([new Error('b')]),
    differ: ['value value.errors[0].message'],
  },
  'two stacks': { recorded: new Error('a'), actual: new Error('a'), differ: [] },
  cycles: { recorded: ring(1), actual: ring(1), differ: [] },
  'cycles with another value': { recorded: ring(1), actual: ring(2), differ: ['value value.value'] },
  'a cycle, and one that goes on': {
    recorded: ring(1),
    actual: { value: 1, next: { back: ring(1) } },
    differ: ['sharing value.next.back'],
  },
  'what was one object, and two': {
    recorded: [shared, shared],
    actual: [{ x: 1 }, { x: 1 }],
    differ: ['sharing value[1]'],
  },
  'what were two objects, and one': {
    recorded: [{ x: 1 }, { x: 1 }],
    actual: [shared, shared],
    differ: ['sharing value[1]'],
  },
  'arrays of two types': {
    recorded: Float64Array.of(1),
    actual: Float32Array.of(1),
    differ: ['dtype value'],
  },
  'a Buffer and a Uint8Array': { recorded: Buffer.of(1), actual: Uint8Array.of(1), differ: ['dtype value'] },
  'arrays of two shapes': {
    recorded: Float64Array.of(1, 2),
    actual: Float64Array.of(1),
    differ: ['shape value'],
  },
  'a function and a number': {
    recorded: new NotCaptured('function', 'cb'),
    actual: 1,
    differ: ['type value'],
  },
  'a value and a promise': { recorded: 1, actual: Promise.resolve(1), differ: ['type value'] },
};

for (const [name, { recorded, actual, differ }] of Object.entries(CASES)) {
  test(`compareValues compares ${name}`, () => {
    const found = compareValues(recorded, actual);
    assert.deepEqual(
      found.differences.map(({ kind, path }) => `${kind} ${path}`),
      differ,
    );
    assert.deepEqual(
      [found.differing, found.same, found.notCompared],
      [differ.length, differ.length === 0, 0],
    );
  });
}

for (const value of VALUES) {
  test(`compareValues finds ${value.name} as it came back the same as it was`, () => {
    const found = compareValues(recordedOf(value.make()), value.make());
    assert.deepEqual(found.differences, []);
    assert.equal(found.notCompared > 0, value.kind !== undefined);
  });
}

const NOT_COMPARED = {
  'a redacted value and another': [new NotCaptured('redacted', 'key'), 'secret'],
  'a cut text and a whole one': [new NotCaptured('truncated', 'string', { head: 'a' }), 'abc'],
  'a function and a function': [new NotCaptured('function', 'cb'), () => 1],
  'a promise that was not asked and its value': [new NotCaptured('opaque', 'Promise'), 1],
} as const;

for (const [name, [recorded, actual]] of Object.entries(NOT_COMPARED)) {
  test(`compareValues counts ${name} as not compared`, () => {
    const { same, differing, notCompared, notComparedAt } = compareValues({ v: recorded }, { v: actual });
    assert.deepEqual({ same, differing, notCompared }, { same: true, differing: 0, notCompared: 1 });
    assert.match(notComparedAt[0] ?? '', /^value\.v: \w+ /);
  });
}

test('compareValues says where arrays differ first, and by how much', () => {
  const recorded = Float64Array.of(1, 2, 4, Number.NaN);
  const { differences } = compareValues(recorded, Float64Array.of(1, 2.5, 3, 0));
  const { recorded: before, actual: after, array } = only(differences);
  assert.deepEqual([before, after], [2, 2.5]);
  assert.deepEqual(array, {
    index: [1],
    differing: 3,
    size: 4,
    largest: { absolute: 1, relative: 0.25, index: [2] },
  });
});

test('compareValues names an element of an n-dimensional array by its axes, however it lies in memory', () => {
  const recorded = ndarray(Float64Array.of(1, 2, 3, 4, 5, 6), [2, 3]);
  const turned = ndarray(Float64Array.of(1, 4, 2, 5, 3, 7), [3, 2]).transpose(1, 0);
  assert.deepEqual(only(compareValues(recorded, turned).differences).array?.index, [1, 2]);
});

test('compareValues compares 64-bit integers exactly', () => {
  const { differences } = compareValues(BigInt64Array.of(2n ** 60n), BigInt64Array.of(2n ** 60n + 1n));
  assert.equal(only(differences).actual, 2n ** 60n + 1n);
});

test('compareValues takes tolerances as numpy.isclose does, the recorded number being the reference', () => {
  const isSame = (a: number, b: number, rtol: number, atol = 0) => compareValues(a, b, { rtol, atol }).same;
  assert.deepEqual([isSame(100, 101, 0.01), isSame(100, 101.1, 0.01)], [true, false]);
  assert.deepEqual([isSame(0, 1e-9, 1), isSame(0, 1e-9, 0, 1e-8)], [false, true]);
  assert.deepEqual([isSame(-0, 0, 1e-9), isSame(Number.POSITIVE_INFINITY, 1e308, 1)], [true, false]);
  assert.ok(
    compareValues(Float64Array.of(1, Number.NaN), Float64Array.of(1 + 1e-12, Number.NaN), { rtol: 1e-9 })
      .same,
  );
  assert.throws(() => compareValues(1, 1, { rtol: -1 }), /Expected a number from 0 on for rtol, got -1/);
});

test('compareValues runs no code of the values', () => {
  const hostile = (): object => {
    const value = Object.create({
      get inherited() {
        throw new Error('a getter ran');
      },
    });
    Object.defineProperty(value, 'own', {
      enumerable: true,
      get: () => {
        throw new Error('a getter ran');
      },
    });
    return Object.assign(value, {
      trap: new Proxy(
        {},
        {
          ownKeys: () => {
            throw new Error('a trap ran');
          },
        },
      ),
    });
  };
  assert.equal(compareValues(hostile(), hostile()).notCompared, 2);
});

test('compareValues goes 100 000 objects deep', () => {
  const chain = (end: number) => {
    let at: unknown = end;
    for (let depth = 0; depth < 100_000; depth++) at = { next: at };
    return at;
  };
  const { path } = only(compareValues(chain(1), chain(2)).differences);
  assert.match(path, /^value\.next\.next.*….*\.next$/);
  assert.ok(path.length < 500);
});

test('compareValues tells as many differences as were asked for, and counts all', () => {
  const numbers = Array.from({ length: 1000 }, (_, index) => index);
  const found = compareValues(
    numbers,
    numbers.map((each) => -each - 1),
    { maxDifferences: 3 },
  );
  assert.deepEqual([found.differences.length, found.differing], [3, 1000]);
});

test('compareValues finds one element of 10 000 000', () => {
  const recorded = new Float64Array(1e7).fill(1.5);
  const actual = recorded.slice();
  actual[9_999_998] = 2;
  assert.deepEqual(
    only(compareValues({ recorded }, { recorded: actual }).differences).array?.index,
    [9_999_998],
  );
});

test('compareValues says where two texts part', () => {
  assert.equal(only(compareValues('abcd', 'abxd').differences).at, 2);
});

function only(differences: readonly Difference[]): Difference {
  assert.equal(differences.length, 1);
  return differences[0] as Difference;
}

/** What comes back of a value that was recorded. */
function recordedOf(value: unknown): unknown {
  const line = JSON.parse(`{"args":[${textOf(value)}]}`);
  const context = {
    folder: undefined,
    classes: [],
    standIns: new StandInClasses(),
    registry: new Registry(),
  };
  return new Reviver(line, context).revive(line.args[0]);
}
