import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { appendFileSync, statSync, truncateSync } from 'node:fs';
import { hostname } from 'node:os';
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
import { LiveWriter, startCli } from './live-process.js';
import { CLI, recordedFolder, runCli, runIn } from './run-cli.js';

const folder = recordedFolder();
/** What stands after the time of each line, without the durations. */
const shown = (stdout: string) =>
  stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) =>
      line
        .replace(/^.*?\d\d:\d\d:\d\d\.\d{3} +/, '')
        .replace(/[\d.]+ (ns|µs|ms|s) +/, '')
        .replace(/ {2,}/g, ' '),
    );

/** What `db.json` says while a process writes the database. */
function openBy(pid: number, host = hostname()): object {
  return summaryOf({ locked: false, closed: undefined, process: { pid, host } });
}

function writeCalls(count: number, changes: object = {}): string {
  const lines = Array.from({ length: count }, (_, at) => [
    inputLine('f', at + 1),
    outputLine('f', at + 1),
  ]).flat();
  return writeDatabase(join(temporaryFolder(), 'calls'), [functionLine('f'), ...lines], summaryOf(changes));
}

test('tail shows the last ten calls with time, status, duration, arguments and result', async () => {
  const { status, stdout, stderr } = await runIn(folder, ['tail', writeCalls(12)]);
  assert.deepEqual({ status, stderr }, { status: 0, stderr: '' });
  const lines = stdout.trimEnd().split('\n');
  assert.equal(lines.length, 10);
  assert.match(lines[0] ?? '', /^(2026-11-23 )?09:54:06\.789 {2}f\/3 {11}ok {7}1\.5 µs {2}\(3\) → 30$/);
});

test('tail -n takes so many, and all where there are fewer', async () => {
  const root = writeCalls(3);
  assert.deepEqual(shown((await runIn(folder, ['tail', root, '-n', '1'])).stdout), ['f/3 ok (3) → 30']);
  assert.equal(shown((await runIn(folder, ['tail', root, '-n', '100'])).stdout).length, 3);
  assert.equal((await runIn(folder, ['tail', root, '-n', '0'])).stdout, '');
});

test('tail shows values of a recorded program, escaped, and calls that never came back', async () => {
  const { stdout } = await runIn(folder, ['tail']);
  assert.match(stdout, /solve\/2 +ok +.* {2}\(3, 4, \{ n: 5 \}\) → 17\.000002/);
  assert.match(stdout, /fail\/1 +error +.* {2}\('too small'\) ✗ RangeError: too small/);
  assert.match(stdout, /smooth\/1 .*\(Float64Array\(1000\)\) → Float64Array\(1000\)/);
  assert.match(stdout, /wait\/1 +no end +\(3\)/);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: none may be printed
  assert.doesNotMatch(stdout, /[\u0000-\u0009\u000b-\u001f\u009b\u202e]/);
});

test('tail --status and --function choose calls', async () => {
  assert.deepEqual(
    shown((await runIn(folder, ['tail', '--status', 'error'])).stdout).map((line) => line.split(' ')[0]),
    ['fail/1'],
  );
  assert.deepEqual(shown((await runIn(folder, ['tail', '--status', 'unfinished'])).stdout), [
    'wait/1 no end (3)',
  ]);
  const locations = shown((await runIn(folder, ['tail', '--function', '*ol*'])).stdout).map(
    (line) => line.split(' ')[0],
  );
  assert.deepEqual(locations, ['solve/1', 'solve/2']);
});

test('tail of the folder of a function or a call shows that alone', async () => {
  assert.equal(shown((await runIn(folder, ['tail', 'call-monitor/solve'])).stdout).length, 2);
  assert.equal(shown((await runIn(folder, ['tail', 'call-monitor/solve/2'])).stdout).length, 1);
});

test('tail --json prints a line for each call', async () => {
  const [call] = (await runIn(folder, ['tail', '--json', '--function', 'fail'])).stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.deepEqual([call.location, call.state, call.input.args], ['fail/1', 'error', ['too small']]);
  assert.equal(call.output.error.name, 'RangeError');
});

