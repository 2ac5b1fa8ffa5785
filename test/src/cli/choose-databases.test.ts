import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import { chooseDatabases } from '../../../src/cli/choose-databases.js';
import { chooseParts } from '../../../src/cli/choose-parts.js';
import { inputLine, temporaryFolder, writeDatabase } from '../database/reading-fixture.js';

const folder = temporaryFolder();
for (const name of ['runs/1/call-monitor', 'runs/2/call-monitor', 'runs/2/call-monitor-1', 'runs/10/other'])
  writeDatabase(join(folder, name), [inputLine('solve', 1)]);
mkdirSync(join(folder, 'runs/1/call-monitor/solve/1'), { recursive: true });
mkdirSync(join(folder, 'runs/[odd]'));
writeDatabase(join(folder, 'runs/[odd]/db'), []);

const CHOICES: ReadonlyArray<readonly [paths: readonly string[], roots: readonly string[]]> = [
  [['runs/1/call-monitor'], ['runs/1/call-monitor']],
  [['runs/2'], ['runs/2/call-monitor', 'runs/2/call-monitor-1']],
  [
    ['runs/*'],
    ['runs/[odd]/db', 'runs/1/call-monitor', 'runs/2/call-monitor', 'runs/2/call-monitor-1', 'runs/10/other'],
  ],
  [['runs/*/call-monitor'], ['runs/1/call-monitor', 'runs/2/call-monitor']],
  [['runs/**/call-*'], ['runs/1/call-monitor', 'runs/2/call-monitor', 'runs/2/call-monitor-1']],
  [['runs/{1,10}'], ['runs/1/call-monitor', 'runs/10/other']],
  [['runs/[odd]'], ['runs/[odd]/db']],
  [
    ['runs/2/call-monitor', 'runs/2'],
    ['runs/2/call-monitor', 'runs/2/call-monitor-1'],
  ],
];

for (const [paths, roots] of CHOICES) {
  test(`chooseDatabases ${paths.join(' ')} chooses ${roots.join(', ')}`, () => {
    const chosen = chooseDatabases(paths.map((path) => join(folder, path))).roots;
    assert.deepEqual(
      chosen.map((root) => relative(folder, root)),
      roots,
    );
  });
}

test('chooseDatabases says that nothing matches', () => {
  assert.throws(() => chooseDatabases(join(folder, 'no*')), {
    name: 'DatabaseNotFoundError',
    message: /that match .*no\*, but there is none/,
  });
  assert.throws(() => chooseDatabases(join(folder, 'no')), {
    name: 'DatabaseNotFoundError',
    message: /there is nothing/,
  });
});

test('chooseParts takes the folder of a function or a call as a part of its database', () => {
  const part = (path: string) => {
    const [{ root, ...rest } = { root: '' }] = chooseParts([join(folder, path)]);
    return { root: relative(folder, root), ...rest };
  };
  const root = 'runs/1/call-monitor';
  assert.deepEqual(part(root), { root });
  assert.deepEqual(part(`${root}/solve`), { root, dir: 'solve' });
  assert.deepEqual(part(`${root}/solve/1/`), { root, dir: 'solve', invocation: 1 });
  assert.deepEqual(part('runs/10/other/solve/1'), { root: 'runs/10/other', dir: 'solve', invocation: 1 });
});
