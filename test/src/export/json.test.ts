import assert from 'node:assert/strict';
import { test } from 'node:test';
import { functionLine, inputLine, outputLine } from '../database/reading-fixture.js';
import { DECLARED, databaseOf, exported } from './exporting.js';

const ARRAY = { $: 'ndarray', class: 'Float64Array', dtype: '<f8', shape: [1000], file: 'arg_0.npy' };
const LINES = [
  DECLARED,
  inputLine('f', 1, { args: [ARRAY], kwargs: { c: { $: 'bigint', value: '12' } } }),
  outputLine('f', 1, { result: { n: [1, null] } }),
  inputLine('f', 2, { args: [1, 5] }),
];

test('json has the arguments by name, defaults filled in, other values as descriptors', async () => {
  const { text } = await exported(databaseOf(LINES), { to: 'json' });
  const [first, second] = JSON.parse(text);
  assert.deepEqual(first.arguments, {
    a: ARRAY,
    b: 2,
    c: { $: 'bigint', value: '12' },
    d: { $: 'source', value: 'EPS * 2' },
  });
  assert.deepEqual(first.result, { n: [1, null] });
  assert.deepEqual([second.arguments.b, second.status, 'result' in second], [5, 'unfinished', false]);
});

test('json tells where and when a call was', async () => {
  const db = databaseOf([functionLine('f', { file: '/src/f.js', line: 7 }), ...LINES.slice(1)]);
  const [{ arguments: _arguments, result: _result, ...facts }] = JSON.parse(
    (await exported(db, { to: 'json' })).text,
  );
  assert.deepEqual(facts, {
    database: db.path,
    location: 'f/1',
    function: 'f',
    invocation: 1,
    status: 'ok',
    start_time: '2026-11-23T04:24:06.789000000Z',
    start_time_ns: '1795407846789000000',
    duration_ns: 1500,
    trace_id: '0af7651916cd43dd8448eb211c80319c',
    span_id: '0000000000000001',
    folder: `${db.root}/f/1`,
    file: '/src/f.js',
    line: 7,
    replayable: true,
  });
});

test('json tells an error, and its type and message for itself', async () => {
  const error = { $: 'Error', name: 'RangeError', message: 'no', stack: '' };
  const db = databaseOf([
    inputLine('f', 1),
    outputLine('f', 1, { status: 'error', error, result: undefined }),
  ]);
  const [call] = JSON.parse((await exported(db, { to: 'json' })).text);
  assert.deepEqual(
    [call.status, call.error_type, call.error_message, call.error],
    ['error', 'RangeError', 'no', error],
  );
});

test('json with lines has a call a line', async () => {
  const { text } = await exported(databaseOf(LINES), { to: 'json', lines: true });
  const lines = text.trimEnd().split('\n');
  assert.deepEqual(
    lines.map((line) => JSON.parse(line).location),
    ['f/1', 'f/2'],
  );
});

test('json of no calls is an empty array, or no line', async () => {
  assert.deepEqual(JSON.parse((await exported(databaseOf([]), { to: 'json' })).text), []);
  assert.equal((await exported(databaseOf([]), { to: 'json', lines: true })).text, '');
});

test('json keeps __proto__ as a key, and writes what is nested deeper than JSON.stringify goes', async () => {
  const deep = `${'['.repeat(30_000)}${']'.repeat(30_000)}`;
  const line = JSON.stringify(inputLine('g', 1, { args: ['DEEP'] })).replace('"DEEP"', deep);
  const hostile = JSON.stringify(inputLine('g', 2, { kwargs: {} })).replace('{}', '{"__proto__":{"x":1}}');
  const { text } = await exported(databaseOf([line, hostile]), { to: 'json' });
  const [first, second] = JSON.parse(text);
  assert.equal(first.location, 'g/1');
  assert.ok(text.includes(deep));
  assert.deepEqual(Object.getOwnPropertyDescriptor(second.arguments, '__proto__')?.value, { x: 1 });
});
