import assert from 'node:assert/strict';
import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { DatabaseNotFoundError, load, loadAll, loadCall } from 'callmonitor';
import { runProgram } from '../../run-program.js';
import { temporaryFolder } from '../handlers/temporary-folder.js';
import { assertViewShowsLog, logLines, readSummary } from './recorded-files.js';
import { fillDisk, skipUnlessMountable, smallDisk } from './small-disk.js';
import {
  END,
  functionNamed,
  IDENTITY,
  inputOf,
  inputWithArray,
  openGathering,
  openWriter,
  resultWithArray,
  SOLVE,
  valueFrom,
  writeCall,
} from './writing-fixture.js';

test('DatabaseWriter writes each kind of line with its keys in the order of FORMAT.md', (t) => {
  const { writer, root } = openWriter(t);
  const input = { ...inputOf('1'), this: '{"n":1}', notReplayable: ['/args/0: function'] };
  const fn = writer.start(
    { ...SOLVE, file: '/app/solve.js', line: 7 },
    2,
    { ...IDENTITY, parentSpanId: '00f067aa0ba902b7' },
    input,
  );
  assert.ok(fn);
  writer.end(
    { function: fn, invocation: 2 },
    { ...END, result: valueFrom('2'), argsAfter: valueFrom('[1]') },
    END,
  );
  writer.end({ function: fn, invocation: 1 }, { ...END, status: 'error', error: valueFrom('"no"') }, END);
  writer.close();
  const texts = logLines(root).map(({ text }) =>
    text.replace(/"end_time":"\d+","calls"/, '"end_time":"…","calls"'),
  );
  assert.deepEqual(texts, [
    '{"kind":"function","function":"solve","dir":"solve","argspec":{"args":["x"],"varargs":null,"kwonlyargs":[],"defaults":{}},"file":"/app/solve.js","line":7}\n',
    '{"kind":"input","function":"solve","invocation":2,"trace_id":"0af7651916cd43dd8448eb211c80319c","span_id":"b7ad6b7169203331","parent_span_id":"00f067aa0ba902b7","trace_flags":1,"start_time":"1795407846789000000","this":{"n":1},"args":[1],"kwargs":{},"replayable":{"ok":false,"why":["/args/0: function"]}}\n',
    '{"kind":"output","function":"solve","invocation":2,"status":"ok","end_time":"1795407846789001500","duration_ns":1500,"result":2,"args_after":[1]}\n',
    '{"kind":"output","function":"solve","invocation":1,"status":"error","end_time":"1795407846789001500","duration_ns":1500,"error":"no"}\n',
    '{"kind":"closed","end_time":"…","calls":{"solve":2},"dropped":0}\n',
  ]);
});

test('DatabaseWriter says in db.json what it writes, and when it is closed what it wrote', (t) => {
  const { writer, root } = openWriter(t, { tag: 'a', layout: 'packed' });
  const begun = readSummary(root);
  writeCall(writer, 1);
  writer.count(SOLVE, 5);
  writer.close();
  const { closed, functions, dropped, ...ended } = readSummary(root);
  assert.deepEqual(Object.keys(begun), [
    'format',
    'version',
    'created',
    'locked',
    'layout',
    'process',
    'resource',
    'scope',
  ]);
  assert.deepEqual([begun['locked'], ended], [false, { ...begun, locked: true }]);
  assert.deepEqual([functions, dropped], [{ solve: { calls: 5, argspec: SOLVE.argspec } }, 0]);
  assert.match(String(closed), /^\d{19}$/);
  assert.deepEqual(begun['resource'], { 'service.name': 'test' });
  assert.equal(load(root).metadata.process.tid, 'a');
});

for (const [durability, isWritten] of [
  ['call', true],
  ['fsync', true],
  ['batch', false],
] as const) {
  test(`DatabaseWriter.start() with durability '${durability}' has ${isWritten ? 'the line' : 'nothing'} with the system`, (t) => {
    const { writer, root } = openWriter(t, { durability });
    writer.start(SOLVE, 1, IDENTITY, inputOf('1'));
    assert.equal(sizeOfLog(root) > 0, isWritten);
    writer.flush();
    assert.deepEqual(kindsIn(root), ['function', 'input']);
    writer.close();
  });
}

