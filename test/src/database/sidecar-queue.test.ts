import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { load } from 'callmonitor';
import type { DatabaseWriter, WrittenCall } from '../../../src/database/database-writer.js';
import { runProgram } from '../../run-program.js';
import { temporaryFolder } from '../handlers/temporary-folder.js';
import { logLines } from './recorded-files.js';
import { fillDisk, mountAgain, skipUnlessMountable, smallDisk } from './small-disk.js';
import {
  END,
  IDENTITY,
  inputOf,
  inputWithArray,
  openGathering,
  openWriter,
  resultWithArray,
  SOLVE,
  writeCall,
} from './writing-fixture.js';

const BATCH = { CALLMONITOR_DURABILITY: 'batch', CALLMONITOR_FLUSH_INTERVAL_MS: '60000' };
/** Together more than there is room for. */
const MANY = 6;

const ENDS = [
  ['by itself', [], 0],
  ['by process.exit()', ['exit'], 3],
] as const;

for (const [how, args, expected] of ENDS) {
  test(`big arrays are there as they were given, in order, when the program ends ${how}`, async (t) => {
    const cwd = temporaryFolder(t);
    const { code, stderr } = await runProgram('big-arrays', { cwd, args: [`${MANY}`, ...args], env: BATCH });
    assert.deepEqual([code, stderr], [expected, '']);
    const db = load(join(cwd, 'call-monitor'));
    const calls = [...db.calls('twice')].map(({ args: [x], result }) => [
      onlyElement(x),
      onlyElement(result),
    ]);
    assert.deepEqual(
      calls,
      Array.from({ length: MANY }, (_, n) => [n + 1, 2 * (n + 1)]),
    );
    assert.deepEqual([db.closed, db.dropped, db.damaged], ['well', 0, 0]);
  });
}

/** The id of the next thread tells how many of ours there are. */
const THREADS = [
  [{}, '2\n'],
  [{ CALLMONITOR_DURABILITY: 'call' }, '1\n'],
  [{ CALLMONITOR_OVERFLOW: 'drop' }, '1\n'],
] as const;

for (const [settings, threadId] of THREADS) {
  test(`big arrays have a thread only where the program may wait for it: ${JSON.stringify(settings)}`, async (t) => {
    const cwd = temporaryFolder(t);
    const env = { ...BATCH, CALLMONITOR_LAYOUT: 'packed', ...settings };
    assert.equal((await runProgram('big-arrays', { cwd, args: ['1'], env })).stdout, threadId);
    assert.equal([...load(join(cwd, 'call-monitor')).calls('twice')].length, 1);
  });
}

test('big arrays are written without a thread where none may be started', async (t) => {
  const cwd = temporaryFolder(t);
  const flag = process.allowedNodeEnvironmentFlags.has('--permission')
    ? '--permission'
    : '--experimental-permission';
  const nodeArgs = [flag, '--allow-fs-read=*', '--allow-fs-write=*', '--no-warnings'];
  await runProgram('big-arrays', { cwd, args: ['2', 'exit'], env: BATCH, nodeArgs });
  const db = load(join(cwd, 'call-monitor'));
  assert.deepEqual(
    [...db.calls('twice')].map(({ args: [x] }) => onlyElement(x)),
    [1, 2],
  );
  assert.equal(db.dropped, 0);
});

test('a line is in the log only when its array is on disk', async (t) => {
  const { writer, root } = openWriter(t, { durability: 'batch', flushIntervalMs: 1 });
  const file = (n: number) => join(root, 'solve', String(n), 'arg_0.npy');
  for (let n = 1; n <= 20; n++) {
    start(writer, n);
    await new Promise((resolve) => setTimeout(resolve, 2));
    for (const { invocation } of inputs(root)) assert.ok(existsSync(file(Number(invocation))));
  }
  writer.close();
  assert.equal(inputs(root).length, 20);
});

test('an array of a database that was moved is still written', {
  skip: process.platform !== 'linux',
}, (t) => {
  const { writer, root } = openWriter(t, { durability: 'batch' });
  writeCall(writer, 1);
  start(writer, 2);
  renameSync(root, `${root}-moved`);
  writer.close();
  assert.equal(onlyElement(load(`${root}-moved`).call('solve', 2).args[0]), 2);
});

for (const isFlushed of [false, true]) {
  test(`of a database that was removed calls are counted once, ${isFlushed ? 'written' : 'gathered'} arrays or not`, (t) => {
    const { writer, root, errors } = openWriter(t, { durability: 'batch' });
    for (let n = 1; n <= 3; n++) start(writer, n);
    rmSync(root, { recursive: true });
    if (isFlushed) writer.flush();
    writer.look();
    assert.equal(writer.abandon(), 3);
    assert.deepEqual([errors, existsSync(root)], [[], false]);
  });
}

