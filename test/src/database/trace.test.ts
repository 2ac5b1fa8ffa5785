import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { DB } from '../../../src/database/db.js';
import { load } from '../../../src/database/load.js';
import { type Trace, traceOf } from '../../../src/database/trace.js';
import { inputLine, spanLine, TRACE_ID, temporaryFolder, writeDatabase } from './reading-fixture.js';

const folder = temporaryFolder();
let count = 0;
const open = (lines: ReadonlyArray<object | string>): DB =>
  load(writeDatabase(join(folder, `${++count}`), lines));

const id = (number: number) => number.toString(16).padStart(16, '0');
const at = (second: number) => ({ start_time: `${1_795_407_846 + second}000000000` });
/** A call of a function of its own, with that span, parent and start. */
const call = (name: string, span: number, parent?: number, second = span) =>
  inputLine(name, 1, {
    ...at(second),
    span_id: id(span),
    ...(parent === undefined ? {} : { parent_span_id: id(parent) }),
  });
const span = (name: string, own: number, parent?: number, second = own) =>
  spanLine(name, {
    ...at(second),
    span_id: id(own),
    ...(parent === undefined ? {} : { parent_span_id: id(parent) }),
  });

/** The tree as indented names. */
function drawn(trace: Trace): string[] {
  return Array.from(trace, ({ node, depth }) => {
    const name = node.kind === 'call' ? node.call.function : node.span.name;
    return `${'  '.repeat(depth)}${name}${node.isolation === undefined ? '' : ` (${node.isolation})`}`;
  });
}

describe('DB.trace()', () => {
  it('is the calls of one trace as a tree, by start', () => {
    const db = open([
      call('main', 1),
      call('late', 3, 1, 9),
      call('early', 4, 1, 5),
      call('inner', 5, 4, 6),
      inputLine('other', 1, { trace_id: 'f'.repeat(32) }),
    ]);
    const trace = db.trace(TRACE_ID.toUpperCase());
    assert.deepEqual(drawn(trace), ['main', '  early', '    inner', '  late']);
    assert.deepEqual([trace.size, trace.copies, trace.traceId], [4, 0, TRACE_ID]);
  });

  it('has calls under spans, and spans under calls', () => {
    const db = open([call('solve', 2, 1), span('SELECT', 3, 2), span('GET /', 1)]);
    assert.deepEqual(drawn(db.trace(TRACE_ID)), ['GET /', '  solve', '    SELECT']);
  });

  it('says whose parent was not recorded', () => {
    const db = open([call('a', 2, 99), call('b', 3, 2), call('c', 4, 98)]);
    assert.deepEqual(drawn(db.trace(TRACE_ID)), [
      'a (parent not recorded)',
      '  b',
      'c (parent not recorded)',
    ]);
  });

  it('is empty where there is nothing of the trace, and refuses what is no id', () => {
    const db = open([call('a', 1)]);
    assert.deepEqual([...db.trace('f'.repeat(32))], []);
    assert.throws(() => db.trace('abc'), /Expected 32 hex digits for traceId, got 'abc'/);
  });

  it('knows the last of its siblings', () => {
    const db = open([call('a', 1), call('b', 2, 1), call('c', 3, 1)]);
    assert.deepEqual(
      Array.from(db.trace(TRACE_ID), ({ isLast }) => isLast),
      [true, false, true],
    );
  });
});

describe('DB.trace() does not hang on', () => {
  it('a call that is its own parent', () => {
    assert.deepEqual(drawn(open([call('a', 1, 1)]).trace(TRACE_ID)), ['a (cycle)']);
  });

  it('a circle with a tail', () => {
    const db = open([call('a', 1, 3), call('b', 2, 1), call('c', 3, 2), call('tail', 4, 3)]);
    assert.deepEqual(drawn(db.trace(TRACE_ID)), ['a (cycle)', '  b', '    c', '      tail']);
  });

  it('span ids that several calls have', () => {
    const db = open([call('a', 1), call('b', 1, 1), call('c', 1, 1), call('d', 2, 1)]);
    assert.deepEqual(drawn(db.trace(TRACE_ID)), ['a', '  b', '  c', '  d']);
  });

  it('a hundred thousand calls inside each other', () => {
    const depth = 100_000;
    const lines = Array.from({ length: depth }, (_, index) =>
      inputLine('f', index + 1, { span_id: id(index + 1), parent_span_id: id(index) }),
    );
    const trace = open(lines.reverse()).trace(TRACE_ID);
    assert.equal([...trace].at(-1)?.depth, depth - 1);
  });

  it('damaged spans, which it passes over', () => {
    const db = open([
      call('a', 1),
      span('GET', 2, 1),
      JSON.stringify(span('cut', 3, 1)).replace('"events":[]', '"events":['),
      spanLine('odd', { start_time: 7 }),
      spanLine('{"__proto__":1}', {
        span_id: id(4),
        parent_span_id: id(1),
        ...at(0),
        attributes: 7,
        links: 'x',
      }),
    ]);
    assert.deepEqual(drawn(db.trace(TRACE_ID)), ['a', '  {"__proto__":1}', '  GET']);
  });
});

describe('traceOf()', () => {
  it('makes one tree of several databases', () => {
    const client = open([call('ask', 1), span('GET', 2, 1)]);
    const server = open([call('solve', 4, 3), span('GET /', 3, 2)]);
    assert.deepEqual(drawn(traceOf([server, client], TRACE_ID)), [
      'ask',
      '  GET',
      '    GET /',
      '      solve',
    ]);
  });

  it('counts what two databases of one process both have', () => {
    const lines = [call('a', 1), call('b', 2, 1)];
    const trace = traceOf([open(lines), open(lines)], TRACE_ID);
    assert.deepEqual([drawn(trace), trace.size, trace.copies], [['a', '  b'], 2, 2]);
  });
});

describe('DB.traceIds()', () => {
  const db = open([
    inputLine('f', 1, { trace_id: 'bb'.repeat(16) }),
    inputLine('g', 1, { trace_id: 'aa'.repeat(16) }),
    inputLine('f', 2, { trace_id: 'bb'.repeat(16) }),
    inputLine('f', 3, { trace_id: 'ab'.repeat(16) }),
  ]);

  it('is each trace once, in the order of their first calls', () => {
    assert.deepEqual(
      [...db.traceIds()],
      ['bb', 'aa', 'ab'].map((each) => each.repeat(16)),
    );
  });

  it('is those that begin so', () => {
    assert.deepEqual(
      [...db.traceIds('A')],
      ['aa', 'ab'].map((each) => each.repeat(16)),
    );
    assert.deepEqual([...db.traceIds('c')], []);
  });
});
