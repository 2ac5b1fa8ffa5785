import assert from 'node:assert/strict';
import {
  closeSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { load } from 'callmonitor';
import type { CallIdentity } from '../../../src/database/lines.js';
import { Recording, renewRecordings } from '../../../src/database/recording.js';
import type { FunctionInfo } from '../../../src/model/function-info.js';
import { knownFunctions } from '../../../src/model/known-functions.js';
import type { SettingsInput } from '../../../src/settings/settings.js';
import { SettingsStore } from '../../../src/settings/settings-store.js';
import { temporaryFolder } from '../handlers/temporary-folder.js';
import { assertViewShowsLog, logLines } from './recorded-files.js';
import { END, functionNamed, IDENTITY, inputOf } from './writing-fixture.js';

const RESOURCE = { attributes: {} };
const ON_LINUX = { skip: process.platform !== 'linux' && 'only Linux leads to what is open' };

test('Recording makes nothing before the first call', (t) => {
  const { recording, root } = openRecording(t);
  assert.equal(existsSync(root), false);
  call(recording, functionKnownAs(t, 'solve'));
  assert.equal(recording.root, root);
});

test('Recording.renew() begins a new database, with calls from 1; those under way end in the old one', (t) => {
  const { recording, root } = openRecording(t);
  const solve = functionKnownAs(t, 'solve');
  const underWay = begin(recording, solve);
  call(recording, solve);
  assert.ok(renewRecordings().includes(root));
  assert.equal(load(root).metadata.locked, false);
  call(recording, solve);
  assert.equal(recording.root, `${root}-1`);
  assert.ok(underWay);
  recording.end(underWay, END, END);
  recording.close();
  for (const [path, statuses] of [
    [root, ['ok', 'ok']],
    [`${root}-1`, ['ok']],
  ] as const) {
    const db = load(path);
    assert.deepEqual(
      [...db.calls('solve')].map(({ invocation, status }) => [invocation, status]),
      statuses.map((status, index) => [index + 1, status]),
    );
    assert.equal(db.closed, 'well');
    assert.deepEqual(db.counts, { solve: statuses.length });
    assertViewShowsLog(path);
  }
});

test('Recording.close() leaves a call without an end that comes later, and takes no more calls', (t) => {
  const { recording, root, errors } = openRecording(t);
  const solve = functionKnownAs(t, 'solve');
  const late = begin(recording, solve);
  assert.ok(late);
  recording.close();
  recording.end(late, END, END);
  assert.equal(begin(recording, solve), undefined);
  const db = load(root);
  assert.deepEqual([db.closed, db.call('solve', 1).status, errors], ['well', undefined, []]);
  assert.deepEqual(readdirSync(dirname(root)), ['call-monitor']);
});

test('Recording counts the calls of a function from its own beginning', (t) => {
  const solve = functionKnownAs(t, 'solve');
  solve.calls = 10;
  const { recording, root } = openRecording(t);
  call(recording, solve);
  recording.close();
  assert.deepEqual(load(root).counts, { solve: 1 });
});

for (const [how, take] of [
  ['removed', (root: string) => rmSync(root, { recursive: true })],
  ['moved', (root: string) => renameSync(root, `${root}.old`)],
] as const) {
  for (const put of [undefined, 'a file', 'a folder', 'a link'] as const) {
    const title = put === undefined ? how : `${how} and ${put} put in its place`;
    test(`Recording begins a new database when its own was ${title}, with the call that sees it, and says so once`, (t) => {
      const { recording, root, errors } = openRecording(t);
      const solve = functionKnownAs(t, 'solve');
      call(recording, solve, at(0));
      take(root);
      if (put === 'a file') writeFileSync(root, '');
      else if (put === 'a folder') mkdirSync(root);
      else if (put === 'a link') symlinkSync(dirname(root), root);
      call(recording, solve, at(20));
      call(recording, solve, at(40));
      const next = recording.root ?? '';
      recording.close();
      assert.equal(next, put === undefined ? root : `${root}-1`);
      assert.equal(errors.length, 1, errors.join('\n'));
      assert.match(errors[0] ?? '', new RegExp(`the next call begins another database: .* was ${how}`));
      const db = load(next);
      assert.deepEqual([db.closed, db.counts], ['well', { solve: 2 }]);
      assert.equal(db.dropped, how === 'removed' ? 1 : 0);
      assertViewShowsLog(next);
    });
  }
}

test(
  'Recording goes on to the end of a call in a database that was moved, and closes it there',
  ON_LINUX,
  (t) => {
    const { recording, root } = openRecording(t);
    const solve = functionKnownAs(t, 'solve');
    const underWay = begin(recording, solve, at(0));
    assert.ok(underWay);
    renameSync(root, `${root}.old`);
    call(recording, solve, at(20));
    recording.end(underWay, END, END);
    recording.close();
    for (const path of [root, `${root}.old`]) {
      const db = load(path);
      assert.deepEqual([db.closed, db.counts, db.dropped], ['well', { solve: 1 }, 0]);
      assert.equal(db.call('solve', 1).status, 'ok');
      assert.equal(load(path).metadata.locked, true);
      assertViewShowsLog(path);
    }
  },
);

test('Recording counts the calls that were written since a database was last seen, when it was removed', (t) => {
  const { recording, root } = openRecording(t);
  const solve = functionKnownAs(t, 'solve');
  for (const ms of [0, 1, 2, 20, 21, 22]) call(recording, solve, at(ms));
  rmSync(root, { recursive: true });
  for (const ms of [23, 24, 40, 41]) call(recording, solve, at(ms));
  recording.close();
  const db = load(root);
  assert.deepEqual([db.dropped, db.counts], [5, { solve: 2 }]);
  assert.match(logLines(root)[0]?.text ?? '', /"kind":"dropped","count":5,"reason":".* was removed"/);
});

test('Recording takes a database for gone whose log was removed', (t) => {
  const { recording, root } = openRecording(t);
  const solve = functionKnownAs(t, 'solve');
  call(recording, solve, at(0));
  rmSync(join(root, 'calls.ndjson'));
  call(recording, solve, at(20));
  assert.equal(recording.root, `${root}-1`);
  recording.close();
  assert.deepEqual([load(`${root}-1`).counts, load(`${root}-1`).dropped], [{ solve: 1 }, 1]);
});

for (const durability of ['call', 'batch'] as const) {
  test(
    `Recording begins a new database when the log of its own cannot be written for a second, with durability '${durability}'`,
    ON_LINUX,
    async (t) => {
      const { recording, root, errors } = openRecording(t, { durability, layout: 'packed' });
      const solve = functionKnownAs(t, 'solve');
      call(recording, solve);
      recording.flush();
      const underWay = begin(recording, solve);
      assert.ok(underWay);
      recording.flush();
      closeSync(descriptorOf(join(root, 'calls.ndjson')));
      begin(recording, solve);
      await setTimeout(1300);
      call(recording, solve);
      recording.end(underWay, END, END);
      recording.close();
      assert.equal(errors.length, 1, errors.join('\n'));
      assert.match(errors[0] ?? '', /^records are dropped and counted until .*: Error: EBADF/);
      const [first, second] = [load(root), load(`${root}-1`)];
      assert.deepEqual(
        [...first.calls()].map(({ status }) => status),
        ['ok', undefined],
      );
      assert.deepEqual([second.closed, second.dropped, [...second.calls()].length], ['well', 2, 1]);
    },
  );
}

test('Recording says once that no database can be begun, and counts the calls', (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'file'), '');
  const { recording, errors } = openRecording(t, { root: join(folder, 'file', 'call-monitor') });
  const solve = functionKnownAs(t, 'solve');
  for (let n = 1; n <= 3; n++) assert.equal(begin(recording, solve), undefined);
  recording.close();
  assert.equal(errors.length, 1);
  assert.match(errors[0] ?? '', /^no database could be begun at .*: Error: (EEXIST|ENOTDIR)/);
});

