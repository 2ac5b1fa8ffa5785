import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  closedLine,
  functionLine,
  inputLine,
  logText,
  outputLine,
  summaryOf,
  temporaryFolder,
  writeDatabase,
} from '../database/reading-fixture.js';
import { damageLog, recordedFolder, runCli, runHere, runIn } from './run-cli.js';

const folder = recordedFolder();
const root = writeDatabase(join(temporaryFolder(), 'values'), [
  functionLine('order', {
    argspec: { args: ['item', 'n'], varargs: 'rest', kwonlyargs: ['tol'], defaults: { n: 2, tol: 0.5 } },
  }),
  inputLine('order', 1, {
    args: [{ id: 42, tags: ['a b', 'x'], when: { $: 'Date', value: '2026-11-23T10:00:00.000Z' } }],
  }),
  outputLine('order', 1, { result: { ok: false, rows: [{ name: 'Anna' }, { name: 'Bert' }] } }),
  inputLine('order', 2, {
    args: [
      {
        $: 'Map',
        entries: [
          ['id', 7],
          [3, 'three'],
        ],
      },
      5,
      'more',
      { $: 'undefined' },
    ],
    kwargs: { tol: 1e-3 },
  }),
  outputLine('order', 2, {
    status: 'error',
    duration_ns: 25e6,
    error: { $: 'Error', name: 'RangeError', message: 'too small', stack: '' },
    result: undefined,
  }),
  inputLine('order', 3, {
    args: [
      { $: 'bigint', value: '12' },
      { $: 'number', value: 'NaN' },
    ],
    trace_id: '4bf92f3577b34da6a3ce929d0e0e4736',
    start_time: '1795500000000000000',
  }),
  outputLine('order', 3, {
    result: {
      $: 'ndarray',
      class: 'Float64Array',
      dtype: '<f8',
      shape: [2],
      base64: 'AAAAAAAA8D8AAAAAAABFQA==',
    },
  }),
  inputLine('order', 4, {
    args: [
      { $: 'object', class: 'Mesh', props: { self: { $: 'ref', path: '/args/0' }, id: 9 } },
      { $: 'undefined' },
    ],
    kwargs: { tol: { $: 'number', value: '-0' } },
  }),
  functionLine('Mesh.cut', { argspec: { args: ['deep'], varargs: null, kwonlyargs: [], defaults: {} } }),
  inputLine('Mesh.cut', 1, { args: [{ $: 'Set', values: ['one', 'two'] }], this: { size: 3, zero: 0 } }),
  outputLine('Mesh.cut', 1, {
    status: 'yielded',
    duration_ns: 1e9,
    result: { $: 'truncated', reason: 'string', length: 9, head: 'begin' },
  }),
  closedLine({ order: 4, 'Mesh.cut': 1 }),
]);

const ALL = ['order/1', 'order/2', 'order/3', 'Mesh.cut/1', 'order/4'];

/** What finds which calls, in the order in which they ended. */
const EXPRESSIONS: ReadonlyArray<readonly [expression: string, found: readonly string[]]> = [
  ['args[0].id=42', ['order/1']],
  ['item.id=42', ['order/1']],
  ['item.id=7', ['order/2']],
  ['item[3]=three', ['order/2']],
  ['item.size=2', ['order/2']],
  ['item.self.self.id=9', ['order/4']],
  ['item=12', ['order/3']],
  ['item=12n', ['order/3']],
  ['item>=11 item<13', ['order/3']],
  ['n=2', ['order/1', 'order/4']],
  ['n=5', ['order/2']],
  ['n=NaN', ['order/3']],
  ['n!=2', ['order/2', 'order/3']],
  ['not n=2 and function=order', ['order/2', 'order/3']],
  ['rest[0]=more', ['order/2']],
  ['rest[-1]=undefined', ['order/2']],
  ['tol=0.5', ['order/1', 'order/3']],
  ['kwargs.tol<=1e-3', ['order/2', 'order/4']],
  ['tol=-0', ['order/4']],
  ['tol=0', ['order/4']],
  ['item.tags[*]=x', ['order/1']],
  ['item.tags.*~"^a b$"', ['order/1']],
  ['item["tags"].length=2', ['order/1']],
  ["item['tags'][0]='a b'", ['order/1']],
  ['item.when>2026-11-22', ['order/1']],
  ['item.when=2026-11-23T10:00Z', ['order/1']],
  ['item.when<2026-11-22', []],
  ['result.ok=false', ['order/1']],
  ['result.ok="false"', []],
  ['result.rows[*].name~/^b/i', ['order/1']],
  ['result.rows[*].name~^b', []],
  ['result[1]=42', ['order/3']],
  ['result[*]<2', ['order/3']],
  ['result.shape[0]=2', ['order/3']],
  ['result=begin', ['Mesh.cut/1']],
  ['error="RangeError: too small"', ['order/2']],
  ['error.message~small', ['order/2']],
  ['this.size=3', ['Mesh.cut/1']],
  ['this.zero=0', ['Mesh.cut/1']],
  ['this.zero=-0', []],
  ['deep[1]=two', ['Mesh.cut/1']],
  ['deep=*', []],
  ['status=error', ['order/2']],
  ['status!=ok', ['order/2', 'Mesh.cut/1', 'order/4']],
  ['status=yielded', ['Mesh.cut/1']],
  ['status=unfinished', ['order/4']],
  ['not status=unfinished', ALL.slice(0, 4)],
  ['duration>10ms', ['order/2', 'Mesh.cut/1']],
  ['duration=1s', ['Mesh.cut/1']],
  ['not duration<10ms', ['order/2', 'Mesh.cut/1', 'order/4']],
  ['function=Mesh*', ['Mesh.cut/1']],
  ['function=*e*r', ALL.filter((each) => each.startsWith('order'))],
  ['function~^o', ALL.filter((each) => each.startsWith('order'))],
  ['invocation<2', ['order/1', 'Mesh.cut/1']],
  ['trace=4bf92f*', ['order/3']],
  ['span=0000000000000002', ['order/2']],
  ['since=2026-11-24T00:00Z', ['order/3']],
  ['until=2026-11-24T00:00Z status=ok', ['order/1']],
  ['Anna', ['order/1']],
  ['Mesh', ['Mesh.cut/1', 'order/4']],
  ['"too small"', ['order/2']],
  ['"a b" or three', ['order/1', 'order/2']],
  ['(n=5 or n=NaN) and not three', ['order/3']],
  ['not (n=5 or n=2) function=order', ['order/3']],
  ['NOT order', ['Mesh.cut/1']],
  ['nothing_like_it', []],
  ['__proto__=1', []],
  ['args.constructor=1', []],
];