test('tail reads the end of a log alone, but for the beginnings of its last calls', async () => {
  const filler = 'x'.repeat(60_000);
  const calls = Array.from({ length: 40 }, (_, at) => [
    inputLine('g', at + 1, { args: [filler] }),
    outputLine('g', at + 1, { result: at }),
  ]).flat();
  const root = writeDatabase(join(temporaryFolder(), 'long'), [
    inputLine('main', 1, { args: ['first'] }),
    ...calls,
    outputLine('main', 1),
    closedLine({ g: 40, main: 1 }),
  ]);
  const lines = shown((await runIn(folder, ['tail', root, '-n', '2'])).stdout);
  assert.match(lines[0] ?? '', /^g\/40 ok \('x+…'?\) → 39$/);
  assert.equal(lines[1], "main/1 ok ('first') → 10");
});

test('tail passes over a torn last line and damaged ones', async () => {
  const root = writeCalls(3);
  const path = join(root, 'calls.ndjson');
  appendFileSync(path, 'not JSON\n');
  truncateSync(path, statSync(path).size - 1);
  assert.equal(shown((await runIn(folder, ['tail', root])).stdout).length, 3);
  appendFileSync(path, `\n${logText([inputLine('f', 4), outputLine('f', 4)])}`);
  assert.equal(shown((await runIn(folder, ['tail', root, '-n', '2'])).stdout).length, 2);
});

test('tail orders the calls of several databases by time', async () => {
  const several = temporaryFolder();
  const at = (time: number) => ({ end_time: `${1_795_407_846_000_000_000n + BigInt(time)}` });
  writeDatabase(join(several, 'a'), [
    inputLine('f', 1),
    outputLine('f', 1, at(3)),
    inputLine('f', 2),
    outputLine('f', 2, at(9)),
  ]);
  writeDatabase(join(several, 'b'), [inputLine('f', 1), outputLine('f', 1, at(5))]);
  const locations = shown((await runIn(several, ['tail', '.', '-n', '2'])).stdout).map(
    (line) => line.split(' ')[0],
  );
  assert.deepEqual(locations, ['b/f/1', 'a/f/2']);
});

test('tail -f waits for a database, shows each call when it has ended, and ends with the database', async () => {
  const here = temporaryFolder();
  const tail = startCli(['tail', '-f'], here);
  await tail.printed(/waiting for a database call-monitor\* here/, 'stderr');
  const writer = new LiveWriter(here);
  await writer.do('solve 1');
  await tail.printed(/solve\/1 .*\(1\) → 2\n/);
  await writer.do('begin late');
  await writer.do('fail');
  await tail.printed(/fail\/1 +error .*RangeError: too small\n/);
  assert.doesNotMatch(tail.stdout, /hold/);
  await writer.do('finish');
  await tail.printed(/hold\/1 +ok .*\('late'\) → 'late'\n/);
  await writer.end();
  assert.deepEqual(await tail.ended(), { code: 0, signal: null });
  assert.equal(shown(tail.stdout).length, 3);
});

test('tail -f begins with the last calls of a database that is being written', async () => {
  const here = temporaryFolder();
  const writer = new LiveWriter(here);
  for (const command of ['begin early', 'solve 1', 'solve 2']) await writer.do(command);
  const tail = startCli(['tail', '-f', '-n', '2'], here);
  await tail.printed(/solve\/1 .*\n.*solve\/2 .*\n/);
  await writer.do('finish');
  await tail.printed(/hold\/1 +ok .*\('early'\) → 'early'\n/);
  await writer.end();
  assert.equal((await tail.ended()).code, 0);
  assert.equal(shown(tail.stdout).length, 3);
});

