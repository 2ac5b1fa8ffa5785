import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { literalOf } from '../../../src/testgen/literal.js';
import { NoLiteral } from '../../../src/testgen/primitive-text.js';
import { printDoc } from '../../../src/testgen/print-doc.js';
import { assertRevived } from '../../assert-value.js';
import { Order, VALUES } from '../../values.js';

/** How some values are written. */
const TEXTS: ReadonlyArray<readonly [unknown, string]> = [
  ["it's", `"it's"`],
  ['say "no"', `'say "no"'`],
  ['\u202eevil\u2028', `'\\u202eevil\\u2028'`],
  [-0, '-0'],
  [1e21, '1e21'],
  [[1, -2.5], '[1, -2.5]'],
  [{ n: 5, 'a-b': [], 0: null }, "{ 0: null, n: 5, 'a-b': [] }"],
  [new Map([['a', 1]]), "new Map([['a', 1]])"],
  [new Set(), 'new Set()'],
  [new Date(0), "new Date('1970-01-01T00:00:00.000Z')"],
  [Float64Array.of(1, Number.NaN), 'new Float64Array([1, NaN])'],
  [Buffer.from('text'), "Buffer.from('text')"],
  [Buffer.from([0, 255]), "Buffer.from('00ff', 'hex')"],
  // What it sees, not where that stood.
  [new DataView(Uint8Array.of(1, 2, 3).buffer, 1), 'new DataView(new Uint8Array([2, 3]).buffer)'],
  [new RangeError('no', { cause: 1 }), "new RangeError('no', { cause: 1 })"],
  [/a\/b/gu, '/a\\/b/gu'],
  [new RegExp(String.fromCharCode(0x202e)), "new RegExp('\\u202e', '')"],
];

const NO_CLASSES = () => undefined;

describe('literalOf', () => {
  for (const [value, text] of TEXTS) {
    test(`writes ${text}`, () => assert.equal(textOf(value), text));
  }

  for (const each of VALUES.filter(({ kind, name }) => kind === undefined && name !== 'a DataView')) {
    test(`gives ${each.name} back, or leaves it to be loaded`, () => {
      const value = (each.revived ?? each.make)();
      let text: string;
      try {
        text = textOf(value, (prototype) => (prototype === Order.prototype ? 'Order' : undefined));
      } catch (error) {
        assert.ok(error instanceof NoLiteral);
        return;
      }
      assertRevived(evaluate(text), each);
    });
  }

  test('refuses what stands in two places, in circles, too deep, or is of an unknown class', () => {
    const shared = {};
    const circle: unknown[] = [];
    circle.push(circle);
    const deep = JSON.parse(`${'['.repeat(40)}${']'.repeat(40)}`);
    for (const value of [[shared, shared], circle, deep, new Order(), () => 1, 'x'.repeat(500)]) {
      assert.throws(() => textOf(value), NoLiteral);
    }
  });
});

describe('printDoc', () => {
  test('fills lines of 80 columns with numbers, and breaks tables always', () => {
    const numbers = textOf(Array.from({ length: 40 }, (_, at) => at));
    assert.ok(numbers.split('\n').every((text) => text.length <= 80));
    assert.equal(numbers.split('\n').length, 4);
    assert.equal(
      textOf({
        rows: [
          { a: 1, b: 2 },
          { a: 3, b: 4 },
        ],
      }),
      '{\n  rows: [\n    { a: 1, b: 2 },\n    { a: 3, b: 4 },\n  ],\n}',
    );
  });
});

function textOf(value: unknown, classNames: (prototype: object) => string | undefined = NO_CLASSES): string {
  return printDoc(literalOf(value, { classNames, isTyped: false }).doc);
}

function evaluate(text: string): unknown {
  return new Function('Order', `return (${text});`)(Order);
}
