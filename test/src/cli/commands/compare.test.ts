import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { folderWith, prepared, recordProgram } from '../own-program.js';
import { damageLog, runIn } from '../run-cli.js';

const LIBRARY = `
export const scale = (values, factor) => values.map((value) => value * factor);
export const total = (values) => ({ sum: values.reduce((a, b) => a + b, 0), at: 1 });
export const label = (text) => new Map([['text', text.toUpperCase()]]);
`;
const PROGRAM = `
import { label, scale, total } from './library.mjs';
const [s, t, l] = [scale, total, label].map((fn) => intercept(fn));
for (const n of [1, 2, 3]) t(s(Float64Array.of(n, 2, 3), 2));
l('a');
`;

/** A folder with two runs, `a` and `b`: between them, the library or the program was changed. */
function twoRuns(change: { from: string; to: string; program?: string }): string {
  return prepared(JSON.stringify(change), (folder) => {
    writeFileSync(join(folder, 'library.mjs'), LIBRARY);
    recordProgram(folder, PROGRAM, 'a');
    writeFileSync(join(folder, 'library.mjs'), LIBRARY.replace(change.from, change.to));
    recordProgram(folder, change.program ?? PROGRAM, 'b');
  });
}

const OPERATOR = { from: 'value * factor', to: 'value + factor' };

test('compare finds two runs of the same code the same', async () => {
  const { status, stdout } = await runIn(twoRuns({ from: '', to: '' }), ['compare', 'a', 'b']);
  assert.deepEqual([status, stdout], [0, 'A a\nB b\n\nno difference\n']);
});

test('compare shows the first call that differs, then all functions that do', async () => {
  const { status, stdout } = await runIn(twoRuns(OPERATOR), ['compare', 'a', 'b']);
  assert.equal(status, 1);
  assert.equal(
    stdout,
    `A a
B b

first difference  scale/1, call 1 of the run
  result  2 of 3 elements differ, by up to 1 at [0], relative 0.5
  - [0] = 2
  + [0] = 3

FUNCTION  IN A  IN B  DIFFERING  FIRST
scale        3     3          3  scale/1 result[0]: 2 → 3 (2 of 3 elements differ, by up to 1 at [0], relative 0.5)
total        3     3          3  total/1 args[0][0]: 2 → 3 (2 of 3 elements differ, by up to 1 at [0], relative 0.5)

1 other function: no difference
`,
  );
});

test('compare --json has the same for programs', async () => {
  const { stdout } = await runIn(twoRuns(OPERATOR), ['compare', 'a', 'b', '--json']);
  const [{ same, first, functions, order }] = JSON.parse(stdout).databases;
  assert.deepEqual(
    [same, first.function, first.invocation, first.position, order],
    [false, 'scale', 1, 0, null],
  );
  assert.deepEqual(first.differences[0].array.index, [0]);
  assert.deepEqual(
    functions.map(({ name, differing }: { name: string; differing: number }) => [name, differing]),
    [
      ['scale', 3],
      ['total', 3],
      ['label', 0],
    ],
  );
});

const TOLERATED = { from: 'value * factor', to: 'value * factor * (1 + 1e-12)' };
const CLOCK = { from: 'at: 1', to: 'at: 2' };
const TEXT = { from: 'toUpperCase', to: 'toLowerCase' };

const OPTIONS = [
  { what: 'tolerates nothing by itself', change: TOLERATED, words: [], status: 1 },
  { what: 'tolerates what --rtol says', change: TOLERATED, words: ['--rtol', '1e-9'], status: 0 },
  { what: 'ignores a property', change: CLOCK, words: ['--ignore', '.at'], status: 0 },
  { what: 'ignores a path', change: CLOCK, words: ['--ignore', 'result.at'], status: 0 },
  { what: 'ignores a path with a star', change: CLOCK, words: ['--ignore', 'result.a*'], status: 0 },
  {
    what: 'ignores a path of one function',
    change: CLOCK,
    words: ['--ignore', 'total:result.at'],
    status: 0,
  },
  {
    what: 'ignores no path of another function',
    change: CLOCK,
    words: ['--ignore', 'scale:result.at'],
    status: 1,
  },
  { what: 'ignores an entry of a Map', change: TEXT, words: ['--ignore', 'result.get("text")'], status: 0 },
  { what: 'ignores functions', change: OPERATOR, words: ['--ignore', 'sc*', '--ignore', 'total'], status: 0 },
];

