import assert from 'node:assert/strict';
import { existsSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { load } from 'callmonitor';
import { Recording, renewRecordings } from '../../../src/database/recording.js';
import type { FunctionInfo } from '../../../src/model/function-info.js';
import { knownFunctions } from '../../../src/model/known-functions.js';
import type { SettingsInput } from '../../../src/settings/settings.js';
import { SettingsStore } from '../../../src/settings/settings-store.js';
import { temporaryFolder } from '../handlers/temporary-folder.js';
import { assertViewShowsLog, logLines } from './recorded-files.js';
import { END, functionNamed, IDENTITY, inputOf } from './writing-fixture.js';

const RESOURCE = { attributes: {} };

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
  ['moved away', (root: string) => renameSync(root, `${root}.old`)],
] as const) {
  test(`Recording begins a new database when its own was ${how}, and says so once`, (t) => {
    const { recording, root, errors } = openRecording(t);
    const solve = functionKnownAs(t, 'solve');
    const underWay = begin(recording, solve);
    assert.ok(underWay);
    take(root);
    const later = { ...IDENTITY, startTime: [IDENTITY.startTime[0] + 1, 0] as const };
    assert.equal(begin(recording, solve, later), undefined);
    recording.end(underWay, END, END);
    call(recording, solve);
    recording.close();
    assert.equal(errors.length, 1);
    assert.match(errors[0] ?? '', /was moved or removed/);
    assert.deepEqual(
      logLines(root).map(({ kind }) => kind),
      ['dropped', 'function', 'input', 'output', 'closed'],
    );
    assert.deepEqual([load(root).dropped, load(root).counts, load(root).closed], [1, { solve: 1 }, 'well']);
  });
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

function begin(
  recording: Recording,
  fn: FunctionInfo,
  identity: Parameters<Recording['start']>[2]['identity'] = IDENTITY,
) {
  fn.calls++;
  return recording.start(fn, fn.calls, { identity, input: inputOf('1'), resource: RESOURCE });
}

function call(recording: Recording, fn: FunctionInfo): void {
  const open = begin(recording, fn);
  assert.ok(open);
  recording.end(open, END, END);
}
