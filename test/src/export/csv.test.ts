import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inputLine, outputLine } from '../database/reading-fixture.js';
import { query } from './duckdb.js';
import { DECLARED, databaseOf, exported } from './exporting.js';

const HOSTILE = ['a,b', 'say "x"', 'line\r\nbreak', '', '=1+1', '+1', '-cmd', '@sum', '\tx', 'é\u2028'];

const db = databaseOf([
  DECLARED,
  ...HOSTILE.map((text, at) => inputLine('f', at + 1, { args: [text, -1] })),
  outputLine('f', 1, { result: true }),
]);

test('csv is read back by DuckDB as it was, where formulas are left alone', async () => {
  const { path } = await exported(db, { to: 'csv', escapeFormulas: false });
  const rows = await query(
    `SELECT "arg.a" AS a, "arg.b" AS b FROM read_csv('${path}', strict_mode = true, allow_quoted_nulls = false) ORDER BY invocation`,
  );
  assert.deepEqual(
    rows,
    HOSTILE.map((a) => ({ a, b: '-1' })),
  );
});

test('csv keeps spreadsheets from computing text, but not numbers', async () => {
  const { path } = await exported(db, { to: 'csv' });
  const rows = await query(
    `SELECT "arg.a" AS a, "arg.b" AS b FROM read_csv('${path}', allow_quoted_nulls = false) ORDER BY invocation`,
  );
  assert.deepEqual(
    rows.map(({ a }) => a),
    HOSTILE.map((text) => (/^[=+\-@\t]/.test(text) ? `'${text}` : text)),
  );
  assert.ok(rows.every(({ b }) => b === '-1'));
});

test('csv keeps spreadsheets from computing the name of an argument', async () => {
  const { text } = await exported(databaseOf([inputLine('f', 1, { kwargs: { '=x': 1 } })]), { to: 'csv' });
  assert.match(text, /,"kwarg\[""=x""\]",arg\.0\r\n/);
});

test('csv ends its rows as RFC 4180 says, titles first', async () => {
  const { text } = await exported(
    databaseOf([DECLARED, inputLine('f', 1, { args: [true] }), outputLine('f', 1)]),
    {
      to: 'csv',
    },
  );
  const [titles, row, end] = text.split('\r\n');
  assert.equal(
    titles,
    'database,function,invocation,location,status,start_time,start_time_ns,duration_ns,trace_id,span_id,parent_span_id,error_type,error_message,arg.a,arg.b,result',
  );
  assert.match(
    row ?? '',
    /,f,1,f\/1,ok,2026-11-23T04:24:06\.789000Z,1795407846789000000,1500,0af7651916cd43dd8448eb211c80319c,0000000000000001,,,,true,2,10$/,
  );
  assert.equal(end, '');
});
