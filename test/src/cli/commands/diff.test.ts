import assert from 'node:assert/strict';
import { test } from 'node:test';
import { record, recordedFolder, runCli, runIn } from '../run-cli.js';

const folder = recordedFolder();
record(folder);

test('diff shows what two calls were made with and came to, the durations aside', async () => {
  const { status, stdout } = await runIn(folder, ['diff', 'solve/1', 'solve/2']);
  assert.equal(status, 1);
  assert.equal(
    stdout.replaceAll(/ {2}[\d.]+ (?:ns|µs|ms|s) {2}/g, '  1 ms  '),
    `- solve/1  ok  1 ms  call-monitor-1
+ solve/2  ok  1 ms  call-monitor-1

args  length
- 1
+ 2
args[0]
- 20
+ 3
kwargs.n
+ 5
result
- 41.000002
+ 17.000002

4 differences
`,
  );
});

const SAME = [
  ['solve/1', 'solve/1'],
  ['solve/1', 'call-monitor', 'call-monitor-1'],
  ['smooth/1', 'call-monitor', 'smooth/1', 'call-monitor-1'],
  ['call-monitor/smooth/1', 'call-monitor-1/smooth/1'],
  ['call-monitor/fail/1', 'fail/1'],
];

for (const words of SAME) {
  test(`diff ${words.join(' ')} finds no difference`, async () => {
    const { status, stdout, stderr } = await runIn(folder, ['diff', ...words]);
    assert.deepEqual([status, stderr], [0, '']);
    assert.match(stdout, /\n\nno difference\n$/);
  });
}

test('diff takes the databases that calls were said to be in', async () => {
  const { stdout } = await runIn(folder, [
    'diff',
    'solve/1',
    'call-monitor',
    'solve/1',
    'call-monitor-1',
    '--json',
  ]);
  const [before, after] = JSON.parse(stdout).calls;
  assert.match(before.database, /call-monitor$/);
  assert.match(after.database, /call-monitor-1$/);
});

test('diff tells a call that threw from one that returned', async () => {
  const { stdout } = await runIn(folder, ['diff', 'solve/1', 'fail/1']);
  assert.match(stdout, /^- returned 41\.000002\n\+ threw RangeError: too small$/m);
});

test('diff says what could not be compared', async () => {
  const { status, stdout } = await runIn(folder, ['diff', 'each/1', 'each/1']);
  assert.equal(status, 0);
  assert.match(stdout, /^1 value not compared, for nobody recorded them: args\[0\]: function/m);
});

test('diff --atol takes numbers that are near for the same', async () => {
  const atol = async (value: string) =>
    (await runIn(folder, ['diff', 'solve/1', 'solve/2', '--json', '--atol', value])).stdout;
  const paths = (text: string) => JSON.parse(text).differences.map(({ path }: { path: string }) => path);
  assert.deepEqual(paths(await atol('20')), ['args', 'kwargs.n', 'result']);
  assert.deepEqual(paths(await atol('25')), ['args', 'kwargs.n']);
});

test('diff colours both sides on a terminal', () => {
  const { stdout } = runCli(folder, ['diff', 'solve/1', 'solve/2'], { FORCE_COLOR: '1' });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are looked for
  assert.match(stdout, /\u001b\[31m- 20\u001b\[39m\n\u001b\[32m\+ 3\u001b\[39m/);
});

const WRONG = [
  ['solve/1'],
  ['solve/1', 'solve/2', 'solve/1'],
  ['solve/1', 'call-monitor', 'solve/2', 'call-monitor', 'call-monitor-1'],
  ['solve', 'solve/1'],
];

for (const words of WRONG) {
  test(`diff ${words.join(' ')} ends with 2`, async () => {
    const { status, stdout, stderr } = await runIn(folder, ['diff', ...words]);
    assert.deepEqual({ status, stdout }, { status: 2, stdout: '' });
    assert.match(stderr, /Expected /);
  });
}