for (const [expression, found] of EXPRESSIONS) {
  test(`grep ${expression} finds ${found.join(', ') || 'nothing'}`, async () => {
    const { status, stdout, stderr } = await runHere(['grep', expression, root, '-l']);
    assert.deepEqual({ stdout, stderr }, { stdout: found.map((each) => `${each}\n`).join(''), stderr: '' });
    assert.equal(status, found.length === 0 ? 1 : 0);
  });
}

/** What cannot be read, and what is said of it. */
const MISTAKES: ReadonlyArray<readonly [expression: string, message: string]> = [
  ['', 'Expected a condition, got an empty expression at column 1'],
  ['x=', "Expected a value after '=' at column 3"],
  ['n=5 and x> ', "Expected a value after '>' at column 11"],
  ['n=5 and', 'Expected a condition, got the end at column 8'],
  ['(n=5', "Expected a closing ')' for the one at column 1"],
  ['n=5)', "Expected a condition, 'and' or 'or', got ')' at column 4"],
  ['= 5', "Expected a condition, got '=' at column 1"],
  ['x="a', 'Expected a closing " for the one at column 3'],
  ['args[x]=1', 'Expected .name, [0], ["key"] or [*] in the path args[x] at column 5'],
  ['0.id=1', "Expected the name of an argument, or a path as args[0].id, got '0.id' at column 1"],
  ['x~"("', 'Expected a regular expression, got /(/: Unterminated group at column 3'],
  ['status=bad', "Expected a status of ok, error, yielded or unfinished, got 'bad' at column 8"],
  ['status>ok', "Expected status with = or !=, got '>' before the value at column 8"],
  ['duration>10', "Expected a duration with its unit, as 10ms or 1.5s, got '10' at column 10"],
  ['since=soon', "Expected a time as 2026-11-23T10:00, or how long ago as 10m, got 'soon' at column 7"],
  ['trace=xyz', "Expected hexadecimal digits, or the first of them and *, got 'xyz' at column 7"],
  ['invocation=two', "Expected the number of a call, got 'two' at column 12"],
  ['x<true', "Expected a number, a date or a text in quotes after '<', got true at column 3"],
];

for (const [expression, message] of MISTAKES) {
  test(`grep '${expression}' says: ${message}`, async () => {
    const { status, stdout, stderr } = await runHere(['grep', expression, root]);
    const column = Number(/\d+$/.exec(message)?.[0]);
    const place = `\n  ${expression}\n  ${' '.repeat(column - 1)}^\n`;
    assert.deepEqual(
      { status, stdout, stderr },
      { status: 2, stdout: '', stderr: `error: ${message}${place}` },
    );
  });
}

test('grep prints a call on a line, and what matched where the line has no room for it', async () => {
  assert.equal(
    (await runIn(folder, ['grep', 'tol=0.001', root])).stdout,
    "order/2       error     25 ms  (Map(2) { 'id' => 7, 3 => 'three' }, 5, 'more', undefined, { tol: 0.001 }) ✗ RangeError: too small\n",
  );
  assert.match((await runIn(folder, ['grep', 'n=2 status=ok', root])).stdout, / {2}n: 2\n$/);
});

