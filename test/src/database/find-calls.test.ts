import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { CallConditions } from '../../../src/database/call-conditions.js';
import { findCalls } from '../../../src/database/find-calls.js';
import { load } from '../../../src/database/load.js';
import {
  functionLine,
  inputLine,
  outputLine,
  spanLine,
  TRACE_ID,
  temporaryFolder,
  writeDatabase,
} from './reading-fixture.js';

const folder = temporaryFolder();
let count = 0;
const open = (lines: ReadonlyArray<object | string>) =>
  load(writeDatabase(join(folder, `${++count}`), lines));

const OTHER = 'abcdef0123456789abcdef0123456789';
const at = (seconds: number, nanos = 0) => ({
  start_time: `${1_795_407_846 + seconds}${String(nanos).padStart(9, '0')}`,
});
const START = new Date(1_795_407_846_000);

const db = open([
  functionLine('solve'),
  inputLine('solve', 1, at(0)),
  functionLine('Mesh.refine'),
  inputLine('Mesh.refine', 1, { ...at(1), trace_id: OTHER, span_id: 'fedcba9876543210' }),
  outputLine('Mesh.refine', 1, { status: 'error' }),
  inputLine('solve', 2, { ...at(1, 500), trace_id: OTHER }),
  outputLine('solve', 1),
  spanLine('GET'),
  outputLine('solve', 2, { status: 'yielded' }),
  inputLine('Mesh.cut', 3, at(2)),
]);
const ALL = ['solve/1', 'Mesh.refine/1', 'solve/2', 'Mesh.cut/3'];

const FOUND: ReadonlyArray<[what: string, conditions: CallConditions, locations: readonly string[]]> = [
  ['everything', {}, ALL],
  ['a trace', { traceId: OTHER }, ['Mesh.refine/1', 'solve/2']],
  ['a trace in capitals', { traceId: OTHER.toUpperCase() }, ['Mesh.refine/1', 'solve/2']],
  ['no trace', { traceId: 'f'.repeat(32) }, []],
  ['a span', { spanId: 'fedcba9876543210' }, ['Mesh.refine/1']],
  ['a trace and a span of another', { traceId: TRACE_ID, spanId: 'fedcba9876543210' }, []],
  ['a function', { function: 'solve' }, ['solve/1', 'solve/2']],
  ['functions', { function: ['solve', 'Mesh.cut'] }, ['solve/1', 'solve/2', 'Mesh.cut/3']],
  ['a glob', { function: 'Mesh.*' }, ['Mesh.refine/1', 'Mesh.cut/3']],
  ['an unknown function', { function: 'slove' }, []],
  ['a status', { status: 'error' }, ['Mesh.refine/1']],
  ['statuses', { status: ['ok', 'yielded'] }, ['solve/1', 'solve/2']],
  ['unfinished', { status: 'unfinished' }, ['Mesh.cut/3']],
  ['since a date', { since: new Date(START.getTime() + 1000) }, ALL.slice(1)],
  ['since nanoseconds', { since: 1_795_407_847_000_000_001n }, ALL.slice(2)],
  ['since a text', { since: new Date(START.getTime() + 2000).toISOString() }, ALL.slice(3)],
  ['since a text with nanoseconds', { since: '2026-11-23T04:24:07.000000500Z' }, ALL.slice(2)],
  ['until, exclusively', { until: new Date(START.getTime() + 1000) }, ['solve/1']],
  ['a window', { since: START, until: 1_795_407_847_000_000_500n }, ['solve/1', 'Mesh.refine/1']],
  ['a day', { since: '2026-11-24' }, []],
  ['where', { where: ({ invocation }) => invocation > 1 }, ['solve/2', 'Mesh.cut/3']],
  ['all of it', { traceId: OTHER, function: 'solve', status: 'yielded', since: START }, ['solve/2']],
  ['nothing for undefined', { traceId: undefined, where: undefined }, ALL],
];

describe('DB.find() finds', () => {
  for (const [what, conditions, locations] of FOUND) {
    it(what, () => assert.deepEqual(Array.from(db.find(conditions), String), locations));
  }
});