describe('on a disk that becomes full', { skip: skipUnlessMountable() }, () => {
  test('calls are dropped whose arrays do not fit, and only those', (t) => {
    const folder = smallDisk(t);
    mountAgain(folder, 'size=4m');
    const { writer, root, errors } = openGathering(t, folder);
    const running = Array.from({ length: 12 }, (_, n) => start(writer, n + 1));
    for (const call of running) {
      if (call.invocation % 2 === 0) writer.end(call, END, END);
      writeCall(writer, 100 + call.invocation);
    }
    writer.flush();
    const whole = inputs(root).filter(({ invocation }) => Number(invocation) < 100);
    assert.ok(whole.length > 0 && whole.length < 12, `${whole.length} fit`);
    mountAgain(folder, 'size=16m');
    for (const call of running) if (call.invocation % 2 === 1) writer.end(call, END, END);
    start(writer, 200);
    writer.close();
    assert.equal(errors.length, 1, errors.join('\n'));
    assert.match(errors[0] ?? '', /^records are dropped and counted until .*db can be written.*ENOSPC/);
    const outputs = logLines(root).filter(({ kind }) => kind === 'output');
    assert.equal(outputs.length, whole.length + 12);
    const db = load(root);
    const big = [...db.calls('solve')].filter(({ invocation }) => invocation < 100 || invocation === 200);
    for (const { args, invocation } of big) assert.equal(onlyElement(args[0]), invocation);
    assert.equal(big.length, whole.length + 1);
    assert.equal(big.filter(({ status }) => status === 'ok').length, whole.length);
    assert.deepEqual(
      [db.dropped, db.damaged, [...db.calls()].length],
      [12 - whole.length, 0, whole.length + 13],
    );
    for (let n = 1; n <= 12; n++)
      assert.equal(
        existsSync(join(root, 'solve', String(n))),
        big.some(({ invocation }) => invocation === n),
      );
  });

  test('a call is counted once whose array does not fit, and whose line would not', (t) => {
    const folder = smallDisk(t);
    const { writer, root } = openGathering(t, folder);
    fillDisk(folder);
    start(writer, 1);
    writeCall(writer, 2, JSON.stringify('x'.repeat(10_000)));
    writer.flush();
    rmSync(join(folder, 'ballast'));
    writeCall(writer, 3);
    writer.close();
    const db = load(root);
    assert.deepEqual([db.dropped, [...db.calls()].map(({ invocation }) => invocation)], [2, [3]]);
  });

  test('a call says at least that it came back, when its big result does not fit', (t) => {
    const folder = smallDisk(t);
    const { writer, root, errors } = openGathering(t, folder);
    const { batch } = writer;
    const fn = writer.start(SOLVE, 1, IDENTITY, inputOf('1'));
    assert.ok(fn);
    const result = resultWithArray(new Float64Array(50_000));
    writer.end({ function: fn, invocation: 1, batch }, { ...END, result }, END);
    writeCall(writer, 2);
    writer.close();
    const db = load(root);
    const call = db.call('solve', 1);
    assert.deepEqual([call.status, call.hasResult, call.durationNs], ['ok', false, 1500]);
    assert.deepEqual([db.dropped, db.damaged, db.call('solve', 2).result, errors.length], [1, 0, 2, 1]);
  });
});

test('a thread that is lost costs the file that it has in hand, and the process ends as it would', {
  skip: process.platform !== 'linux',
}, (t) => {
  const cwd = temporaryFolder(t);
  const source = `
    import { execFileSync } from 'node:child_process';
    import { Worker } from 'node:worker_threads';
    import { SidecarQueue } from '${new URL('../../../src/database/sidecar-queue.js', import.meta.url)}';
    const queue = new SidecarQueue(0);
    const chunks = [new Uint8Array(300_000)];
    const job = (invocation) => queue.add({ root: '.', dir: 'solve', invocation }, { fileName: 'x', chunks });
    queue.takes(300_000);
    const jobs = [job(1), job(2)];
    Atomics.add(new Int32Array(jobs[0].data.memory), 0, 1); // as if it had taken it
    execFileSync('mkfifo', ['pipe']);
    new Worker("require('node:fs').openSync('pipe')", { eval: true, execArgv: [] }); // for which Node would wait for ever
    queue.finish();
    console.log(jobs.map(({ failure }) => failure?.message), jobs[0].isLost, queue.takes(300_000));
    process.exit(3);`;
  const { stdout, status } = spawnSync(process.execPath, ['--input-type=module', '-e', source], {
    cwd,
    encoding: 'utf8',
    timeout: 60_000,
  });
  assert.deepEqual(
    [status, stdout],
    [3, "[ './solve/1/x was not written in 1000 ms', undefined ] true false\n"],
  );
  assert.equal(statSync(join(cwd, 'solve', '2', 'x')).size, 300_000);
});

/** Starts a call with an array of its number, which changes then. */
function start(writer: DatabaseWriter, invocation: number): WrittenCall {
  const array = new Float64Array(50_000).fill(invocation);
  const { batch } = writer;
  const fn = writer.start(SOLVE, invocation, IDENTITY, inputWithArray(array));
  assert.ok(fn);
  array.fill(-1);
  return { function: fn, invocation, batch };
}

function inputs(root: string): ReturnType<typeof logLines> {
  return logLines(root).filter(({ kind }) => kind === 'input');
}

/** What all elements of an array are. */
function onlyElement(array: unknown): number | undefined {
  assert.ok(array instanceof Float64Array);
  const [first] = array;
  assert.ok(array.every((element) => element === first));
  return first;
}
