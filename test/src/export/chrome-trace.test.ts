import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { DB } from '../../../src/database/db.js';
import { load } from '../../../src/database/load.js';
import { runProgram } from '../../run-program.js';
import { functionLine, inputLine, outputLine, summaryOf } from '../database/reading-fixture.js';
import { temporaryFolder } from '../handlers/temporary-folder.js';
import { databaseOf, exported } from './exporting.js';

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur: number;
  readonly id?: string;
  readonly cname?: string;
  readonly args: Record<string, unknown>;
}

const START = 1_795_407_846_789_000_000n;

test('chrome-trace has calls of a real program inside and beside each other, each track well nested', async (t) => {
  const cwd = temporaryFolder(t);
  const { stderr } = await runProgram('overlapping-calls', { cwd });
  assert.equal(stderr, '');
  const events = await eventsOf([load(join(cwd, 'call-monitor'))]);
  assertWellFormed(events);
  const phases = (name: string) => [
    ...new Set(events.filter((event) => event.name === name).map(({ ph }) => ph)),
  ];
  assert.deepEqual([phases('fibonacci'), phases('request')], [['X'], ['b', 'e']]);
  assert.equal(events.filter(({ name }) => name === 'fibonacci').length, 177);
  const depth = Math.max(...depthsOf(events.filter(({ name, ph }) => name === 'fibonacci' && ph === 'X')));
  assert.equal(depth, 10);
});

test('chrome-trace takes a call that outlives its caller out of it', async () => {
  const events = await eventsOf([
    timeline([
      ...spanning('outer', 1, [0, 100], 'a'),
      ...spanning('inner', 1, [50, 200], 'b', 'a'),
      ...spanning('leaf', 1, [60, 70], 'c', 'a'),
    ]),
  ]);
  assertWellFormed(events);
  assert.deepEqual(phasesByName(events), { outer: 'X', inner: 'be', leaf: 'X' });
});

test('chrome-trace sets requests that wait at the same time beside each other', async () => {
  const events = await eventsOf([
    timeline([...spanning('a', 1, [0, 100], 'a', 'f'), ...spanning('b', 1, [20, 50], 'b', 'f')]),
  ]);
  assert.deepEqual(phasesByName(events), { a: 'be', b: 'be' });
});

test('chrome-trace goes by the times alone where no call knows its caller', async () => {
  const events = await eventsOf([
    timeline([...spanning('a', 1, [0, 100], 'a'), ...spanning('b', 1, [20, 50], 'b')]),
  ]);
  assert.deepEqual(phasesByName(events), { a: 'X', b: 'X' });
});

test('chrome-trace follows the log where start times are of a clock too coarse for the order', async () => {
  const call = (name: string, span: string, parent?: string) => [
    inputLine(name, 1, { span_id: id(span), ...(parent && { parent_span_id: id(parent) }) }),
  ];
  const end = (name: string, ns: number) =>
    outputLine(name, 1, { end_time: String(START + BigInt(ns)), duration_ns: ns });
  const events = await eventsOf([
    databaseOf([
      ...call('outer', 'a'),
      ...call('first', 'b', 'a'),
      end('first', 700),
      ...call('second', 'c', 'a'),
      end('second', 900),
      end('outer', 1000),
    ]),
  ]);
  assertWellFormed(events);
  assert.deepEqual(
    events.filter(({ ph }) => ph === 'X').map(({ name, ts, dur }) => [name, ts, dur]),
    [
      ['outer', 0, 1.6],
      ['first', 0, 0.7],
      ['second', 0.7, 0.9],
    ],
  );
});

test('chrome-trace keeps nanoseconds, and says when its time begins', async () => {
  const db = timeline([
    ...spanning('a', 1, [1, 4], 'a'),
    ...spanning('b', 1, [86_400_000_000_007, 86_400_000_000_010], 'b'),
  ]);
  const { text } = await exported(db, { to: 'chrome-trace' });
  const { otherData, traceEvents } = JSON.parse(text);
  assert.equal(otherData.startTimeUnixNano, String(START + 1n));
  const [a, b] = traceEvents.filter(({ ph }: TraceEvent) => ph === 'X');
  assert.deepEqual([a.ts, a.dur, b.ts, b.dur], [0, 0.003, 86_400_000_000.006, 0.003]);
});

test('chrome-trace marks errors, and calls that never came back, which last to the end', async () => {
  const error = { $: 'Error', name: 'RangeError', message: 'no', stack: '' };
  const events = await eventsOf([
    timeline([
      { ...inputLine('waits', 1, { span_id: id('a') }), at: START },
      ...spanning('fails', 1, [10, 5000], 'b', 'a', { status: 'error', error, result: undefined }),
    ]),
  ]);
  assertWellFormed(events);
  const [waits, fails] = events.filter(({ ph }) => ph === 'X');
  assert.deepEqual([waits?.cname, waits?.args['status'], waits?.dur], ['bad', 'unfinished', 5]);
  assert.deepEqual([fails?.cname, fails?.args['error']], ['terrible', 'RangeError: no']);
});

