import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { load } from '../../../src/database/load.js';
import { type Choice, chooseCalls } from '../../../src/testgen/choose-calls.js';
import { findContradictions } from '../../../src/testgen/contradictions.js';
import { Project } from './project.js';

const project = new Project('module');
after(() => project.remove());

describe('chooseCalls', () => {
  test('picks the first call, an error of each class, and the extremes', () => {
    const choice = choose('first', [5, 6, 7, 1e9, 8, 0, -4, 'text', 9]);
    assert.deepEqual(numbersOf(choice), [1, 4, 6, 7, 8]);
    assert.deepEqual(choice.chosen[0]?.why, ['the first call']);
    assert.match(String(choice.chosen[1]?.why), /largest value/);
    assert.match(String(choice.chosen[3]?.why), /throws: RangeError/);
  });

  test('picks no more than it is told, outcomes first', () => {
    assert.deepEqual(numbersOf(choose('most', [5, 6, 0, -4, 7], 2)), [1, 4]);
  });

  test('is not moved by more calls of the same sort', () => {
    const few = choose('few', [5, 90, -4, 'text', 1]);
    const many = choose('many', [
      5,
      90,
      -4,
      'text',
      1,
      ...Array.from({ length: 300 }, (_, at) => 2 + (at % 80)),
      -3,
    ]);
    assert.deepEqual(numbersOf(many), numbersOf(few));
  });

  test('prefers the smaller of calls that are alike', () => {
    const long = Array.from({ length: 99 }, () => 1_000_000);
    const choice = choose('small', [
      1,
      { values: long, tail: 'x'.repeat(2000) },
      { values: [3], tail: 'x' },
      { values: [2], tail: 'x' },
    ]);
    assert.ok(numbersOf(choice).includes(3));
    assert.ok(!numbersOf(choice).includes(4));
  });

  test('counts what it passes over, by reason', () => {
    const choice = choose('refused', [1, 2, 3], 10, (n) => (n > 1 ? 'no' : undefined));
    assert.deepEqual(choice.refused, [{ reason: 'no', calls: 2, example: 'check/2', detail: undefined }]);
    assert.equal(choice.calls, 3);
  });
});

test('findContradictions finds calls whose arguments had another outcome once', () => {
  const db = record(
    'contradictory',
    'let n = 0; const f = intercept(function check(x) { return x === 1 ? ++n : x; }); f(1); f(1); f(2); f(2);',
  );
  const isContradicted = findContradictions(db.calls('check'));
  assert.deepEqual(Array.from(db.calls('check'), isContradicted), [true, true, false, false]);
});

function choose(
  name: string,
  values: readonly unknown[],
  most = 10,
  refuse: (invocation: number) => string | undefined = () => undefined,
): Choice {
  const db = record(
    name,
    `const check = intercept(function check(value) {
      if (value < 0) throw new RangeError('below ' + value);
      if (value === 'text') throw new TypeError('a text');
      return value;
    });
    for (const value of ${JSON.stringify(values)}) try { check(value); } catch {}`,
  );
  return chooseCalls(db.calls('check'), {
    most,
    refuse: ({ invocation }) => {
      const reason = refuse(invocation);
      return reason === undefined ? undefined : { reason };
    },
  });
}

function record(name: string, program: string) {
  project.write('record.js', `import { intercept } from 'callmonitor';\n${program}`);
  const { status, stderr } = project.node(['record.js'], { CALLMONITOR_ROOT: name });
  assert.deepEqual({ status, stderr }, { status: 0, stderr: '' });
  return load(project.path(name));
}

function numbersOf({ chosen }: Choice): number[] {
  return chosen.map(({ call }) => call.invocation);
}