for (const { what, change, words, status } of OPTIONS) {
  test(`compare ${words.join(' ')} ${what}`, async () => {
    const ended = await runIn(twoRuns(change), ['compare', 'a', 'b', ...words]);
    assert.equal(ended.status, status, ended.stdout + ended.stderr);
  });
}

test('compare finds a call that one of the runs lacks', async () => {
  const program = PROGRAM.replace("l('a');", '').replace('[1, 2, 3]', '[1, 2, 3, 4]');
  const { status, stdout } = await runIn(twoRuns({ from: '', to: '', program }), ['compare', 'a', 'b']);
  assert.equal(status, 1);
  assert.match(stdout, /^first difference {2}label\/1, call 7 of the run, only in A$/m);
  assert.match(stdout, /^FUNCTION +IN A +IN B +DIFFERING +ONLY A +ONLY B +FIRST$/m);
  assert.match(stdout, /^label +1 +0 +0 +1 +label\/1 only in A$/m);
  assert.match(stdout, /^scale +3 +4 +0 +1 +scale\/4 only in B$/m);
});

test('compare tells another order of the calls, which is a difference with --order only', async () => {
  const program = PROGRAM.replace("l('a');", '').replace('for (', "l('a');\nfor (");
  const folder = twoRuns({ from: '', to: '', program });
  const { status, stdout } = await runIn(folder, ['compare', 'a', 'b']);
  assert.equal(status, 0);
  assert.match(
    stdout,
    /^no difference\nanother order: 7 places, first where call 1 that both have is scale\/1 in A, label\/1 in B$/m,
  );
  assert.equal((await runIn(folder, ['compare', 'a', 'b', '--order'])).status, 1);
});

test('compare looks into files whose descriptors are the same', async () => {
  const folder = twoRuns({ from: '', to: '' });
  const path = join(folder, 'b', 'total', '2', 'arg_0.npy');
  const bytes = Buffer.concat([Buffer.from([0x93]), Buffer.from('NUMPY')]);
  writeFileSync(path, bytes);
  const { status, stdout } = await runIn(folder, ['compare', 'a', 'b', '--json']);
  assert.equal(status, 0);
  assert.equal(JSON.parse(stdout).databases[0].functions[1].notCompared, 1);
});

test('compare counts a damaged record, and goes on', async () => {
  const folder = twoRuns({ from: '', to: '' });
  damageLog(join(folder, 'b'), '"status":"ok"', '"status":"no"');
  const { status, stdout } = await runIn(folder, ['compare', 'a', 'b']);
  assert.equal(status, 1);
  assert.match(stdout, /^scale +3 +3 +0 +1 +scale\/1 its record is damaged$/m);
});

const WORKERS = `
import { isMainThread, Worker, threadId } from 'node:worker_threads';
const f = intercept(function f(x) { return x * FACTOR; });
if (isMainThread) {
  f(0);
  await new Promise((done) => new Worker(new URL(import.meta.url)).on('exit', done));
} else f(1);
`;

test('compare matches the databases of threads by their tags', async () => {
  const [first, second] = [folderWith({}), folderWith({})];
  recordProgram(first, WORKERS.replace('FACTOR', '2'));
  recordProgram(second, WORKERS.replace('FACTOR', '3'));
  const { status, stdout } = await runIn(first, ['compare', first, second, '--json']);
  const { databases } = JSON.parse(stdout);
  const told = databases.map(({ tag, same }: { tag: string; same: boolean }) => [
    tag.replace(/\d+/, 'n'),
    same,
  ]);
  assert.deepEqual(
    [status, told.sort()],
    [
      1,
      [
        ['main', true],
        ['tid=n', false],
      ],
    ],
  );
});

test('compare says where one of the runs has no such thread', async () => {
  const folder = folderWith({ 'library.mjs': LIBRARY });
  recordProgram(folder, PROGRAM, 'a');
  const alone = folderWith({});
  recordProgram(alone, WORKERS.replace('FACTOR', '2'), 'a');
  const { status, stdout } = await runIn(folder, ['compare', alone, 'a']);
  assert.equal(status, 1);
  assert.match(stdout, /only one of the runs has a database tid=\d+/);
});

for (const words of [['a', 'nowhere'], ['a'], ['a', 'b', '--ignore', '']]) {
  test(`compare ${words.join(' ')} ends with 2`, async () => {
    assert.equal((await runIn(twoRuns({ from: '', to: '' }), ['compare', ...words])).status, 2);
  });
}
