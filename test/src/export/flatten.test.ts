import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ExportedCall } from '../../../src/export/exported-call.js';
import { readCall } from '../../../src/export/exported-call.js';
import { flattenCall } from '../../../src/export/flatten.js';
import { inputLine, outputLine } from '../database/reading-fixture.js';
import { DECLARED, databaseOf } from './exporting.js';

const VALUES: ReadonlyArray<[title: string, value: unknown, cells: Readonly<Record<string, unknown>>]> = [
  ['nested properties', { n: 1, deep: { m: true } }, { 'arg.a.n': 1, 'arg.a.deep.m': true }],
  ['what is too deep', { b: { c: { d: { e: 1, f: 2 } } } }, { 'arg.a.b.c.d': 'object with 2 keys' }],
  [
    'keys with dots and quotes',
    { 'x.y': 1, 'a"': 2, '': 3 },
    { 'arg.a["x.y"]': 1, 'arg.a["a\\""]': 2, 'arg.a[""]': 3 },
  ],
  ['an instance of a class', { $: 'object', class: 'Order', props: { id: 7 } }, { 'arg.a.id': 7 }],
  ['what a limit cut', { $: 'truncated', reason: 'string', head: 'abc' }, { 'arg.a': 'abc' }],
  ['a box', { $: 'boxed', value: 5 }, { 'arg.a': 5 }],
  ['a regular expression', { $: 'RegExp', source: 'a+', flags: 'g' }, { 'arg.a': '/a+/g' }],
  ['a URL', { $: 'URL', value: 'https://example.org/' }, { 'arg.a': 'https://example.org/' }],
  ['an error', { $: 'Error', name: 'TypeError', message: 'no', stack: '' }, { 'arg.a': 'TypeError: no' }],
  ['a function', { $: 'function', name: 'cb' }, { 'arg.a': 'function cb' }],
  ['a map', { $: 'Map', entries: [[1, 2]] }, { 'arg.a': 'Map(1)' }],
  ['a long array', new Array(1001).fill(0), { 'arg.a': 'array [1001]' }],
  ['what was redacted', { $: 'redacted', reason: 'key' }, {}],
  ['an empty object', {}, {}],
  ['an unknown kind', { $: 'later' }, {}],
  ['a kind that lies', { $: 'ndarray', dtype: { toString: 1 }, shape: [{}] }, { 'arg.a': ' []' }],
];

for (const [title, value, cells] of VALUES) {
  test(`flattenCall has cells for ${title}`, () => {
    assert.deepEqual(cellsOf(callWith({ args: [value, null] })), cells);
  });
}

test('flattenCall follows references, but not round in a circle', () => {
  const shared = { id: 1, self: { $: 'ref', path: '/args/0' } };
  const cells = cellsOf(callWith({ args: [shared, { $: 'ref', path: '/args/0' }] }));
  assert.equal(cells['arg.b.id'], 1);
  assert.ok(Object.keys(cells).length < 10);
});

test('flattenCall tells positional arguments, keywords, defaults and results apart', () => {
  const call = callWith({ args: ['x', { $: 'undefined' }], kwargs: { c: 3 } }, { result: { r2: 0.5 } });
  assert.deepEqual(cellsOf(call), { 'arg.a': 'x', 'arg.b': 2, 'kwarg.c': 3, 'result.r2': 0.5 });
});

test('flattenCall names what the function does not declare by its index', () => {
  const db = databaseOf([inputLine('g', 1, { args: ['x', 'y'] })]);
  assert.deepEqual(cellsOf(onlyCall(db)), { 'arg.0': 'x', 'arg.1': 'y' });
});

test('flattenCall looks at a thousand places of a call', () => {
  const many = Object.fromEntries(Array.from({ length: 100_000 }, (_, at) => [`k${at}`, at]));
  assert.equal(Object.keys(cellsOf(callWith({ args: [many] }))).length, 999);
});

function callWith(input: object, output?: object): ExportedCall {
  return onlyCall(
    databaseOf([
      DECLARED,
      inputLine('f', 1, input),
      ...(output === undefined ? [] : [outputLine('f', 1, output)]),
    ]),
  );
}

function onlyCall(db: ReturnType<typeof databaseOf>): ExportedCall {
  const [call] = db.calls();
  const read = call && readCall(db, call);
  assert.ok(read);
  return read;
}

function cellsOf(call: ExportedCall): Record<string, unknown> {
  const cells: Record<string, unknown> = {};
  flattenCall(call, (name, _nesting, cell) => {
    cells[name] = cell;
  });
  return cells;
}
