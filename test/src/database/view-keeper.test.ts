import assert from 'node:assert/strict';
import { existsSync, readFileSync, statfsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { load, repair } from 'callmonitor';
import { runProgram } from '../../run-program.js';
import { temporaryFolder } from '../handlers/temporary-folder.js';
import { assertViewShowsLog } from './recorded-files.js';
import { mountAgain, skipUnlessMountable, smallDisk } from './small-disk.js';
import { openWriter, writeCall } from './writing-fixture.js';

/** Enough for a thread to build the view. */
const MANY = '2000';

test('the view of many calls is complete when the program ends by itself', async (t) => {
  const cwd = temporaryFolder(t);
  const { code, stderr } = await runProgram('many-calls', { cwd, args: [MANY] });
  assert.deepEqual([code, stderr], [0, '']);
  assertViewShowsLog(join(cwd, 'call-monitor'));
});

test('the view of many calls is complete after process.exit()', async (t) => {
  const cwd = temporaryFolder(t);
  const { code } = await runProgram('many-calls', { cwd, args: [MANY, 'exit'] });
  assert.equal(code, 3);
  assertViewShowsLog(join(cwd, 'call-monitor'));
});

test('a view that is far behind is built by two threads, each its own stretches', async (t) => {
  const cwd = temporaryFolder(t);
  const { stdout, stderr } = await runProgram('many-calls', { cwd, args: ['3500'] });
  assert.deepEqual([stdout, stderr], [availableParallelism() > 1 ? '3\n' : '2\n', '']);
  assertViewShowsLog(join(cwd, 'call-monitor'));
});

test('a short program has no thread of ours, and the thread ids it expects', async (t) => {
  const cwd = temporaryFolder(t);
  assert.equal((await runProgram('many-calls', { cwd, args: ['3'] })).stdout, '1\n');
});

test('the thread that builds the view loads nothing that the program preloads', async (t) => {
  const cwd = temporaryFolder(t);
  const preload = fileURLToPath(new URL('../../fixtures/preload.js', import.meta.url));
  for (const run of [{ nodeArgs: ['--import', preload] }, { env: { NODE_OPTIONS: `--import=${preload}` } }]) {
    const { stdout, stderr } = await runProgram('many-calls', { cwd, args: [MANY], ...run });
    assert.deepEqual([stdout, stderr], ['loaded in the main thread\n2\n', '']);
  }
});

test('a view that cannot be built is told of, and costs neither the log nor the program anything', async (t) => {
  const cwd = temporaryFolder(t);
  const { code, stdout, stderr } = await runProgram('broken-view', { cwd });
  assert.deepEqual([code, stderr], [0, '']);
  assert.equal(stdout, 'callmonitor: the folders lag behind until they can be written\n');
  const db = load(join(cwd, 'call-monitor'));
  assert.equal(db.closed, 'well');
  assert.equal([...db.calls('solve')].filter(({ status }) => status === 'ok').length, db.counts['solve']);
  assert.equal(readFileSync(join(cwd, 'call-monitor', 'solve'), 'utf8'), 'in the way');
});

test('the view goes on when there is room for it again', { skip: skipUnlessMountable() }, async (t) => {
  const folder = smallDisk(t);
  const { writer, root, errors } = openWriter(t, { base: join(folder, 'db'), flushIntervalMs: 1 });
  let calls = 0;
  const shown = () => existsSync(join(root, 'solve', String(calls), 'output_descriptor.json'));
  writeCall(writer, ++calls);
  while (!shown()) await setTimeout(10);
  const { files, ffree } = statfsSync(folder);
  mountAgain(folder, `nr_inodes=${files - ffree}`);
  for (let more = 0; more < 50; more++) writeCall(writer, ++calls);
  await setTimeout(100);
  assert.equal(shown(), false);
  mountAgain(folder, 'nr_inodes=10000,size=16m');
  while (!shown()) await setTimeout(10);
  writer.close();
  assert.deepEqual(errors, []);
  assertViewShowsLog(root);
});

test('the view follows the log while the program does something else', async (t) => {
  const { writer, root } = openWriter(t, { flushIntervalMs: 1 });
  for (let call = 1; call <= 1000; call++) writeCall(writer, call);
  const last = join(root, 'solve', '1000', 'output_descriptor.json');
  while (!existsSync(last)) await setTimeout(1);
  writer.close();
  assertViewShowsLog(root);
});

test('a view that is not done in time is told of', (t) => {
  const { writer, errors } = openWriter(t, { shutdownTimeoutMs: 0 });
  writeCall(writer, 1);
  writer.close();
  assert.match(errors.join('\n'), /are incomplete; 'callmonitor repair' completes them: .* after 0 ms/);
  assert.equal(load(writer.root).closed, 'well');
  assert.equal(repair(writer.root).viewFiles, 3);
});

const STUCK_ENDS = [
  ['by itself', 3],
  ['process.exit', 4],
  ['an uncaught error', 1],
] as const;

describe('a program ends as it would, though the thread that builds the view is stuck for ever, by', () => {
  for (const [way, expected] of STUCK_ENDS) {
    test(way, { skip: process.platform !== 'linux' }, async (t) => {
      const cwd = temporaryFolder(t);
      const env = { CALLMONITOR_SHUTDOWN_TIMEOUT_MS: '100' };
      const { code, stdout, stderr } = await runProgram('stuck-view', { cwd, args: [way], env });
      assert.deepEqual([code, stdout], [expected, 'stuck\n']);
      assert.equal(/nobody catches this/.test(stderr), way === 'an uncaught error');
      assert.equal(load(join(cwd, 'call-monitor')).metadata.locked, true);
    });
  }
});