test('DatabaseWriter gathers lines up to flushBytes', (t) => {
  const { writer, root } = openWriter(t, { durability: 'batch', flushBytes: 1000 });
  let calls = 0;
  while (sizeOfLog(root) === 0) writeCall(writer, ++calls);
  assert.ok(
    sizeOfLog(root) >= 1000 && sizeOfLog(root) < 2000,
    `${sizeOfLog(root)} bytes after ${calls} calls`,
  );
  writer.close();
});

test('DatabaseWriter gathers lines for flushIntervalMs', async (t) => {
  const { writer, root } = openWriter(t, { durability: 'batch', flushIntervalMs: 1 });
  writeCall(writer, 1);
  while (sizeOfLog(root) === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  assert.deepEqual(kindsIn(root), ['function', 'input', 'output']);
  writer.close();
});

test('DatabaseWriter keeps long lines and characters of all lengths', (t) => {
  const { writer, root } = openWriter(t);
  const texts = ['é€𝄞', 'x'.repeat(100_000), '€'.repeat(20_000)];
  for (const [index, text] of texts.entries()) writeCall(writer, index + 1, JSON.stringify(text));
  writer.close();
  assert.deepEqual(
    [...load(root).calls('solve')].map(({ result }) => result),
    texts,
  );
  assertViewShowsLog(root);
});

const SIDECARS = [
  ['folders', 4, true],
  ['packed', 512, false],
  ['packed', 513, true],
] as const;

for (const [layout, length, isFile] of SIDECARS) {
  test(`DatabaseWriter keeps ${length} doubles in ${isFile ? 'a file' : 'the line'} in the layout '${layout}'`, (t) => {
    const { writer, root } = openWriter(t, { layout });
    const array = Float64Array.from({ length }, (_, index) => index / 3);
    const fn = writer.start(SOLVE, 1, IDENTITY, inputWithArray(array));
    assert.ok(fn);
    writer.end({ function: fn, invocation: 1 }, { ...END, result: resultWithArray(array) }, END);
    writer.close();
    const call = load(root).call('solve', 1);
    assert.deepEqual([call.args, call.result], [[array], array]);
    const input = logLines(root).find(({ kind }) => kind === 'input');
    assert.equal(input?.text.includes('"file":"arg_0.npy"'), isFile);
    if (layout === 'folders') assert.deepEqual(loadCall(join(root, 'solve', '1')).result, array);
  });
}

test("with durability 'fsync' the disk has all of a call before it runs, and the names that lead to it", async (t) => {
  const env = { CALLMONITOR_DURABILITY: 'fsync' };
  const { stdout } = await runProgram('synced-files', { cwd: temporaryFolder(t), env });
  assert.deepEqual(stdout.split('\n'), [
    '', // the working directory
    'call-monitor',
    'call-monitor/calls.ndjson',
    'call-monitor/db.json',
    'call-monitor/solve',
    'call-monitor/solve/1',
    'call-monitor/solve/1/arg_0.npy',
    '', // the end of the last line
  ]);
});

test('a program killed while it begins its database leaves none, and is in the way of no other', async (t) => {
  const cwd = temporaryFolder(t);
  assert.equal((await runProgram('killed-beginning', { cwd })).signal, 'SIGKILL');
  assert.throws(() => load(join(cwd, 'call-monitor')), DatabaseNotFoundError);
  await runProgram('killed-inside', { cwd });
  assert.deepEqual(
    loadAll(cwd).map(({ counts }) => counts),
    [{ solve: 5 }],
  );
});

test('a program killed inside its fifth call leaves five inputs, and no output of the fifth', async (t) => {
  const cwd = temporaryFolder(t);
  const { signal } = await runProgram('killed-inside', { cwd });
  assert.equal(signal, 'SIGKILL');
  const db = load(join(cwd, 'call-monitor'));
  assert.deepEqual(
    [...db.calls('solve')].map(({ args, status }) => [args, status]),
    [1, 2, 3, 4, 5].map((n) => [[new Float64Array([n]), n], n < 5 ? 'ok' : undefined]),
  );
  assert.equal(db.closed, 'badly');
});

describe('DatabaseWriter on a full disk', { skip: skipUnlessMountable() }, () => {
  for (const durability of ['call', 'batch'] as const) {
    test(`with durability '${durability}' counts what is lost, says so once, and goes on when there is space`, (t) => {
      const folder = smallDisk(t);
      writeFileSync(join(folder, 'ballast'), Buffer.alloc(128 * 1024));
      const { writer, root, errors } = openWriter(t, {
        base: join(folder, 'db'),
        layout: 'packed',
        durability,
        flushBytes: 5000,
      });
      const write = (n: number) => writeCall(writer, n, JSON.stringify('x'.repeat(2000)));
      for (let n = 1; n <= 100; n++) write(n);
      writer.flush();
      rmSync(join(folder, 'ballast'));
      assert.ok(write(101));
      const other = functionNamed('other');
      assert.ok(writer.start(other, 1, IDENTITY, inputOf('1')));
      writer.close();
      assert.equal(errors.length, 1, errors.join('\n'));
      assert.match(errors[0] ?? '', /^records are dropped and counted until .*: Error: ENOSPC/);
      const db = load(root);
      const lost = logLines(root).filter(({ kind }) => kind === 'dropped');
      assert.equal(db.damaged, 0);
      assert.equal(
        lost.reduce((sum, { count }) => sum + Number(count), 0),
        db.dropped,
      );
      assert.equal(db.closed, 'well');
      assert.equal(db.call('solve', 101).status, 'ok');
      const whole = [...db.calls('solve')].filter(({ status }) => status === 'ok').length;
      assert.ok(whole < 100);
      assert.equal(whole + db.dropped, 101);
    });
  }

  test('writes the line of a function again that was lost with its first call', (t) => {
    const folder = smallDisk(t);
    const { writer, root } = openGathering(t, folder);
    fillDisk(folder);
    writeCall(writer, 1, JSON.stringify('x'.repeat(10_000)));
    writer.flush();
    rmSync(join(folder, 'ballast'));
    writeCall(writer, 2);
    writer.close();
    assert.deepEqual(kindsIn(root), ['dropped', 'function', 'input', 'output', 'closed']);
    assert.equal(load(root).dropped, 1);
  });

  test('counts a call once whose start is lost, and writes no end of it', (t) => {
    const folder = smallDisk(t);
    const { writer, root } = openGathering(t, folder);
    fillDisk(folder);
    const batches = [writer.batch];
    const fn = writer.start(SOLVE, 1, IDENTITY, inputOf(JSON.stringify('x'.repeat(10_000))));
    writer.flush();
    rmSync(join(folder, 'ballast'));
    batches.push(writer.batch);
    assert.ok(fn && writer.start(SOLVE, 2, IDENTITY, inputOf('2')));
    for (const [index, batch] of batches.entries())
      writer.end({ function: fn, invocation: index + 1, batch }, END, END);
    writer.close();
    assert.deepEqual(kindsIn(root), ['dropped', 'function', 'input', 'output', 'closed']);
    assert.deepEqual([load(root).dropped, load(root).call('solve', 2).status], [1, 'ok']);
  });

  test('says in db.json at least what the last lines of the log have no room for', (t) => {
    const folder = smallDisk(t);
    const { writer, root, errors } = openGathering(t, folder);
    writeCall(writer, 1);
    writer.flush();
    fillDisk(folder);
    for (let n = 2; n <= 9; n++) writeCall(writer, n, JSON.stringify('x'.repeat(1000)));
    writer.close();
    const [, input] = logLines(root);
    assert.ok(input);
    assert.equal(errors.length, 1, errors.join('\n'));
    rmSync(join(folder, 'ballast'));
    const db = load(root);
    assert.deepEqual([[...db.calls()].length, db.dropped], [1, 8]);
  });

  test('takes an array away again whose line does not fit', (t) => {
    const folder = smallDisk(t);
    const { writer, root } = openWriter(t, { base: join(folder, 'db') });
    fillDisk(folder);
    writeFileSync(join(folder, 'ballast'), Buffer.alloc(132 * 1024));
    const input = inputWithArray(new Float64Array(10_000));
    const long = { ...input, kwargs: JSON.stringify({ text: 'x'.repeat(60_000) }) };
    assert.equal(writer.start(SOLVE, 1, IDENTITY, long), undefined);
    rmSync(join(folder, 'ballast'));
    writer.close();
    assert.equal(existsSync(join(root, 'solve', '1')), false);
    assert.equal(load(root).dropped, 1);
  });

  test('gives up a call whose array does not fit, and takes away what was written of it', (t) => {
    const folder = smallDisk(t);
    const { writer, root, errors } = openWriter(t, { base: join(folder, 'db') });
    assert.equal(writer.start(SOLVE, 1, IDENTITY, inputWithArray(new Float64Array(100_000))), undefined);
    assert.ok(writer.start(SOLVE, 2, IDENTITY, inputWithArray(new Float64Array([2]))));
    writer.close();
    const db = load(root);
    assert.deepEqual(
      [...db.calls('solve')].map(({ args }) => args),
      [[new Float64Array([2])]],
    );
    assert.deepEqual([db.dropped, db.counts, errors.length], [1, { solve: 2 }, 1]);
    assert.equal(statSync(join(root, 'solve', '1'), { throwIfNoEntry: false }), undefined);
  });

  test('says at least that a call came back, when its result does not fit', (t) => {
    const folder = smallDisk(t);
    const { writer, root } = openWriter(t, { base: join(folder, 'db') });
    const fn = writer.start(SOLVE, 1, IDENTITY, inputOf('1'));
    assert.ok(fn);
    writer.end(
      { function: fn, invocation: 1 },
      { ...END, result: resultWithArray(new Float64Array(100_000)) },
      END,
    );
    writer.close();
    const call = load(root).call('solve', 1);
    assert.deepEqual([call.status, call.hasResult, call.durationNs], ['ok', false, 1500]);
  });
});

const REFUSALS = [
  ['maxDatabaseBytes', { maxDatabaseBytes: 300 }, /has reached maxDatabaseBytes, 300/],
  ['minFreeBytes', { minFreeBytes: Number.MAX_SAFE_INTEGER }, /less than minFreeBytes free/],
] as const;

for (const [name, limits, reason] of REFUSALS) {
  test(`DatabaseWriter stops at ${name}: says so once, counts calls, and still says that the running ones end`, (t) => {
    const { writer, root, errors } = openWriter(t, { layout: 'packed', ...limits });
    const running = writer.start(SOLVE, 1, IDENTITY, inputOf('1'));
    for (let n = 2; n <= 9; n++) writeCall(writer, n);
    if (running !== undefined)
      writer.end({ function: running, invocation: 1 }, { ...END, result: valueFrom('1') }, END);
    writer.close();
    const db = load(root);
    assert.equal(errors.length, 1);
    assert.match(errors[0] ?? '', reason);
    assert.ok(db.dropped >= 8);
    assert.equal(db.closed, 'well');
    for (const call of name === 'maxDatabaseBytes' ? db.calls('solve') : []) assert.equal(call.status, 'ok');
  });
}

test('a program that has too many files open goes on, and is recorded again when it has not', async (t) => {
  const cwd = temporaryFolder(t);
  const wrapper = ['sh', '-c', 'ulimit -n 256; exec "$0" "$@"'];
  const { code, stdout, stderr } = await runProgram('too-many-files', { cwd, wrapper });
  assert.deepEqual([code, stdout, stderr], [0, 'records are dropped\nno database could be begun\n', '']);
  const [first, second] = ['call-monitor', 'call-monitor-1'].map((name) => load(join(cwd, name)));
  assert.deepEqual(
    [...(first?.calls('solve') ?? [])].map(({ args }) => args[0]),
    ['begun', 'recorded'],
  );
  assert.deepEqual([first?.closed, first?.dropped], ['well', 1]);
  assert.deepEqual(
    [...(second?.calls('solve') ?? [])].map(({ args }) => args[0]),
    ['begun again'],
  );
  assert.equal(second?.closed, 'well');
  assert.ok(Number(second?.dropped) >= 1);
});

function sizeOfLog(root: string): number {
  return statSync(join(root, 'calls.ndjson')).size;
}

function kindsIn(root: string): string[] {
  return logLines(root).map(({ kind }) => kind);
}