test('grep highlights what matched, in its argument', () => {
  const { stdout } = runCli(folder, ['grep', 'y=4', '--no-progress'], { FORCE_COLOR: '1' });
  assert.ok(stdout.includes('(3, \u001b[1m\u001b[31m4\u001b[39m\u001b[22m, { n: 5 })'), stdout);
});

test('grep finds values in sidecars, of arguments and results', async () => {
  assert.equal((await runIn(folder, ['grep', 'values[998]=998', '-l'])).stdout, 'smooth/1\n');
  assert.equal((await runIn(folder, ['grep', 'result[999]=499.5', '-l'])).stdout, 'smooth/1\n');
});

test('grep escapes what could drive the terminal', async () => {
  const { stdout } = await runIn(folder, ['grep', 'fake']);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: none may be printed
  assert.doesNotMatch(stdout, /[\u0000-\u0009\u000b-\u001f\u009b\u202e]/);
});

test('grep -c counts, -m stops, and --json prints lines of the log', async () => {
  assert.equal((await runIn(folder, ['grep', 'function=order', root, '-c'])).stdout, '4\n');
  assert.equal(
    (await runIn(folder, ['grep', 'function=order', root, '-l', '-m', '2'])).stdout,
    'order/1\norder/2\n',
  );
  const lines = (await runIn(folder, ['grep', 'item.id=42', root, '--json'])).stdout.trimEnd().split('\n');
  const { location, matches, input, output } = JSON.parse(lines[0] ?? '');
  assert.deepEqual([lines.length, location, matches], [1, 'order/1', [{ path: 'item.id', value: 42 }]]);
  assert.equal(input.args[0].id, output.result.ok === false ? 42 : undefined);
});

test('grep looks through several databases, and says of which a call is so that show takes it', async () => {
  const several = temporaryFolder();
  mkdirSync(join(several, 'runs'));
  for (const name of ['a', 'b'])
    writeDatabase(join(several, 'runs', name), [inputLine('f', 1), outputLine('f', 1)]);
  const { stdout } = await runIn(several, ['grep', '10', 'runs/*', '-l']);
  assert.equal(stdout, 'runs/a/f/1\nruns/b/f/1\n');
  assert.equal((await runIn(several, ['show', 'runs/b/f/1'])).status, 0);
});

test('grep is restricted to the folder of a function or a call', async () => {
  assert.equal((await runIn(folder, ['grep', 'ok', `${root}/order`, '-c'])).stdout, '1\n');
  assert.equal((await runIn(folder, ['grep', 'function=*', `${root}/order/2`, '-l'])).stdout, 'order/2\n');
  const { status, stderr } = await runIn(folder, ['grep', 'x', `${root}/nobody`]);
  assert.equal(status, 2);
  assert.match(stderr, /^error: Expected the folder of a function of .*, got 'nobody'/);
});

test('grep says by its exit code that it met damage', async () => {
  const damaged = writeDatabase(join(temporaryFolder(), 'damaged'), [
    inputLine('f', 1),
    outputLine('f', 1),
    inputLine('f', 2),
    outputLine('f', 2),
  ]);
  damageLog(damaged, '"args":[2]', '"args":"2"');
  const { status, stdout } = await runIn(folder, ['grep', 'function=f', damaged, '-l']);
  assert.deepEqual({ status, stdout }, { status: 1, stdout: 'f/1\n' });
});

test('grep reads lines of more than a mebibyte, and several stretches of a log', async () => {
  const large = 'x'.repeat(700_000);
  const lines = [1, 2, 3, 4].flatMap((n) => [
    inputLine('f', n, { args: [large, `needle${n}`, large] }),
    outputLine('f', n, { result: large }),
  ]);
  const path = writeDatabase(join(temporaryFolder(), 'large'), lines);
  appendFileSync(join(path, 'calls.ndjson'), logText([inputLine('f', 5, { args: ['needle3'] })]));
  assert.equal(
    (await runIn(folder, ['grep', 'args[1]=needle3 or needle3', path, '-l'])).stdout,
    'f/3\nf/5\n',
  );
});

test('grep does not hang on a regular expression that goes back and forth', async () => {
  const path = writeDatabase(join(temporaryFolder(), 'regexp'), [
    inputLine('f', 1, { args: [`${'a'.repeat(60)}b`] }),
  ]);
  assert.equal((await runIn(folder, ['grep', 'args[0]~^(a+)+$', path, '-l'])).status, 1);
});

test('grep of a database that is being written shows calls that run', async () => {
  const open = summaryOf({
    locked: false,
    closed: undefined,
    process: { pid: process.pid, host: undefined },
  });
  const path = writeDatabase(join(temporaryFolder(), 'open'), [inputLine('f', 1)], open);
  assert.match((await runIn(folder, ['grep', 'function=f', path])).stdout, /^f\/1 +no end +\(1\)\n$/);
});