test('tail -f looks for the beginning of a call in the log where the view has no folder of it', async () => {
  const lines = [functionLine('f'), inputLine('f', 1), inputLine('f', 2), outputLine('f', 2)];
  const here = temporaryFolder();
  const root = writeDatabase(join(here, 'call-monitor'), lines, openBy(process.pid));
  const tail = startCli(['tail', '-f', '-n', '1'], here);
  await tail.printed(/f\/2 .*\(2\) → 20\n/);
  appendFileSync(join(root, 'calls.ndjson'), logText([outputLine('f', 1), closedLine({ f: 2 })]));
  assert.equal((await tail.ended()).code, 0);
  assert.match(tail.stdout, /f\/1 .*\(1\) → 10\n/);
});

test('tail -f --started shows calls that have begun, too', async () => {
  const here = temporaryFolder();
  const writer = new LiveWriter(here);
  await writer.do('begin first');
  const tail = startCli(['tail', '-f', '--started'], here);
  await tail.printed(/hold\/1 +running +\('first'\)\n/);
  await writer.do('begin second');
  await tail.printed(/hold\/2 +started +\('second'\)\n/);
  await writer.end();
  assert.equal((await tail.ended()).code, 0);
  assert.match(tail.stdout, /hold\/2 +no end +\('second'\)\n/);
});

test('tail -f says that the process is gone, having shown what it recorded', async () => {
  const here = temporaryFolder();
  const writer = new LiveWriter(here);
  await writer.do('solve 1');
  const tail = startCli(['tail', '-f'], here);
  await tail.printed(/solve\/1/);
  await writer.do('solve 2');
  await writer.kill();
  assert.equal((await tail.ended()).code, 0);
  assert.match(tail.stdout, /solve\/2 +(ok|no end) .*\(2\)/); // its end may have been lost with the process
  assert.match(tail.stderr, /ended badly: its process is gone/);
});

test('tail -F goes on with the next database', async () => {
  const here = temporaryFolder();
  const writer = new LiveWriter(here);
  await writer.do('solve 1');
  const tail = startCli(['tail', '-F'], here);
  await tail.printed(/ solve\/1 /);
  await writer.do('next');
  await writer.do('solve 7');
  await tail.printed(/call-monitor-1\/solve\/1 .*\(7\) → 14\n/);
  tail.child.kill('SIGINT');
  assert.equal((await tail.ended()).signal, 'SIGINT');
  await writer.end();
});

test('tail -f of a database that is closed says so', () => {
  const { status, stderr } = runCli(folder, ['tail', '-f']);
  assert.equal(status, 0);
  assert.match(stderr, /is closed; -F waits for the next/);
});

test('tail -f looks on where the writer is on another host, or cannot be told', async () => {
  const root = writeCalls(1, openBy(1, `not-${hostname()}`));
  const tail = startCli(['tail', '-f', root], folder);
  await tail.printed(/f\/1/);
  appendFileSync(join(root, 'calls.ndjson'), logText([inputLine('f', 2), outputLine('f', 2)]));
  await tail.printed(/f\/2 .*\(2\) → 20/);
  appendFileSync(join(root, 'calls.ndjson'), logText([closedLine({ f: 2 })]));
  assert.equal((await tail.ended()).code, 0);
});

test('tail -f ends quietly when its reader has gone', { skip: process.platform === 'win32' }, () => {
  const root = writeCalls(2000);
  const pipeline = `"${process.execPath}" "${CLI}" tail -n 2000 "${root}" | head -n 1; echo "\${PIPESTATUS[0]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', pipeline], { cwd: folder, encoding: 'utf8' });
  assert.equal(stderr, '');
  assert.match(stdout, /f\/1 .*\n0\n$/);
});

test('tail refuses what is no number, and no database, without -f', async () => {
  const wrong = await runIn(folder, ['tail', '-n', 'few']);
  assert.deepEqual(
    [wrong.status, wrong.stderr],
    [2, "error: Expected a number of calls for --lines, got 'few'\n"],
  );
  const none = await runIn(temporaryFolder(), ['tail']);
  assert.equal(none.status, 2);
  assert.match(none.stderr, /^error: Expected a database call-monitor\*/);
});
