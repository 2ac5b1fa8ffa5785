import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { inspect } from 'node:util';
import type { SettingsInput } from '../../../src/settings/settings.js';
import { SettingsStore } from '../../../src/settings/settings-store.js';
import { temporaryFolder } from './temporary-folder.js';

test('set() is above the environment and below the overrides of resolve()', (t) => {
  const store = new SettingsStore({
    env: { CALLMONITOR_ROOT: 'e', CALLMONITOR_LAYOUT: 'packed' },
    cwd: temporaryFolder(t),
  });
  store.set({ root: 'set' });
  assert.equal(store.resolve().root, 'set');
  assert.equal(store.resolve({ root: 'override' }).root, 'override');
  assert.equal(store.resolve({ root: undefined }).root, 'set');
  assert.equal(store.resolve().layout, 'packed');
});

test('set() takes a value back with undefined', (t) => {
  const store = new SettingsStore({ env: {}, cwd: temporaryFolder(t) });
  store.set({ root: 'set', flushBytes: 5 });
  store.set({ root: undefined });
  assert.equal(store.resolve().root, 'call-monitor');
  assert.equal(store.resolve().flushBytes, 5);
});

test('set() sets nothing when something is wrong', (t) => {
  const store = new SettingsStore({ env: {}, cwd: temporaryFolder(t) });
  const values = { root: 'set', flushBytes: 'much' } as unknown as SettingsInput;
  assert.throws(() => store.set(values), {
    name: 'TypeError',
    message: "Expected a positive integer for flushBytes, got 'much'",
  });
  assert.equal(store.resolve().root, 'call-monitor');
});

test('resolve() warns of the same thing once', (t) => {
  const warnings: string[] = [];
  const warn = (message: string) => warnings.push(message);
  const store = new SettingsStore({ env: { CALLMONITOR_X: '1' }, cwd: temporaryFolder(t), warn });
  store.resolve();
  store.resolve();
  assert.equal(warnings.length, 1);
});

for (const id of [0, 7, 'rank_1', 'a.b-c', '-1']) {
  test(`enableMultiThreading() takes ${inspect(id)}`, () => {
    const store = new SettingsStore();
    assert.equal(store.threadId, undefined);
    store.enableMultiThreading(id);
    assert.equal(store.threadId, String(id));
  });
}

for (const id of [-1, 1.5, Number.NaN, '', 'a/b', 'ä', 'x\n', 'x'.repeat(65), undefined, null, {}]) {
  test(`enableMultiThreading() refuses ${inspect(id)}`, () => {
    const store = new SettingsStore();
    assert.throws(() => store.enableMultiThreading(id as number), {
      name: 'TypeError',
      message: `Expected 1 to 64 letters, digits, '_', '.' or '-' for the thread's id, got ${inspect(id)}`,
    });
    assert.equal(store.threadId, undefined);
  });
}

test('String() of a store tells each value and where it comes from', (t) => {
  const cwd = temporaryFolder(t, { 'callmonitor.config.json': '{ "limits": { "maxDepth": 3 } }' });
  const env = { CALLMONITOR_LAYOUT: 'packed', OTEL_SDK_DISABLED: 'true' };
  const store = new SettingsStore({ env, cwd });
  store.set({ root: 'set' });
  const rows = String(store)
    .split('\n')
    .map((line) => line.split(/ {2,}/));
  assert.deepEqual(rows.slice(0, 4), [
    ['enabled', 'false', 'OTEL_SDK_DISABLED'],
    ['root', "'set'", 'code'],
    ['layout', "'packed'", 'environment'],
    ['durability', "'call'", 'default'],
  ]);
  assert.deepEqual(
    rows.find(([key]) => key === 'limits'),
    ['limits', '{ maxDepth: 3 }', join(cwd, 'callmonitor.config.json')],
  );
  assert.ok(inspect(store).startsWith('Settings\n  enabled '));
});

const MODULE = new URL('../../../src/settings/settings-store.js', import.meta.url).href;

test('settings reads the environment and the ES module of the program, and prints nothing', (t) => {
  const cwd = temporaryFolder(t, { 'callmonitor.config.mjs': 'export default { flushBytes: 7 }' });
  const program = `import { settings } from '${MODULE}'; const { root, flushBytes } = settings.resolve(); console.log(root, flushBytes);`;
  const { NODE_OPTIONS: _, ...env } = process.env;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    cwd,
    env: { ...env, CALLMONITOR_ROOT: 'there' },
    encoding: 'utf8',
  });
  assert.deepEqual({ stdout, stderr }, { stdout: 'there 7\n', stderr: '' });
});
