import assert from 'node:assert/strict';
import { cpSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { damageLog, record, recordedFolder, runIn } from './run-cli.js';

const folder = recordedFolder();

const SHOWN = [
  {
    what: 'positional and keyword arguments',
    words: ['solve', '2'],
    lines: ['solve/2  ok', 'arguments', '  x  3', '  y  4', 'keyword arguments', '  n    5', 'result'],
  },
  {
    what: 'defaults, literal and as source',
    words: ['solve', '1'],
    lines: ['  y  2  (default)', '  n    1  (default)', '  tol  1e-6 * 2  (default)'],
  },
  {
    what: 'arrays with type, shape and file',
    words: ['smooth', '1'],
    lines: [
      '  values  Float64Array(1000) [ 0, 1, 2, 3, 4, ... 995 more items ]',
      '          <f8 [1000], arg_0.npy',
      '  <f8 [1000], result.npy',
    ],
  },
  {
    what: 'what was thrown',
    words: ['fail', '1'],
    lines: ['fail/1  error', "  reason  'too small'", 'error', '  RangeError: too small'],
  },
  {
    what: 'why it cannot be replayed',
    words: ['each', '1'],
    lines: ['replay   not possible: /args/0: function'],
  },
  {
    what: 'a call that never came back',
    words: ['wait', '1'],
    lines: ['wait/1  never came back', '  ms  3'],
  },
  {
    what: 'the receiver, and its class',
    words: ['Mesh.refine', '1'],
    lines: ['this', '  { nodes: Uint8Array(3) [ 1, 2, 3 ] }', '  class Mesh', '  times  2'],
  },
  { what: 'a call as solve/2', words: ['solve/2'], lines: ['solve/2  ok', 'folder   call-monitor/solve/2'] },
  { what: 'a call as solve/2 of a database', words: ['solve/2', 'call-monitor'], lines: ['solve/2  ok'] },
  { what: 'a call by its folder', words: ['call-monitor/solve/2'], lines: ['solve/2  ok', '  y  4'] },
  { what: 'a call of the only database in a folder', words: ['solve', '2', '.'], lines: ['solve/2  ok'] },
];

for (const { what, words, lines } of SHOWN) {
  test(`show ${words.join(' ')} shows ${what}`, async () => {
    const { status, stdout, stderr } = await runIn(folder, ['show', ...words]);
    assert.deepEqual({ status, stderr }, { status: 0, stderr: '' });
    const shown = stdout.split('\n');
    assert.deepEqual(
      lines.filter((line) => !shown.includes(line)),
      [],
      stdout,
    );
  });
}

test('show tells when and how long a call ran, and its trace', async () => {
  const { stdout } = await runIn(folder, ['show', 'solve', '1']);
  assert.match(stdout, /^started {2}\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+05:30$/m);
  assert.match(stdout, /^took {5}[\d.]+ (ns|µs|ms|s)$/m);
  assert.match(stdout, /^trace {4}[0-9a-f]{32}$/m);
  assert.match(stdout, /^span {5}[0-9a-f]{16}$/m);
  assert.match(stdout, /^defined {2}.*recording-program\.js:\d+$/m);
});

test('show --json prints the lines of the log as they are', async () => {
  const root = join(folder, 'call-monitor');
  const lines = readFileSync(join(root, 'calls.ndjson'), 'utf8').split('\n');
  const lineOf = (kind: string) => {
    const line = lines.find((each) => each.startsWith(`{"kind":"${kind}","function":"smooth"`));
    return JSON.parse(line ?? 'null');
  };
  const expected = {
    location: 'smooth/1',
    database: realpathSync(root),
    folder: realpathSync(join(root, 'smooth', '1')),
    url: null,
    function: lineOf('function'),
    input: lineOf('input'),
    output: lineOf('output'),
  };
  for (const words of [['smooth', '1'], ['call-monitor/smooth/1']]) {
    assert.deepEqual(JSON.parse((await runIn(folder, ['show', ...words, '--json'])).stdout), expected);
  }
});

test('show reads a folder that was copied out of its database', async () => {
  const elsewhere = recordedFolder();
  cpSync(join(folder, 'call-monitor', 'solve', '2'), join(elsewhere, 'copied'), { recursive: true });
  const { status, stdout } = await runIn(elsewhere, ['show', 'copied']);
  assert.equal(status, 0);
  assert.match(stdout, /^solve\/2 {2}ok\n/);
  assert.match(stdout, /^ {2}\[0\] {2}3$/m);
});

test('show finds a packed call by the path that its folder would have', async () => {
  const packed = recordedFolder({ CALLMONITOR_LAYOUT: 'packed' });
  const { status, stdout } = await runIn(packed, ['show', 'call-monitor/solve/2']);
  assert.equal(status, 0);
  assert.match(stdout, /^solve\/2 {2}ok\n/);
  assert.doesNotMatch(stdout, /^folder/m);
});

const WRONG = [
  { words: ['show', 'slove', '1'], says: /'slove' was not recorded; recorded: solve, / },
  { words: ['show', 'solve', '9'], says: /call 9 of solve: 2 were recorded/ },
  { words: ['show', 'solve', '0'], says: /Expected the number of a call of solve, from 1 on, got 0/ },
  { words: ['show', 'solve', 'two'], says: /Expected the number of a call of solve, got 'two'/ },
  {
    words: ['show', 'solve'],
    says: /Expected the number of a call after solve, from 1 to 2: callmonitor show solve 2/,
  },
  { words: ['show', 'no/such/folder'], says: /Expected a function and a number, 'solve\/3', or the path/ },
  {
    words: ['show', 'solve', '1', 'nowhere'],
    says: /at nowhere, but there is nothing; there is .*call-monitor/,
  },
  { words: ['show'], says: /missing required argument 'function'/ },
  { words: ['ls', 'nowhere'], says: /Expected a call-monitor database with a db\.json at nowhere/ },
  { words: ['ls', '--jsno'], says: /unknown option '--jsno'\n\(Did you mean --json\?\)/ },
  { words: ['sl'], says: /unknown command 'sl'\n\(Did you mean ls\?\)/ },
  { words: [], says: /^Usage: callmonitor/ },
];

for (const { words, says } of WRONG) {
  test(`callmonitor ${words.join(' ')} ends with 2 and says why on stderr`, async () => {
    const { status, stdout, stderr } = await runIn(folder, words);
    assert.deepEqual({ status, stdout }, { status: 2, stdout: '' });
    assert.match(stderr, says);
    assert.doesNotMatch(stderr, /^ +at /m);
  });
}

test('callmonitor without a database here says what to do', async () => {
  const empty = join(folder, 'call-monitor', 'solve');
  const { status, stderr } = await runIn(empty, ['ls']);
  assert.equal(status, 2);
  assert.match(
    stderr,
    /there is none: run a program that records calls here, or name a database's directory/,
  );
});

test('show asks for one database where several have the call', async () => {
  const several = recordedFolder();
  record(several);
  const { status, stderr } = await runIn(several, ['show', 'solve', '1', '.']);
  assert.equal(status, 2);
  assert.match(stderr, /Expected one database with a call solve\/1, got 2 of call-monitor, call-monitor-1/);
});

test('show takes the newest database here', async () => {
  const several = recordedFolder();
  record(several);
  const { database } = JSON.parse((await runIn(several, ['show', 'solve', '1', '--json'])).stdout);
  assert.equal(database, realpathSync(join(several, 'call-monitor-1')));
});

test('show escapes what a terminal would obey, in JSON too', async () => {
  const { functions } = JSON.parse((await runIn(folder, ['ls', '--json'])).stdout).databases[0];
  const { name } = functions.find((each: { name: string }) => each.name.startsWith('hostile'));
  for (const words of [
    ['show', name, '1'],
    ['show', name, '1', '--json'],
    ['show', name, '7'],
  ]) {
    const { stdout, stderr } = await runIn(folder, words);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are looked for
    assert.doesNotMatch(stdout + stderr, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    assert.doesNotMatch(stdout, /^fake: line/m);
  }
});

const DAMAGE = [
  {
    what: 'a damaged input',
    found: '"args":[20]',
    damaged: '"args":[20}',
    says: /its record is damaged or gone|its input record is damaged/,
    on: 'stderr',
  },
  {
    what: 'a damaged output',
    found: '"status":"ok"',
    damaged: '"status":"no"',
    says: /solve\/1 {2}damaged output/,
    on: 'stdout',
  },
] as const;

for (const { what, found, damaged, says, on } of DAMAGE) {
  test(`show ends with 1 for ${what}`, async () => {
    const folder = recordedFolder();
    damageLog(join(folder, 'call-monitor'), found, damaged);
    const ended = await runIn(folder, ['show', 'solve', '1']);
    assert.equal(ended.status, 1, ended.stderr);
    assert.match(ended[on], says);
  });
}

test('show ends with 1 for a damaged sidecar, and shows the rest', async () => {
  const folder = recordedFolder();
  writeFileSync(join(folder, 'call-monitor', 'smooth', '1', 'arg_0.npy'), 'no array');
  const { status, stdout } = await runIn(folder, ['show', 'smooth', '1']);
  assert.equal(status, 1);
  assert.match(stdout, /^ {2}values {2}<not captured: damaged /m);
  assert.match(stdout, /^ {2}Float64Array\(1000\) \[ 0, 0\.5, /m);
});

test('show ends with 1 for a sidecar that is gone', async () => {
  const folder = recordedFolder();
  rmSync(join(folder, 'call-monitor', 'smooth', '1', 'arg_0.npy'));
  assert.equal((await runIn(folder, ['show', 'smooth', '1'])).status, 1);
});
