import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pack } from '../../../src/index.js';
import { recordedFolder, runHere } from './run-cli.js';

const folder = recordedFolder();
const packed = join(folder, 'other', 'packed');
cpSync(join(folder, 'call-monitor'), packed, { recursive: true });
pack(packed);

/** What a command says of the folder of one call, and what of it is told to be so. */
const COMMANDS: ReadonlyArray<readonly [name: string, words: readonly string[], expected: RegExp]> = [
  ['ls', [], /^solve +2 +2 /m],
  ['show', [], /^solve\/2 /],
  ['tree', [], /^trace \w{32}\n.*, 1 call\n/],
  ['trace', [], /^trace \w{32}\n.*, 1 call\n/],
  ['tail', [], /^\S+ +solve\/2 [^\n]*\n$/],
  ['stats', [], /^solve +1 +1 /m],
  ['export', ['--to', 'json', '--force', '-o', join(folder, 'calls.json')], /^1 call of 1 database /],
  ['verify', [], /^damage +none$/m],
  ['repair', [], /nothing to do/],
];

for (const root of [join(folder, 'call-monitor'), packed]) {
  for (const [name, words, expected] of COMMANDS) {
    const layout = root === packed ? 'packed' : 'folders';
    test(`callmonitor ${name} takes the folder of a call, layout ${layout}`, async () => {
      const { status, stdout } = await runHere([name, join(root, 'solve', '2'), ...words]);
      assert.equal(status, 0);
      assert.match(stdout, expected);
    });
  }

  test(`callmonitor grep looks into the folder of a call alone, ${root === packed ? 'packed' : 'folders'}`, async () => {
    const { stdout } = await runHere(['grep', 'function=*', join(root, 'solve', '2'), '-l']);
    assert.match(stdout, /^solve\/2\n$/);
  });
}

test('callmonitor diff and compare take the folders of two calls', async () => {
  const calls = ['1', '2'].map((n) => join(folder, 'call-monitor', 'solve', n));
  const compared = await runHere(['compare', ...calls]);
  assert.equal(compared.status, 1);
  assert.deepEqual(compared, await runHere(['diff', ...calls]));
});

test('callmonitor compare takes the folders of two functions', async () => {
  const roots = [join(folder, 'call-monitor'), packed].map((root) => join(root, 'solve'));
  const { status, stdout } = await runHere(['compare', ...roots, '--json']);
  const [{ functions = [] } = {}] = JSON.parse(stdout).databases;
  assert.deepEqual([status, functions.map(({ name }: { name: string }) => name)], [0, ['solve']]);
});

test('callmonitor prune refuses the folder of a call: the whole database would go', async () => {
  const { status, stderr } = await runHere([
    'prune',
    join(folder, 'call-monitor', 'solve', '1'),
    '--keep-last',
    '1',
  ]);
  assert.equal(status, 2);
  assert.match(stderr, /Expected databases, got .*solve\/1, a folder in one/);
});

test('callmonitor ls names the functions where a folder is of none of them', async () => {
  const { status, stderr } = await runHere(['ls', join(folder, 'call-monitor', 'slove')]);
  assert.equal(status, 2);
  assert.match(stderr, /Expected the folder of a function of .*, got 'slove'/);
});