const BAD: ReadonlyArray<[conditions: object, message: RegExp]> = [
  [{ traceId: 'abc' }, /Expected 32 hex digits for traceId, got 'abc'/],
  [{ traceId: 'g'.repeat(32) }, /Expected 32 hex digits for traceId/],
  [{ spanId: 7 }, /Expected 16 hex digits for spanId, got 7/],
  [
    { function: [] as string[], status: 'fine' },
    /Expected one of ok, error, yielded, unfinished, or an array/,
  ],
  [{ function: 3 }, /Expected a name, a glob of names, or an array of these for function, got 3/],
  [{ since: 'yesterday' }, /Expected a Date, an ISO 8601 time or nanoseconds .* for since, got 'yesterday'/],
  [{ since: 1795407846 }, /for since, got 1795407846/],
  [{ until: new Date(Number.NaN) }, /for until, got Invalid Date/],
  [{ where: true }, /Expected a function of a call for where, got true/],
  [{ trace: TRACE_ID }, /Unknown condition 'trace', did you mean 'traceId'\?/],
  ['solve' as never, /Expected an object for the conditions, got 'solve'/],
];

describe('DB.find() refuses', () => {
  for (const [conditions, message] of BAD) {
    it(String(message), () => assert.throws(() => db.find(conditions), { name: 'TypeError', message }));
  }
});

describe('DB.find()', () => {
  it('makes calls one by one', () => {
    const asked: string[] = [];
    const found = db.find({ where: (call) => asked.push(call.location) > 0 });
    found.next();
    assert.deepEqual(asked, ['solve/1']);
  });

  it('reads no payload for conditions that the index knows', () => {
    const broken = open([
      JSON.stringify(inputLine('f', 1)).replace('"args":[1]', '"args":[1,,]'),
      JSON.stringify(outputLine('f', 1)).replace('"result":10', '"result":,'),
    ]);
    const [call] = broken.find({ traceId: TRACE_ID, status: 'ok', since: START });
    assert.deepEqual(
      [call?.location, call?.traceId, call?.startTime],
      ['f/1', TRACE_ID, 1_795_407_846_789_000_000n],
    );
    assert.throws(() => call?.args);
  });

  it('finds lines whose keys stand in another order, and those of several megabytes', () => {
    const { kind, trace_id, ...rest } = inputLine('f', 1) as Record<string, unknown>;
    const long = inputLine('f', 2, { args: ['x'.repeat(3 * 2 ** 20)] });
    const mixed = open([{ ...rest, trace_id, kind }, outputLine('f', 1), long]);
    assert.deepEqual(Array.from(mixed.find({ traceId: TRACE_ID }), String), ['f/1', 'f/2']);
  });

  it('goes by start where the lines do not, as an exporter writes them', () => {
    const exported = open([
      inputLine('inner', 1, at(2)),
      inputLine('outer', 1, at(1)),
      inputLine('inner', 2, at(0)),
    ]);
    assert.deepEqual(Array.from(exported.find(), String), ['inner/2', 'outer/1', 'inner/1']);
  });

  it('survives ids and times that are none', () => {
    const hostile = open([
      inputLine('f', 1, { trace_id: 'zz', start_time: '99999999999999999999' }),
      JSON.stringify(inputLine('f', 2)).replace('"span_id":"0', '"span_id":"\\u0030'),
      inputLine('f', 3, { trace_id: '' }),
    ]);
    assert.deepEqual(Array.from(hostile.find({ traceId: TRACE_ID }), String), ['f/2']);
    assert.deepEqual(Array.from(hostile.find({ since: START }), String), ['f/2', 'f/3', 'f/1']);
    assert.equal(hostile.call('f', 1).traceId, 'zz');
  });

  it('finds what was written since, after refresh()', () => {
    const growing = open([inputLine('f', 1)]);
    assert.equal([...growing.find({ status: 'unfinished' })].length, 1);
    writeDatabase(growing.root, [inputLine('f', 1), outputLine('f', 1), inputLine('f', 2)]);
    assert.deepEqual(Array.from(growing.refresh().find({ status: 'unfinished' }), String), ['f/2']);
  });
});

describe('findCalls()', () => {
  const first = open([inputLine('f', 1, at(0)), inputLine('f', 2, at(3)), inputLine('f', 3, at(3, 1))]);
  const second = open([inputLine('g', 1, at(1)), inputLine('g', 2, at(3))]);

  it('goes through several databases in the order of start', () => {
    const found = Array.from(findCalls([first, open([]), second]), String);
    assert.deepEqual(found, ['f/1', 'g/1', 'f/2', 'g/2', 'f/3']);
  });

  it('holds its conditions in each', () => {
    const found = findCalls([first, second], {
      function: ['g', 'f'],
      until: new Date(START.getTime() + 1001),
    });
    assert.deepEqual(Array.from(found, String), ['f/1', 'g/1']);
    assert.throws(() => findCalls([first], { spanId: '' }), TypeError);
  });
});
