import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Durations } from '../../../src/cli/stats/durations.js';
import {
  closedLine,
  functionLine,
  inputLine,
  outputLine,
  summaryOf,
  temporaryFolder,
  writeDatabase,
} from '../database/reading-fixture.js';
import { recordedFolder, runHere } from './run-cli.js';

const lineBytes = (line: object) => JSON.stringify(line).length + 1;

interface Counted {
  readonly name: string;
  readonly [key: string]: unknown;
}

async function stats(words: readonly string[]): Promise<{ functions: Counted[]; total: object }> {
  const { status, stdout, stderr } = await runHere(['stats', '--json', ...words]);
  assert.deepEqual({ status, stderr }, { status: 0, stderr: '' });
  return JSON.parse(stdout);
}

test('stats counts calls, recorded, errors, unfinished, durations and bytes of each function', async () => {
  const lines = [
    inputLine('f', 1),
    outputLine('f', 1, { duration_ns: 10 }),
    inputLine('f', 3),
    outputLine('f', 3, { status: 'error', duration_ns: 30 }),
    inputLine('f', 4),
    inputLine('g', 1),
    outputLine('g', 1, { status: 'yielded', duration_ns: 0.5 }),
  ];
  const root = writeDatabase(join(temporaryFolder(), 'counted'), [
    functionLine('f'),
    ...lines,
    closedLine({ f: 7, g: 1 }),
  ]);
  const { functions, total } = await stats([root]);
  const bytes = (from: number, to: number) =>
    lines.slice(from, to).reduce((sum, line) => sum + lineBytes(line), 0);
  assert.deepEqual(functions, [
    {
      name: 'f',
      calls: 7,
      recorded: 3,
      errors: 1,
      stoppedEarly: 0,
      unfinished: 1,
      bytes: { log: bytes(0, 5), sidecars: 0 },
      durationNs: { p50: 10, p95: 30, max: 30, total: 40, isExact: true },
    },
    {
      name: 'g',
      calls: 1,
      recorded: 1,
      errors: 0,
      stoppedEarly: 1,
      unfinished: 0,
      bytes: { log: bytes(5, 7), sidecars: 0 },
      durationNs: { p50: 0.5, p95: 0.5, max: 0.5, total: 0.5, isExact: true },
    },
  ]);
  assert.deepEqual(total, {
    functions: 2,
    calls: 8,
    recorded: 4,
    errors: 1,
    stoppedEarly: 1,
    unfinished: 1,
    bytes: { log: bytes(0, 7), sidecars: 0 },
  });
});

test('stats counts the bytes of sidecars once a call', async () => {
  const file = (name: string) => ({
    $: 'ndarray',
    class: 'Uint8Array',
    dtype: '|u1',
    shape: [1],
    file: name,
  });
  const root = writeDatabase(join(temporaryFolder(), 'sidecars'), [
    inputLine('f', 1, { args: [file('arg_0.npy')] }),
    outputLine('f', 1, { result: file('result.npy') }),
    inputLine('f', 2, { args: [file('arg_0.npy')] }),
    inputLine('f', 3, { args: ['"file":"no'] }),
    inputLine('f', 4, { args: [file('arg_0.npy')] }),
    outputLine('f', 4),
  ]);
  for (const call of ['1', '2', '3', '4']) {
    mkdirSync(join(root, 'f', call), { recursive: true });
    for (const name of ['arg_0.npy', 'result.npy', 'input_descriptor.json'])
      writeFileSync(join(root, 'f', call, name), 'x'.repeat(100));
  }
  const [f] = (await stats([root])).functions;
  assert.deepEqual(Object(f?.['bytes']).sidecars, 600);
});

