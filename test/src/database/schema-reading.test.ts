import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { KINDS } from '../../../src/capture/revive-kinds.js';
import { closedLine, functionLine, inputLine, outputLine, spanLine, summaryOf } from './reading-fixture.js';

const text = readFileSync('src/database/schema.json', 'utf8');
const schema = JSON.parse(text);

const error = {
  $: 'Error',
  name: 'E',
  message: 'm',
  stack: '',
  cause: 1,
  props: { $x: 1 },
  class: 'MyError',
};
const cut = { $: 'truncated', reason: 'items', length: 3, head: { n: 1 } };

const VALUES: readonly unknown[] = [
  { a: [1, 'x', null, true, { '': 1 }] },
  { $: 'undefined' },
  { $: 'number', value: '-0' },
  { $: 'bigint', value: '-1' },
  { $: 'Date', value: null },
  { $: 'RegExp', source: 'a', flags: 'g', lastIndex: 2 },
  { $: 'URL', value: 'https://example.org/' },
  { $: 'URLSearchParams', value: '' },
  { $: 'Map', entries: [[1, { $: 'Set', values: [] }]] },
  error,
  { $: 'boxed', value: { $: 'number', value: 'NaN' } },
  { $: 'symbol', registered: false },
  { $: 'function', name: '', class: true },
  { $: 'array', length: 4, items: [[3, 'x']], props: { index: 1 } },
  { $: 'object', class: 'Order', props: { $set: 1 } },
  {
    $: 'object',
    proto: null,
    entries: [
      [{ $: 'symbol', description: 's', registered: true }, { $: 'accessor' }],
      ['a', 1],
    ],
  },
  { $: 'ndarray', class: 'Float64Array', dtype: '<f8', shape: [1000], file: 'arg_1.npy' },
  { $: 'ndarray', class: 'Buffer', dtype: '|u1', shape: [2], base64: 'aGk=' },
  { $: 'opaque', class: 'Promise' },
  { $: 'ref', path: '/args/0/entries/1/0' },
  { $: 'redacted', reason: 'key' },
  { $: 'handler', handler: 'MatrixHandler', target: '.result' },
  cut,
];

const LINES: readonly unknown[] = [
  summaryOf({
    functions: { f: { calls: 1, argspec: { args: [], varargs: null, kwonlyargs: [], defaults: {} } } },
    dropped: 0,
  }),
  functionLine('f', { file: '/a.js', line: 1 }),
  ...VALUES.map((value) => inputLine('f', 1, { args: [value], kwargs: { value }, this: value })),
  inputLine('f', 1, {
    kwargs: cut,
    parent_span_id: '00000000000000aa',
    replayable: { ok: false, why: ['/kwargs: truncated'] },
  }),
  outputLine('f', 1, { args_after: VALUES }),
  { kind: 'output', function: 'f', invocation: 1, status: 'error', end_time: '1', duration_ns: 0.5, error },
  spanLine('GET'),
  spanLine('GET', {
    parent_span_id: '00000000000000aa',
    status: { code: 'error', message: 'refused' },
    attributes: { 'http.route': '/', $set: 1, list: [1, 2], token: { $: 'redacted', reason: 'key' } },
    events: [{ name: 'exception', time: '1', attributes: {} }],
    links: [{ trace_id: 'a'.repeat(32), span_id: 'b'.repeat(16), attributes: {} }],
    scope: { name: 'http', version: '1' },
    resource: { 'service.name': 'other' },
  }),
  { kind: 'dropped', count: 1, reason: 'overflow' },
  closedLine({ f: 1 }),
];

const WRONG: readonly unknown[] = [
  summaryOf({ version: '2.0' }),
  functionLine('f', { dir: '../f' }),
  inputLine('f', 0),
  inputLine('f', 1, { args: [{ $: 'Widget' }] }),
  inputLine('f', 1, { args: [{ $set: 1 }] }),
  inputLine('f', 1, { args: [{ $: 'ndarray', class: 'Buffer', dtype: '|u1', shape: [1], file: '../x' }] }),
  inputLine('f', 1, { args: [{ $: 'ref', path: 'args/0' }] }),
  inputLine('f', 1, { trace_id: 'ABC' }),
  outputLine('f', 1, { status: 'fine' }),
  spanLine('GET', { span_kind: 2 }),
  spanLine('GET', { status: 'ok' }),
  spanLine('GET', { attributes: [] }),
  outputLine('f', 1, { error }),
];

describe('schema.json', () => {
  it('names every kind of value that Reviver knows', () => {
    const named = new Set(schema.$defs.marked.oneOf.flatMap(kindsOf));
    assert.deepEqual([...named].sort(), [...KINDS.keys(), 'ref'].sort());
  });

  it('refers to nothing that it has not', () => {
    for (const [, name] of text.matchAll(/"#\/\$defs\/(\w+)"/g))
      assert.ok(name && Object.hasOwn(schema.$defs, name), name);
  });

  it('accepts good lines and refuses bad ones', async (context) => {
    const isValid = await compileSchema();
    if (isValid === undefined) return context.skip('ajv is not installed');
    for (const line of LINES) assert.ok(isValid(line), JSON.stringify(line));
    for (const line of WRONG) assert.ok(!isValid(line), JSON.stringify(line));
  });
});

function kindsOf(rule: {
  $ref?: string;
  properties?: { $: { const?: string; enum?: string[] } };
}): unknown[] {
  const { $ref, properties } = rule;
  if ($ref !== undefined) return kindsOf(schema.$defs[$ref.replace('#/$defs/', '')]);
  return properties?.$.enum ?? [properties?.$.const];
}

/** A validator by ajv, which is no dependency. */
async function compileSchema(): Promise<((line: unknown) => boolean) | undefined> {
  const name: string = 'ajv/dist/2020.js';
  try {
    const { default: Ajv } = await import(name);
    return new Ajv({ strict: false }).compile(schema);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ERR_MODULE_NOT_FOUND') return undefined;
    throw cause;
  }
}
