import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import * as kinds from '../../../src/settings/value-kinds.js';

const inf = Number.POSITIVE_INFINITY;
const layouts = kinds.choice('folders', 'packed');

const readable: [string, kinds.ValueKind<unknown>, string, unknown][] = [
  ['flag', kinds.flag, 'TRUE', true],
  ['flag', kinds.flag, 'false', false],
  ['text', kinds.text, '12', '12'],
  ['amount', kinds.amount, '1e6', 1_000_000],
  ['amount', kinds.amount, 'Infinity', inf],
  ['amountOrZero', kinds.amountOrZero, '0', 0],
  ['delay', kinds.delay, '2147483647', 2_147_483_647],
  ['choice()', layouts, 'packed', 'packed'],
  ['traceUrl', kinds.traceUrl, ' http://j.example/{traceId} ', 'http://j.example/{traceId}'],
  ['traceUrl', kinds.traceUrl, '', ''],
];

for (const [name, kind, text, value] of readable) {
  test(`${name} reads ${text}`, () => {
    assert.deepEqual(kind.check(kind.parse(text), 'key'), value);
  });
}

const refused: [string, kinds.ValueKind<unknown>, unknown, string][] = [
  ['flag', kinds.flag, 'yes', "Expected true or false for key, got 'yes'"],
  ['flag', kinds.flag, 'constructor', "Expected true or false for key, got 'constructor'"],
  ['text', kinds.text, '', "Expected a text that is not empty for key, got ''"],
  ['amount', kinds.amount, 'lots', "Expected a positive integer for key, got 'lots'"],
  ['amount', kinds.amount, 0, 'Expected a positive integer for key, got 0'],
  ['amount', kinds.amount, '10', "Expected a positive integer for key, got '10'"],
  ['amountOrZero', kinds.amountOrZero, inf, 'Expected a positive integer or zero for key, got Infinity'],
  [
    'delay',
    kinds.delay,
    2 ** 31,
    'Expected a number of milliseconds from 0 to 2147483647 for key, got 2147483648',
  ],
  ...['https://j.example/', 'javascript:{traceId}', 7].map(
    (value): [string, kinds.ValueKind<unknown>, unknown, string] => [
      'traceUrl',
      kinds.traceUrl,
      value,
      `Expected an http or https URL with {traceId} in it for key, got ${inspect(value)}`,
    ],
  ),
  ['choice()', layouts, 'flat', "Expected 'folders' or 'packed' for key, got 'flat'"],
];

for (const [name, kind, value, message] of refused) {
  test(`${name} throws: ${message}`, () => {
    assert.throws(() => kind.check(value, 'key'), { name: 'TypeError', message });
  });
}
