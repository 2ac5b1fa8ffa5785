import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import type { CallConditions } from '../../../src/database/call-conditions.js';
import { exportCalls } from '../../../src/export/export-calls.js';
import type { FormatName } from '../../../src/export/formats.js';
import { DestinationNotFreeError } from '../../../src/model/errors.js';
import { inputLine, outputLine } from '../database/reading-fixture.js';
import { databaseOf, exported, newPath } from './exporting.js';

const TRACE = 'a'.repeat(32);
const db = databaseOf([
  inputLine('f', 1),
  outputLine('f', 1),
  inputLine('f', 2, { trace_id: TRACE, start_time: '1795407846789000001' }),
  outputLine('f', 2, { status: 'error', error: 'no', result: undefined }),
  inputLine('g', 1, { start_time: '1795407846789000002' }),
]);

const FILTERS: ReadonlyArray<[title: string, filter: CallConditions, locations: readonly string[]]> = [
  ['no filter', {}, ['f/1', 'f/2', 'g/1']],
  ['functions', { function: ['g', 'h'] }, ['g/1']],
  ['a trace', { traceId: TRACE }, ['f/2']],
  ['statuses', { status: ['error', 'unfinished'] }, ['f/2', 'g/1']],
  ['a time from which on', { since: 1_795_407_846_789_000_001n }, ['f/2', 'g/1']],
  ['a function', { where: ({ status }) => status === 'ok' }, ['f/1']],
  ['a time before which', { until: 1_795_407_846_789_000_001n }, ['f/1']],
];

for (const [title, filter, locations] of FILTERS) {
  test(`exportCalls takes the calls that ${title} lets pass`, async () => {
    const { text, summary } = await exported(db, { to: 'json', ...filter });
    assert.deepEqual(
      JSON.parse(text).map(({ location }: { location: string }) => location),
      locations,
    );
    assert.equal(summary.calls, locations.length);
  });
}

test('exportCalls leaves a file alone that is there, unless it is forced', async () => {
  const output = newPath('calls.json');
  writeFileSync(output, 'mine');
  await assert.rejects(exportCalls([db], { to: 'json', output }), DestinationNotFreeError);
  assert.equal(readFileSync(output, 'utf8'), 'mine');
  await exportCalls([db], { to: 'json', output, force: true });
  assert.equal(JSON.parse(readFileSync(output, 'utf8')).length, 3);
  assert.deepEqual(readdirSync(dirname(output)), ['calls.json']);
});

test('exportCalls does not take the place of a file that came meanwhile', async () => {
  const output = newPath('calls.json');
  const onProgress = () => writeFileSync(output, 'mine');
  await assert.rejects(exportCalls([db], { to: 'json', output, onProgress }), DestinationNotFreeError);
  assert.deepEqual([readFileSync(output, 'utf8'), readdirSync(dirname(output))], ['mine', ['calls.json']]);
});

test('exportCalls does not take the place of what is no file', async () => {
  const output = newPath('folder');
  mkdirSync(output);
  await assert.rejects(exportCalls([db], { to: 'json', output, force: true }), /no regular file/);
  await assert.rejects(
    exportCalls([db], { to: 'json', output: '/dev/null', force: true }),
    /no regular file/,
  );
});

test('exportCalls leaves nothing of a file that fails half-way', async () => {
  const output = newPath('calls.json');
  const onProgress = () => {
    throw new Error('stop');
  };
  await assert.rejects(exportCalls([db], { to: 'json', output, onProgress }), /stop/);
  assert.deepEqual(readdirSync(dirname(output)), []);
});

test('exportCalls makes files that are private, as what was recorded is', async () => {
  const { path } = await exported(db, { to: 'csv' });
  assert.equal(statSync(path).mode & 0o777, 0o600);
});

test('exportCalls waits for a stream that is slow, and does not end it', async () => {
  const lines = Array.from({ length: 300 }, (_, at) =>
    inputLine('f', at + 1, { args: ['x'.repeat(10_000)] }),
  );
  let most = 0;
  const stream = new Writable({
    highWaterMark: 1000,
    write: (_chunk, _encoding, done) => void setImmediate().then(() => done()),
  });
  const write = stream.write.bind(stream);
  stream.write = (chunk: unknown) => {
    const isFree = write(chunk);
    most = Math.max(most, stream.writableLength);
    return isFree;
  };
  const { bytes } = await exportCalls([databaseOf(lines)], { to: 'json', output: stream });
  assert.ok(bytes > 3_000_000 && most < 1_000_000);
  assert.equal(stream.writableEnded, false);
});

test('exportCalls ends where its stream is closed before it has taken all', async () => {
  const stream = new Writable({ highWaterMark: 1, write: () => void stream.destroy() });
  await assert.rejects(exportCalls([db], { to: 'json', output: stream }), /it was closed/);
});

test('exportCalls counts damage, and exports the rest', async () => {
  const lines = [
    inputLine('f', 1),
    inputLine('f', 2, { args: 'no list' }),
    inputLine('f', 3),
    outputLine('f', 3, { status: 'odd' }),
    inputLine('f', 4),
  ];
  const { text, summary } = await exported(databaseOf(lines), { to: 'json' });
  assert.deepEqual(
    JSON.parse(text).map(({ location, status }: Record<string, string>) => [location, status]),
    [
      ['f/1', 'unfinished'],
      ['f/3', 'damaged'],
      ['f/4', 'unfinished'],
    ],
  );
  assert.equal(summary.damaged, 2);
});

test('exportCalls has columns for what most calls have, and counts those left out', async () => {
  const lines = [
    inputLine('f', 1, { args: [], kwargs: { once: { deep: 1 }, often: 1 } }),
    inputLine('f', 2, { args: [], kwargs: { often: 2, other: 3 } }),
  ];
  const { text, summary } = await exported(databaseOf(lines), { to: 'csv', maxColumns: 1 });
  assert.match(text, /,error_message,kwarg\.often\r\n/);
  assert.deepEqual([summary.columns, summary.columnsLeftOut], [1, 2]);
});

test('exportCalls reads a database with a hundred thousand keys in bounded columns', async () => {
  const kwargs = Object.fromEntries(Array.from({ length: 100_000 }, (_, at) => [`key${at}`, at]));
  const { summary } = await exported(databaseOf([inputLine('f', 1, { kwargs })]), { to: 'csv' });
  assert.equal(summary.columns, 200);
});

const WRONG: ReadonlyArray<[options: object, expected: RegExp]> = [
  [{ to: 'xml' }, /TypeError: Expected one of otlp, .*, got 'xml'/],
  [{ status: ['good'] }, /TypeError: Expected one of ok, .* for status/],
  [{ traceId: 'x' }, /TypeError: Expected 32 hex digits for traceId/],
  [{ maxColumns: -1 }, /RangeError: Expected a whole number of 0 or more for maxColumns, got -1/],
];

for (const [options, expected] of WRONG) {
  test(`exportCalls refuses ${JSON.stringify(options)}`, async () => {
    const output = newPath('calls');
    await assert.rejects(exportCalls([db], { to: 'json' as FormatName, output, ...options }), (error) => {
      assert.match(String(error), expected);
      return true;
    });
    assert.deepEqual(readdirSync(dirname(output)), []);
  });
}

test('exportCalls tells how far it is, over all passes', async () => {
  const told: Array<[number, number]> = [];
  await exportCalls([db], { to: 'csv', output: new PassThrough(), onProgress: (...each) => told.push(each) });
  assert.deepEqual(told, [[6, 6]]);
});