function openRecording(t: TestContext, changes: SettingsInput = {}) {
  const folder = temporaryFolder(t);
  const root = join(folder, 'call-monitor');
  const settings = new SettingsStore({ env: {}, cwd: folder });
  const errors: string[] = [];
  const recording = new Recording({
    settings: () => settings.resolve({ root, minFreeBytes: 0, ...changes }),
    threadId: () => undefined,
    onError: (message, error) => errors.push(`${message}: ${error}`),
  });
  t.after(() => recording.close());
  return { recording, root, errors };
}

/** A function that is known as intercepted ones are, during a test. */
function functionKnownAs(t: TestContext, name: string): FunctionInfo {
  const info = functionNamed(name);
  knownFunctions.add(info);
  t.after(() => knownFunctions.delete(info));
  return info;
}

function begin(recording: Recording, fn: FunctionInfo, identity: CallIdentity = IDENTITY) {
  fn.calls++;
  return recording.start(fn, fn.calls, { identity, input: inputOf('1'), resource: RESOURCE });
}

function call(recording: Recording, fn: FunctionInfo, identity: CallIdentity = IDENTITY): void {
  const open = begin(recording, fn, identity);
  assert.ok(open);
  recording.end(open, END, { ...END, endTime: identity.startTime });
}

/** A call that starts so many milliseconds after the first. */
function at(ms: number): CallIdentity {
  const [second, nanoseconds] = IDENTITY.startTime;
  return { ...IDENTITY, startTime: [second, nanoseconds + ms * 1e6] };
}

function descriptorOf(path: string): number {
  const open = readdirSync('/proc/self/fd').find((fd) => leadsTo(fd, path));
  assert.ok(open);
  return Number(open);
}

function leadsTo(fd: string, path: string): boolean {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`) === path;
  } catch {
    return false;
  }
}
