import assert from 'node:assert/strict';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { loadAll } from '../../../src/database/load.js';
import { functionLine, inputLine, outputLine, writeDatabase } from '../database/reading-fixture.js';
import { query } from './duckdb.js';
import { DECLARED, databaseOf, exported, newPath } from './exporting.js';

test('parquet of a directory of databases is a table that DuckDB groups, and joins on arguments', async () => {
  const root = newPath('call-monitor');
  for (const [at, name] of ['call-monitor', 'call-monitor-tid=1'].entries()) {
    const lines = [functionLine('solve'), functionLine('load')];
    for (let n = 1; n <= 10; n++) {
      const times = { duration_ns: n * 100 + at };
      lines.push(inputLine('solve', n, { args: [n, 'mesh'] }), outputLine('solve', n, times));
      lines.push(inputLine('load', n, { args: [`file-${n}`, n] }), outputLine('load', n, { result: n * n }));
    }
    writeDatabase(join(dirname(root), name), lines);
  }
  const { path } = await exported(loadAll(dirname(root)), { to: 'parquet' });
  const grouped = await query(
    `SELECT function, count(*) AS calls, round(quantile_cont(duration_ns, 0.95)) AS p95 FROM '${path}' GROUP BY 1 ORDER BY 1`,
  );
  assert.deepEqual(grouped, [
    { function: 'load', calls: '20', p95: 1500 },
    { function: 'solve', calls: '20', p95: 1000 },
  ]);
  const joined = await query(
    `SELECT s.location, l.location AS loaded, l.result FROM '${path}' s JOIN '${path}' l
     ON s."arg.x" = CAST(l."arg.y" AS VARCHAR) AND s.database = l.database WHERE s.function = 'solve' AND l.function = 'load'
     AND s.invocation = 3 AND s.database LIKE '%tid=1'`,
  );
  assert.deepEqual(joined, [{ location: 'solve/3', loaded: 'load/3', result: '9' }]);
});

const TYPES: ReadonlyArray<
  [title: string, values: readonly unknown[], type: string, read: readonly unknown[]]
> = [
  ['integers', [1, -2], 'BIGINT', ['1', '-2']],
  ['integers and fractions', [1, 0.5], 'DOUBLE', [1, 0.5]],
  ['NaN and -0', [special('NaN'), special('-0')], 'DOUBLE', ['NaN', -0]],
  ['numbers beyond the safe integers', [1, 2 ** 60], 'DOUBLE', [1, 2 ** 60]],
  ['bigints', [bigint('9007199254740993'), 1], 'BIGINT', ['9007199254740993', '1']],
  ['bigints beyond 64 bits', [bigint('9223372036854775808'), 1], 'VARCHAR', ['9223372036854775808', '1']],
  ['bigints and fractions', [bigint('1'), 0.5], 'VARCHAR', ['1', '0.5']],
  ['booleans', [true, false], 'BOOLEAN', [true, false]],
  ['texts', ['a', ''], 'VARCHAR', ['a', '']],
  ['mixed types', [true, 'a'], 'VARCHAR', ['true', 'a']],
  [
    'values and none',
    [1, { $: 'undefined' }, null, { $: 'redacted', reason: 'key' }],
    'BIGINT',
    ['1', null, null, null],
  ],
  [
    'dates',
    [
      { $: 'Date', value: '1969-12-31T23:59:59.999Z' },
      { $: 'Date', value: null },
    ],
    'TIMESTAMP WITH TIME ZONE',
    ['1969-12-31 23:59:59.999+00', null],
  ],
  [
    'arrays',
    [[1, 'a'], { $: 'ndarray', class: 'Float64Array', dtype: '<f8', shape: [2, 3] }],
    'VARCHAR',
    ['[1,"a"]', '<f8 [2, 3]'],
  ],
];

for (const [title, values, type, read] of TYPES) {
  test(`parquet keeps ${title} as ${type}`, async () => {
    const lines = values.map((value, at) => inputLine('f', at + 1, { args: [value, 0] }));
    const { path } = await exported(databaseOf([DECLARED, ...lines]), { to: 'parquet' });
    const [described] = await query(`SELECT typeof("arg.a") AS type FROM '${path}' LIMIT 1`);
    assert.deepEqual(described, { type });
    const rows = await query(
      `SET TimeZone='UTC'; SELECT "arg.a" AS value FROM '${path}' ORDER BY invocation`,
    );
    assert.deepEqual(
      rows.map(({ value }) => value),
      read,
    );
  });
}

test('parquet has the columns of every call, with the time to the nanosecond', async () => {
  const error = { $: 'Error', name: 'TypeError', message: 'no', stack: '' };
  const start = { start_time: '1795407846789123456', parent_span_id: 'b7ad6b7169203331' };
  const db = databaseOf([
    inputLine('f', 1, start),
    outputLine('f', 1, { status: 'error', error, result: undefined }),
    inputLine('f', 2),
  ]);
  const { path } = await exported(db, { to: 'parquet' });
  const rows = await query(
    `SET TimeZone='UTC'; SELECT location, status, start_time, start_time_ns, duration_ns, parent_span_id, error_type, error_message FROM '${path}' ORDER BY location`,
  );
  assert.deepEqual(rows.map(Object.values), [
    [
      'f/1',
      'error',
      '2026-11-23 04:24:06.789123+00',
      '1795407846789123456',
      '1500',
      'b7ad6b7169203331',
      'TypeError',
      'no',
    ],
    ['f/2', 'unfinished', '2026-11-23 04:24:06.789+00', '1795407846789000000', null, null, null, null],
  ]);
});

test('parquet of no calls is an empty table', async () => {
  const { path } = await exported(databaseOf([]), { to: 'parquet' });
  assert.deepEqual(await query(`SELECT count(*) AS calls FROM '${path}'`), [{ calls: '0' }]);
});

test('parquet writes several row groups where the texts are long', async () => {
  const text = 'x'.repeat(30_000);
  const lines = Array.from({ length: 1200 }, (_, at) => inputLine('f', at + 1, { args: [`${at}${text}`] }));
  const { path } = await exported(databaseOf([DECLARED, ...lines]), { to: 'parquet' });
  const [groups] = await query(
    `SELECT num_row_groups AS groups, num_rows AS calls FROM parquet_file_metadata('${path}')`,
  );
  assert.deepEqual(groups, { groups: '3', calls: '1200' });
  const [last] = await query(`SELECT "arg.a" AS a FROM '${path}' WHERE invocation = 1200`);
  assert.equal(last?.['a'], `1199${text}`);
});

test('parquet cuts text that no cell of a table should hold', async () => {
  const { path } = await exported(databaseOf([DECLARED, inputLine('f', 1, { args: ['x'.repeat(40_000)] })]), {
    to: 'parquet',
  });
  const [row] = await query(`SELECT length("arg.a") AS length, "arg.a"[-1:] AS last FROM '${path}'`);
  assert.deepEqual(row, { length: '32767', last: '…' });
});

function special(value: string): object {
  return { $: 'number', value };
}

function bigint(value: string): object {
  return { $: 'bigint', value };
}
