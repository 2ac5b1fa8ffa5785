import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadAll } from 'callmonitor';
import { claimRoot, giveBackRoot } from '../../../src/database/root-directory.js';
import { runProgram } from '../../run-program.js';
import { temporaryFolder } from '../handlers/temporary-folder.js';
import { runProgram as runSource } from '../intercept/programs.js';
import { modesIn } from './recorded-files.js';

test('claimRoot() takes the smallest number that is free, and leaves alone what is there', (t) => {
  const folder = temporaryFolder(t);
  const base = join(folder, 'deep', 'call-monitor');
  assert.equal(claimRoot(base, undefined), base);
  assert.equal(claimRoot(base, undefined), `${base}-1`);
  mkdirSync(`${base}-2`);
  writeFileSync(`${base}-3`, 'a file');
  assert.equal(claimRoot(base, undefined), `${base}-4`);
  assert.deepEqual(readdirSync(join(folder, 'deep')).length, 5);
});

test('claimRoot() gives up where nothing can be made', { skip: !existsSync('/proc/self') }, () => {
  assert.throws(() => claimRoot('/proc/nowhere/call-monitor', undefined), { code: 'ENOENT' });
});

test('claimRoot() puts the tag between name and number', (t) => {
  const base = join(temporaryFolder(t), 'call-monitor');
  assert.equal(claimRoot(`${base}/`, '3'), `${base}-tid=3`);
  assert.equal(claimRoot(base, '3'), `${base}-tid=3-1`);
});

test('giveBackRoot() frees the name of what could not become a database', (t) => {
  const base = join(temporaryFolder(t), 'call-monitor');
  const root = claimRoot(base, undefined);
  writeFileSync(join(root, 'db.json'), '{}');
  giveBackRoot(root);
  assert.equal(claimRoot(base, undefined), root);
});

test('a directory that could not become a database leaves nothing, whatever the program has put in the way', (t) => {
  const source = `import { readdirSync } from 'node:fs'; process.chdir(import.meta.dirname);
    const f = wrap(function f() {});
    Object.defineProperty(Object.prototype, 'nlink', { configurable: true, set() { throw new Error('set') } });
    f(); f(); console.log(readdirSync('.').join());
    delete Object.prototype.nlink; f(); console.log(readdirSync('.').join());`;
  const { stdout } = runSource(source, { folder: temporaryFolder(t), setup: 'embedded' });
  assert.equal(stdout, 'program.mjs\ncall-monitor,program.mjs\n');
});

test('16 processes that start together have 16 databases', async (t) => {
  const cwd = temporaryFolder(t);
  const run = () => runProgram('ending', { cwd, args: ['by itself'] });
  const ends = await Promise.all(Array.from({ length: 16 }, run));
  assert.deepEqual([...new Set(ends.map(({ code }) => code))], [0]);
  const names = ['call-monitor', ...Array.from({ length: 15 }, (_, index) => `call-monitor-${index + 1}`)];
  assert.deepEqual(new Set(readdirSync(cwd)), new Set(names));
  for (const db of loadAll(cwd)) assert.deepEqual(db.counts, { solve: 3 });
});

for (const umask of ['000', '022', '077', '277', '777']) {
  test(`a database is private under the umask ${umask}`, async (t) => {
    const cwd = temporaryFolder(t);
    await runProgram('umask', { cwd, args: [umask] });
    assert.deepEqual(modesIn(join(cwd, 'call-monitor')), new Set(['directory 700', 'file 600']));
  });
}
