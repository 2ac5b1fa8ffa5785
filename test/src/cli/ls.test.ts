import assert from 'node:assert/strict';
import { mkdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { FunctionSummary } from '../../../src/database/function-summary.js';
import {
  inputLine,
  outputLine,
  summaryOf,
  temporaryFolder,
  writeDatabase,
} from '../database/reading-fixture.js';
import { damageLog, record, recordedFolder, runCli, runIn } from './run-cli.js';

const folder = recordedFolder();

test('ls lists functions with calls, recorded and signature', async () => {
  const { status, stdout, stderr } = await runIn(folder, ['ls']);
  const cells = stdout.split('\n').map((line) => line.trim().split(/ {2,}/));
  assert.deepEqual({ status, stderr }, { status: 0, stderr: '' });
  assert.deepEqual(cells[0], ['call-monitor']);
  assert.deepEqual(
    cells.find(([name]) => name === 'solve'),
    ['solve', '2', '2', '(x, y = 2, { n = 1, tol = 1e-6 * 2 })'],
  );
  assert.deepEqual(
    cells.find(([name]) => name === 'each'),
    ['each', '1', '1', '(...callbacks)'],
  );
});

test('ls heads a database with its times, process and how it was closed', async () => {
  const { stdout } = await runIn(folder, ['ls', 'call-monitor']);
  const header = Object.fromEntries(
    stdout
      .split('\n')
      .slice(1, 5)
      .map((line) => line.split(/ +(.*)/)),
  );
  assert.match(header['created'], /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+05:30$/);
  assert.match(header['process'], /^\d+ on .*, Node v/);
  assert.match(header['closed'], /^well, \d{4}-/);
  assert.equal(header['dropped'], 'none');
});

test('ls --json describes the database', async () => {
  const { databases } = JSON.parse((await runIn(folder, ['ls', '--json'])).stdout);
  const [{ path, version, state, layout, dropped, damaged, functions }] = databases;
  assert.deepEqual(
    { path, version, state, layout, dropped, damaged },
    {
      path: realpathSync(join(folder, 'call-monitor')),
      version: '1.0',
      state: 'well',
      layout: 'folders',
      dropped: 0,
      damaged: 0,
    },
  );
  const { name, calls, recorded, argspec } = functions[0];
  assert.deepEqual(
    { name, calls, recorded, args: argspec.args, kwonlyargs: argspec.kwonlyargs },
    { name: 'solve', calls: 2, recorded: 2, args: ['x', 'y'], kwonlyargs: ['n', 'tol'] },
  );
});

test('ls shows how many calls are unfinished where some are', async () => {
  const { stdout } = await runIn(folder, ['ls']);
  assert.match(stdout, /^FUNCTION +CALLS +RECORDED +UNFINISHED +SIGNATURE$/m);
  assert.match(stdout, /^wait +1 +1 +1 +\(ms\)$/m);
  const { functions } = JSON.parse((await runIn(folder, ['ls', '--json'])).stdout).databases[0];
  assert.deepEqual(
    functions
      .map(({ name, unfinished }: FunctionSummary) => [name, unfinished])
      .filter(([name]: [string]) => ['solve', 'wait'].includes(name)),
    [
      ['solve', 0],
      ['wait', 1],
    ],
  );
});

test('ls has no column for unfinished calls where none is', async () => {
  const root = writeDatabase(join(temporaryFolder(), 'finished'), [inputLine('f', 1), outputLine('f', 1)]);
  assert.match((await runIn(folder, ['ls', root])).stdout, /^FUNCTION +CALLS +RECORDED +SIGNATURE$/m);
  assert.match((await runIn(folder, ['ls', root, '--json'])).stdout, /"unfinished": 0/);
});

test('ls of a folder lists the others where databases cannot be read, and ends with 1', async () => {
  const several = temporaryFolder();
  for (const name of ['call-monitor', 'call-monitor-2', 'call-monitor-4', 'no-log'])
    writeDatabase(join(several, name), [inputLine('f', 1)]);
  writeDatabase(join(several, 'call-monitor-1'), [], summaryOf({ version: '2.0' }));
  writeFileSync(join(several, 'call-monitor-2', 'db.json'), '{');
  rmSync(join(several, 'no-log', 'calls.ndjson'));
  mkdirSync(join(several, 'no-log', 'calls.ndjson'));
  for (const words of [
    ['ls', '.'],
    ['ls', '.', '--json'],
  ]) {
    const { status, stdout, stderr } = await runIn(several, words);
    assert.equal(status, 1);
    assert.deepEqual(
      stderr.match(/^error: .*$/gm)?.map((line) => /[^/ ]+(?=\/(db\.json|calls))/.exec(line)?.[0]),
      ['call-monitor-1', 'call-monitor-2', 'no-log'],
    );
    assert.deepEqual([...new Set(stdout.match(/call-monitor(-\d)?/g))], ['call-monitor', 'call-monitor-4']);
  }
});

test('ls of one database that cannot be read ends with 2', async () => {
  const root = writeDatabase(join(temporaryFolder(), 'new'), [], summaryOf({ version: '2.0' }));
  const { status, stdout, stderr } = await runIn(folder, ['ls', root]);
  assert.deepEqual({ status, stdout }, { status: 2, stdout: '' });
  assert.match(stderr, /Expected a database of format 1\.x, got "2\.0"/);
});

test('ls takes the newest database here, all of a folder, or one by its path', async () => {
  const several = recordedFolder();
  record(several);
  const listed = async (words: readonly string[]) =>
    JSON.parse((await runIn(several, ['ls', '--json', ...words])).stdout).databases.map(
      ({ path }: { path: string }) => path.slice(realpathSync(several).length + 1),
    );
  assert.deepEqual(await listed([]), ['call-monitor-1']);
  assert.deepEqual(await listed(['.']), ['call-monitor', 'call-monitor-1']);
  assert.deepEqual(await listed(['call-monitor']), ['call-monitor']);
  rmSync(join(several, 'call-monitor'), { recursive: true });
  assert.deepEqual(await listed(['call-monitor']), ['call-monitor-1']);
});

test('ls says that a database whose process was killed ended badly', async () => {
  const killed = recordedFolder({}, ['--kill']);
  const { status, stdout } = await runIn(killed, ['ls']);
  assert.equal(status, 0);
  assert.match(stdout, /^closed {3}badly: the process is gone/m);
  assert.match(stdout, /^solve +2 +2 /m);
});

test('ls ends with 1 where a line of the log is damaged, and says how many', async () => {
  const damaged = recordedFolder();
  damageLog(join(damaged, 'call-monitor'), '"args":[20]', '"args":{20]');
  damageLog(
    join(damaged, 'call-monitor'),
    '{"kind":"input","function":"smooth"',
    '{"kind":"input"!"function":"smooth"',
  );
  const { status, stdout } = await runIn(damaged, ['ls']);
  assert.equal(status, 1);
  assert.match(stdout, /^damaged +\d lines? of the log, skipped$/m);
});

test('ls shows nothing of a hostile name that a terminal would obey', async () => {
  for (const words of [['ls'], ['ls', '--json']]) {
    const { stdout } = await runIn(folder, words);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are looked for
    assert.doesNotMatch(stdout, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    assert.match(stdout, /hostile\\u001b\[31m\\u202e/);
    assert.doesNotMatch(stdout, /^fake: line/m);
  }
});

test('ls colours where it is asked to, and not where that is forbidden', () => {
  const isColoured = (env: Record<string, string>) => runCli(folder, ['ls'], env).stdout.includes('\u001b[');
  assert.equal(isColoured({}), false);
  assert.equal(isColoured({ CI: '1' }), false);
  assert.equal(isColoured({ FORCE_COLOR: '1' }), true);
  assert.equal(isColoured({ FORCE_COLOR: '0' }), false);
  assert.equal(isColoured({ FORCE_COLOR: '1', NO_COLOR: '1' }), false);
});
