import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { load, loadAll, traceOf } from '../../src/index.js';
import { runExample, temporaryFolder } from './run-example.js';

test('decorated-defaults records each way of calling, defaults filled in by name', () => {
  const folder = temporaryFolder();
  const output = runExample('decorated-defaults', folder);
  const db = load(join(folder, 'call-monitor'));
  const named = [...db].map((call) => [String(call), { ...call.namedArguments }, call.result]);
  assert.deepEqual(named, [
    ['testFn2/1', { x: 1, y: 2, z: 3 }, 6],
    ['testFn2/2', { x: 1, y: 20, z: 3 }, 24],
    ['testFn2/3', { x: 1, y: 2, z: 30 }, 33],
    ['Calculator.testFn2/1', { x: 1, y: 2, z: 30 }, 33],
  ]);
  assert.match(output, /testFn2\/2 \[ 1, 20 \] \{\} \{ x: 1, y: 20, z: 3 \}/);
});

test('array-argument leaves arg_1.npy in call 1 and arg_n.npy in call 2', () => {
  const folder = temporaryFolder();
  runExample('array-argument', folder);
  const root = join(folder, 'call-monitor');
  const array = Float64Array.of(1, 2, 3);
  const expected = [
    { invocation: 1, file: 'arg_1.npy', passed: { args: [2, array], kwargs: {} } },
    { invocation: 2, file: 'arg_n.npy', passed: { args: [2], kwargs: { n: array } } },
  ];
  for (const { invocation, file, passed } of expected) {
    const names = readdirSync(join(root, 'testNp1', String(invocation)));
    assert.deepEqual(
      names.filter((name) => name.endsWith('.npy')),
      [file],
    );
    assert.deepEqual(load(root).get('testNp1', invocation), passed);
  }
});

test('several-workers leaves a database of each worker thread', () => {
  const folder = temporaryFolder();
  runExample('several-workers', folder);
  const names = ['call-monitor-tid=1', 'call-monitor-tid=2', 'call-monitor-tid=3'];
  assert.deepEqual(readdirSync(folder).sort(), names);
  const counts = loadAll(join(folder, 'call-monitor')).map((db) => [db.closed, { ...db.counts }]);
  assert.deepEqual(
    counts,
    [1, 2, 3].map((calls) => ['well', { square: calls }]),
  );
});

test('two-processes leaves one trace in two databases, from the client to the square root', () => {
  const folder = temporaryFolder();
  const output = runExample('two-processes/main', folder);
  assert.deepEqual(readdirSync(folder).sort(), ['call-monitor-client', 'call-monitor-server']);
  const databases = loadAll(folder);
  const [traceId = ''] = databases[0]?.traceIds() ?? [];
  const trace = traceOf(databases, traceId);
  const request = (root: string) => [
    '  fetchRoot call-monitor-client',
    '    GET call-monitor-client',
    '      GET call-monitor-server',
    '        answer call-monitor-server',
    `          squareRoot call-monitor-server ${root}`,
  ];
  assert.deepEqual(
    Array.from(trace, ({ node, depth }) => {
      const name = node.kind === 'call' ? node.call.function : node.span.name;
      const root =
        name === 'squareRoot' && node.kind === 'call' ? ` ${node.call.result ?? node.call.status}` : '';
      return `${'  '.repeat(depth)}${name} ${basename(node.db.path)}${root}`;
    }),
    ['sumOfRoots call-monitor-client', ...request('1.41421'), ...request('3'), ...request('error')],
  );
  for (const db of databases) {
    assert.ok(
      [...db.spans()].every(({ resource }) => resource === undefined),
      'the resource is in db.json',
    );
  }
  assert.match(output, /^sumOfRoots\/1 error\n {2}fetchRoot\/1 ok\n {4}GET client\n {6}GET server\n/);
});
