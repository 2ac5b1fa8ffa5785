import assert from 'node:assert/strict';
import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { load, prune, verify } from 'callmonitor';
import { functionLine, inputLine, temporaryFolder } from '../reading-fixture.js';
import { filesOf, LEFT, outsideOf, soundDatabase } from './upkeep-fixture.js';

const DAY_NS = 86_400_000_000_000n;

/** Databases that were made and closed so many days ago. */
function databases(ages: readonly number[], changes: object = {}): string[] {
  const folder = temporaryFolder();
  return ages.map((age) => {
    const time = String(BigInt(Date.now()) * 1_000_000n - BigInt(age) * DAY_NS);
    return soundDatabase(join(folder, `db-${age}`), undefined, { created: time, closed: time, ...changes });
  });
}

function actions(report: ReturnType<typeof prune>): string[] {
  return report.databases.map(({ action, why }) => `${action}: ${why}`);
}

test('prune removes databases that ended long ago', () => {
  const roots = databases([90, 40, 1]);
  const report = prune(roots, { olderThanMs: 30 * 86_400_000 });
  assert.deepEqual(actions(report), ['remove: old enough', 'remove: old enough', 'keep: ']);
  assert.deepEqual(roots.map(existsSync), [false, false, true]);
});

test('prune keeps the newest however old it is', () => {
  const roots = databases([90, 40]);
  const report = prune(roots, { olderThanMs: 0 });
  assert.deepEqual(actions(report), ['remove: old enough', 'keep: the newest stays']);
});

test('prune removes all but the newest, by number and by size', () => {
  const byNumber = databases([3, 2, 1]);
  prune(byNumber, { keepLast: 1 });
  assert.deepEqual(byNumber.map(existsSync), [false, false, true]);
  const bySize = databases([3, 2, 1]);
  const [{ bytes = 0 } = {}] = prune(bySize, { keepLast: 9 }).databases;
  prune(bySize, { maxBytes: 2.5 * bytes });
  assert.deepEqual(bySize.map(existsSync), [false, true, true]);
});

test('prune keeps the only calls of a function, unless it is told to take the last', () => {
  const roots = databases([2, 1]);
  const [old = ''] = roots;
  const log = join(old, 'calls.ndjson');
  const lines = [functionLine('rare'), inputLine('rare', 1)].map((line) => `${JSON.stringify(line)}\n`);
  writeFileSync(log, lines.join('') + readFileSync(log, 'utf8'));
  assert.deepEqual(actions(prune(roots, { keepLast: 1 })), ['keep: has the only calls of rare', 'keep: ']);
  prune(roots, { keepLast: 1, includingLast: true });
  assert.deepEqual(roots.map(existsSync), [false, true]);
});

test('prune keeps what is being written, and what cannot be read', () => {
  const open = databases([9], { ...LEFT, process: { pid: process.pid, host: hostname(), node: 'v20' } });
  const unreadable = databases([8]);
  writeFileSync(join(unreadable[0] ?? '', 'db.json'), '{');
  const report = prune([...open, ...unreadable, ...databases([1])], { keepLast: 0, includingLast: true });
  assert.deepEqual(actions(report).sort(), [
    'keep: it cannot be read',
    'keep: it is being written',
    'keep: the newest stays',
  ]);
});

test('prune follows no link and leaves what is none of a database', () => {
  const roots = databases([2, 1]);
  const [old = ''] = roots;
  const outside = outsideOf(temporaryFolder());
  symlinkSync(outside, join(old, 'link'));
  symlinkSync(outside, join(old, 'solve/1/link'));
  writeFileSync(join(old, 'notes.txt'), 'mine');
  const { left } = prune(roots, { keepLast: 1 });
  assert.deepEqual([...left].sort(), [join(old, 'link'), join(old, 'notes.txt')]);
  assert.deepEqual(
    [...filesOf(old).keys()].filter((name) => !name.startsWith('link')),
    ['notes.txt'],
  );
  assert.ok(existsSync(join(outside, 'secret')));
});

test('prune takes no database through a link', () => {
  const [old = '', newest = ''] = databases([2, 1]);
  const link = join(temporaryFolder(), 'link');
  symlinkSync(old, link);
  assert.deepEqual(actions(prune([link, newest], { keepLast: 1 })), ['keep: it is a link', 'keep: ']);
  assert.ok(existsSync(old));
});

test('prune keeps the latest calls of each function, their lines and numbers', () => {
  const root = soundDatabase(join(temporaryFolder(), 'db'));
  const linesBefore = readFileSync(join(root, 'calls.ndjson'), 'utf8').split('\n');
  const report = prune([root], { keepCalls: 1 });
  assert.deepEqual(actions(report), ['trim: ']);
  const db = load(root);
  assert.deepEqual(
    [...db.calls()].map(({ location }) => location),
    ['smooth/1', 'solve/3'],
  );
  const lines = readFileSync(join(root, 'calls.ndjson'), 'utf8').split('\n');
  assert.deepEqual(
    lines,
    linesBefore.filter((line) => !/"solve","invocation":[12],/.test(line)),
  );
  assert.deepEqual(
    [1, 2, 3].map((n) => existsSync(join(root, `solve/${n}`))),
    [false, false, true],
  );
  assert.equal(verify(root).damage, 0);
});

test('prune changes nothing with dryRun, and wants to be told what is to go', () => {
  const roots = databases([2, 1]);
  const before = roots.map(filesOf);
  prune(roots, { keepLast: 1, keepCalls: 1, dryRun: true });
  assert.deepEqual(roots.map(filesOf), before);
  assert.throws(() => prune(roots, {}), TypeError);
  assert.throws(() => prune(roots, { keepCalls: 0 }), RangeError);
  assert.throws(() => prune(roots, { keepLast: Number.NaN }), RangeError);
});