test('chrome-trace shows a call whose end is damaged to the last end, and the others where they were', async () => {
  const events = await eventsOf([
    timeline([
      ...spanning('broken', 1, [0, 10], 'a', undefined, { status: 'no status' }),
      ...spanning('after', 1, [20, 30], 'b'),
    ]),
  ]);
  assertWellFormed(events);
  const [broken, after] = events.filter(({ name }) => name === 'broken' || name === 'after');
  assert.deepEqual([broken?.ts, after?.ts, after?.dur], [0, 0.02, 0.01]);
});

test('chrome-trace names processes and threads, one for each database', async () => {
  const summary = (pid: number, tid?: string) => summaryOf({ process: { pid, tid, host: 'h', node: 'v20' } });
  const databases = [summary(42), summary(42, '3'), summary(7)].map((each) =>
    databaseOf([inputLine('f', 1)], each),
  );
  const names = (await eventsOf(databases)).filter(({ ph }) => ph === 'M');
  assert.deepEqual(
    names.map(({ name, pid, tid, args }) => [name, pid, tid, args['name']]),
    [
      ['process_name', 42, 42, 'test on h'],
      ['thread_name', 42, 42, 'call-monitor'],
      ['process_name', 42, 3, 'test on h'],
      ['thread_name', 42, 3, 'call-monitor'],
      ['process_name', 7, 7, 'test on h'],
      ['thread_name', 7, 7, 'call-monitor'],
    ],
  );
});

test('chrome-trace shows values as readable JSON of moderate size', async () => {
  const big = { $: 'bigint', value: '12' };
  const args = [big, { list: Array.from({ length: 100 }, (_, at) => at), text: 'x'.repeat(1000) }];
  const [, , event] = await eventsOf([databaseOf([functionLine('f'), inputLine('f', 1, { args })])]);
  const shown = event?.args['arguments'] as { x: string; y: { list: unknown[]; text: string } };
  assert.deepEqual(
    [shown.x, shown.y.list.length, shown.y.list.at(-1), shown.y.text.length],
    ['12', 21, '… 80 more', 200],
  );
});

test('chrome-trace of no calls is a trace without events', async () => {
  assert.deepEqual(JSON.parse((await exported([], { to: 'chrome-trace' })).text).traceEvents, []);
});

function id(letter: string): string {
  return letter.repeat(16);
}

interface TimedLine {
  readonly at: bigint;
}

/** A database whose log was written as things happened. */
function timeline(lines: readonly TimedLine[]): DB {
  const sorted = lines.toSorted((a, b) => Number(a.at - b.at));
  return databaseOf(sorted.map(({ at: _at, ...line }) => line));
}

/** A call between two times, in nanoseconds. */
function spanning(
  name: string,
  invocation: number,
  [from, to]: [number, number],
  span: string,
  parent?: string,
  changes: object = {},
): TimedLine[] {
  const [start, end] = [START + BigInt(from), START + BigInt(to)];
  const ids = { span_id: id(span), ...(parent === undefined ? {} : { parent_span_id: id(parent) }) };
  return [
    { ...inputLine(name, invocation, { ...ids, start_time: String(start) }), at: start },
    {
      ...outputLine(name, invocation, { end_time: String(end), duration_ns: to - from, ...changes }),
      at: end,
    },
  ];
}

async function eventsOf(databases: Parameters<typeof exported>[0]): Promise<TraceEvent[]> {
  return JSON.parse((await exported(databases, { to: 'chrome-trace' })).text).traceEvents;
}

function phasesByName(events: readonly TraceEvent[]): Record<string, string> {
  const phases: Record<string, string> = {};
  for (const { name, ph } of events) if (ph !== 'M') phases[name] = (phases[name] ?? '') + ph;
  return phases;
}

/** On each track one slice is inside another or apart from it; what begins beside a thread ends there, later. */
function assertWellFormed(events: readonly TraceEvent[]): void {
  const slices = events.filter(({ ph }) => ph === 'X');
  for (const track of new Set(slices.map(({ tid }) => tid)))
    depthsOf(slices.filter(({ tid }) => tid === track));
  const begun = new Map<string | undefined, number>();
  for (const { ph, id: key, ts } of events) {
    if (ph === 'b') begun.set(key, ts);
    if (ph !== 'e') continue;
    assert.ok((begun.get(key) ?? Number.NaN) <= ts, `${key} ends after it begins`);
    begun.delete(key);
  }
  assert.deepEqual([...begun], []);
}

/** How deep each slice of one track lies. */
function depthsOf(slices: readonly TraceEvent[]): number[] {
  const open: number[] = [];
  const inOrder = slices
    .map(({ ts, dur }) => ({ from: Math.round(ts * 1000), to: Math.round((ts + dur) * 1000) }))
    .sort((a, b) => a.from - b.from || b.to - a.to);
  return inOrder.map(({ from, to }) => {
    while (open.length > 0 && (open.at(-1) ?? 0) <= from) open.pop();
    assert.ok(open.length === 0 || to <= (open.at(-1) ?? 0), 'slices of a track cross');
    return open.push(to);
  });
}
