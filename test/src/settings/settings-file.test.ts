import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { CallMonitorError } from '../../../src/model/errors.js';
import { findSettingsFile, loadSettingsFile } from '../../../src/settings/settings-file.js';
import { temporaryFolder } from './temporary-folder.js';

const MODULE = '{"type":"module"}';
const FILES: [file: string, text: string, packageJson: string][] = [
  ['callmonitor.config.json', '\uFEFF{ "root": "there" }', MODULE],
  ['callmonitor.config.js', 'export default { root: "there" }', MODULE],
  ['callmonitor.config.js', 'module.exports = { root: "there" }', '{}'],
  ['callmonitor.config.mjs', 'export const root = "there"', '{}'],
  ['package.json', '{ "callmonitor": { "root": "there" } }', '{ "callmonitor": { "root": "there" } }'],
];

for (const [file, text, packageJson] of FILES) {
  test(`findSettingsFile() finds ${file} (${text}) above the working directory`, (t) => {
    const folder = temporaryFolder(t, { 'package.json': packageJson, [file]: text });
    const below = join(folder, 'a', 'b');
    mkdirSync(below, { recursive: true });
    const found = findSettingsFile(below);
    assert.equal(found?.path, join(folder, file));
    assert.deepEqual({ ...(found?.values as object) }, { root: 'there' });
  });
}

test('findSettingsFile() takes the nearest file, and the config before package.json', (t) => {
  const folder = temporaryFolder(t, {
    'callmonitor.config.json': '{}',
    'a/package.json': '{ "callmonitor": {} }',
    'a/callmonitor.config.mjs': 'export default {}',
  });
  assert.equal(findSettingsFile(join(folder, 'a'))?.path, join(folder, 'a', 'callmonitor.config.mjs'));
});

test('findSettingsFile() finds nothing where there is nothing', (t) => {
  const folder = temporaryFolder(t, { 'package.json': '{ "name": "other", broken' });
  assert.equal(findSettingsFile(folder), undefined);
});

test('findSettingsFile() reads a file once per working directory', (t) => {
  const folder = temporaryFolder(t, { 'callmonitor.config.json': '{ "root": "first" }' });
  const first = findSettingsFile(folder);
  writeFileSync(join(folder, 'callmonitor.config.json'), '{ "root": "second" }');
  assert.equal(findSettingsFile(folder), first);
});

const BROKEN: [file: string, text: string, reason: RegExp][] = [
  ['callmonitor.config.json', '{ "root": ', /JSON/],
  ['callmonitor.config.mjs', 'throw new Error("no luck")', /got: no luck$/],
  ['callmonitor.config.mjs', 'await 0; export default {}', /top-level await/],
  ['package.json', '{ "callmonitor": {', /JSON/],
];

for (const [file, text, reason] of BROKEN) {
  test(`findSettingsFile() throws with the path of ${file} holding: ${text}`, (t) => {
    const folder = temporaryFolder(t, { [file]: text });
    const path = join(folder, file);
    assert.throws(
      () => findSettingsFile(folder),
      (error) => {
        assert.ok(error instanceof CallMonitorError);
        assert.equal(error.path, path);
        assert.ok(error.message.startsWith(`Expected settings in ${path}, got: `), error.message);
        assert.match(error.message, reason);
        return error.cause instanceof Error;
      },
    );
  });
}

test('findSettingsFile() loads TypeScript where Node does, and says so where it does not', (t) => {
  const folder = temporaryFolder(t, {
    'package.json': MODULE,
    'callmonitor.config.ts': 'const root: string = "typed";\nexport default { root };',
  });
  const stripsTypes = 'typescript' in process.features && process.features.typescript;
  if (stripsTypes) assert.deepEqual(findSettingsFile(folder)?.values, { root: 'typed' });
  else
    assert.throws(
      () => findSettingsFile(folder),
      /does not load TypeScript: install tsx, or write callmonitor.config.mjs instead/,
    );
});

test('loadSettingsFile() reads a file of any name, and an empty one as no settings', (t) => {
  const folder = temporaryFolder(t, { 'mine.json': '{ "root": "mine" }', 'empty.json': ' ' });
  assert.deepEqual(loadSettingsFile(join(folder, 'mine.json')).values, { root: 'mine' });
  assert.deepEqual(loadSettingsFile(join(folder, 'empty.json')).values, {});
});

for (const name of ['absent.json', 'odd.yaml']) {
  test(`loadSettingsFile() throws with the path of ${name}`, (t) => {
    const path = join(temporaryFolder(t, { 'odd.yaml': 'root: there' }), name);
    assert.throws(() => loadSettingsFile(path), { name: 'CallMonitorError', path });
  });
}