test('stats prints a table that fits, sorted by the column that was asked for', async () => {
  const root = writeDatabase(join(temporaryFolder(), 'table'), [
    inputLine('slow', 1),
    outputLine('slow', 1, { duration_ns: 5e9 }),
    ...[1, 2].flatMap((n) => [
      inputLine('a-function-of-quite-a-long-name', n),
      outputLine('a-function-of-quite-a-long-name', n),
    ]),
  ]);
  const { stdout } = await runHere(['stats', root], 76);
  const lines = stdout.trimEnd().split('\n');
  assert.deepEqual(
    lines.filter((line) => line.length > 76),
    [],
  );
  assert.match(lines[0] ?? '', /^FUNCTION +CALLS +RECORDED +ERRORS +P50 +P95 +MAX +TOTAL +BYTES$/);
  assert.match(lines[1] ?? '', /^slow +1 +1 +5 s +5 s +5 s +5 s +\d+ B$/);
  assert.match(lines[3] ?? '', /^2 functions +3 +3 +1\.\d+ kB$/);
  const first = async (sort: string) =>
    (await runHere(['stats', root, '--sort', sort])).stdout.split('\n')[1]?.split(' ')[0];
  assert.equal(await first('calls'), 'a-function-of-quite-a-long-name');
  assert.equal(await first('max'), 'slow');
  assert.equal(await first('name'), 'a-function-of-quite-a-long-name');
});

test('stats adds up functions of the same name in several databases, and names what cannot be read', async () => {
  const several = temporaryFolder();
  for (const name of ['a', 'b']) writeDatabase(join(several, name), [inputLine('f', 1), outputLine('f', 1)]);
  const [f] = (await stats([join(several, '*')])).functions;
  assert.deepEqual([f?.['calls'], f?.['recorded']], [2, 2]);
  writeDatabase(join(several, 'c'), [], summaryOf({ version: '9.0' }));
  const { status, stdout, stderr } = await runHere(['stats', several]);
  assert.equal(status, 1);
  assert.match(stdout, /^f +2 +2 /m);
  assert.match(stderr, /^error: Expected a database of format 1\.x, got "9\.0"/);
});

test('stats is restricted to the folder of a function or a call', async () => {
  const folder = recordedFolder();
  const of = async (path: string) =>
    (await stats([join(folder, 'call-monitor', path)])).functions.map(({ name, calls }) => [name, calls]);
  assert.deepEqual(await of('solve'), [['solve', 2]]);
  assert.deepEqual(await of('solve/2'), [['solve', 1]]);
});

test('stats counts a call whose output line is long and of an unusual form', async () => {
  const { kind, function: name, ...rest } = { ...outputLine('f', 1), kind: 'output', function: 'f' };
  const output = { kind, result: 'x'.repeat(2 ** 20), ...rest, function: name };
  const root = writeDatabase(join(temporaryFolder(), 'long'), [functionLine('f'), inputLine('f', 1), output]);
  const { functions } = await stats([root]);
  assert.deepEqual([functions[0]?.['calls'], functions[0]?.['unfinished']], [1, 0]);
});

test('stats of a database without calls says so', async () => {
  const root = writeDatabase(join(temporaryFolder(), 'empty'), []);
  assert.deepEqual(await runHere(['stats', root]), { status: 0, stdout: 'no calls\n', stderr: '' });
});

test('Durations.quantile is exact up to 100000, by nearest rank', () => {
  const durations = new Durations();
  assert.equal(durations.quantile(0.5), undefined);
  for (let ns = 100_000; ns >= 1; ns--) durations.add(ns);
  assert.deepEqual(
    [0, 0.5, 0.95, 1].map((share) => durations.quantile(share)),
    [1, 50_000, 95_000, 100_000],
  );
  assert.equal(durations.isExact, true);
});

test('Durations.quantile is within 0.4 % beyond, and the largest exact', () => {
  const durations = new Durations();
  for (let at = 1; at <= 300_000; at++) durations.add(at ** 2.5);
  assert.equal(durations.isExact, false);
  for (const share of [0.001, 0.01, 0.5, 0.95, 0.999]) {
    const exact = (share * 300_000) ** 2.5;
    const error = Math.abs((durations.quantile(share) ?? 0) / exact - 1);
    assert.ok(error < 0.004, `${share}: ${error}`);
  }
  assert.equal(durations.quantile(1), 300_000 ** 2.5);
});

test('Durations takes what no clock gives', () => {
  const durations = new Durations();
  for (let at = 0; at <= 100_001; at++) durations.add([0, -5, Number.MAX_VALUE, 127, 128][at % 5] ?? 0);
  assert.deepEqual(
    [0.3, 0.5, 1].map((share) => durations.quantile(share)),
    [0, 127, Number.MAX_VALUE],
  );
});
