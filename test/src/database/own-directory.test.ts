import assert from 'node:assert/strict';
import { existsSync, mkdirSync, renameSync, rmdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { OwnDirectory } from '../../../src/database/own-directory.js';
import { runProgram } from '../../run-program.js';
import { temporaryFolder } from '../handlers/temporary-folder.js';
import { assertViewShowsLog } from './recorded-files.js';

const ON_LINUX = { skip: process.platform !== 'linux' && 'only Linux leads to what is open' };

test('OwnDirectory is in its place until its name leads to something else', (t) => {
  const replacements: Array<(root: string) => void> = [
    () => {},
    (root) => writeFileSync(root, ''),
    (root) => mkdirSync(root),
    (root) => symlinkSync(`${root}.old`, root),
  ];
  for (const replace of replacements) {
    const { directory, root } = ownDirectory(t);
    assert.equal(directory.isInPlace, true);
    renameSync(root, `${root}.old`);
    replace(root);
    assert.equal(directory.isInPlace, false);
    assert.throws(() => directory.byName(), { code: 'ENOENT', message: /was moved or removed/ });
  }
});

test(
  'OwnDirectory.reach() leads to it wherever it was moved, and never to what took its name',
  ON_LINUX,
  (t) => {
    const { directory, root } = ownDirectory(t);
    renameSync(root, `${root}.old`);
    mkdirSync(root);
    writeFileSync(join(directory.reach(), 'file'), '');
    assert.deepEqual(
      [existsSync(join(root, 'file')), existsSync(join(`${root}.old`, 'file'))],
      [false, true],
    );
  },
);

test('OwnDirectory.reach() leads nowhere once it was removed', ON_LINUX, (t) => {
  const { directory, root } = ownDirectory(t);
  rmdirSync(root);
  mkdirSync(root);
  assert.throws(() => writeFileSync(join(directory.reach(), 'file'), ''), { code: 'ENOENT' });
  assert.equal(existsSync(join(root, 'file')), false);
});

test('OwnDirectory takes no other directory that has the name', (t) => {
  const { directory, root } = ownDirectory(t);
  renameSync(root, `${root}.old`);
  mkdirSync(root);
  assert.throws(() => new OwnDirectory(root, directory.identity), { code: 'ENOENT' });
});

test('OwnDirectory is in its place as long as that cannot be looked at', (t) => {
  const parent = join(temporaryFolder(t), 'parent');
  mkdirSync(join(parent, 'call-monitor'), { recursive: true });
  const directory = new OwnDirectory(join(parent, 'call-monitor'));
  t.after(() => directory.close());
  renameSync(parent, `${parent}.old`);
  symlinkSync(parent, parent);
  assert.equal(directory.isInPlace, true);
});

test('a database is whole under permissions that name its folder', async (t) => {
  const cwd = temporaryFolder(t);
  const permission = process.allowedNodeEnvironmentFlags.has('--permission')
    ? '--permission'
    : '--experimental-permission';
  const allowed = ['--allow-fs-read=*', `--allow-fs-write=${cwd}/*`, '--allow-worker'];
  const { code } = await runProgram('many-calls', { cwd, args: ['3'], nodeArgs: [permission, ...allowed] });
  assert.equal(code, 0);
  assertViewShowsLog(join(cwd, 'call-monitor'));
});

function ownDirectory(t: TestContext) {
  const root = join(temporaryFolder(t), 'call-monitor');
  mkdirSync(root);
  const directory = new OwnDirectory(root);
  t.after(() => directory.close());
  return { directory, root };
}
