import assert from 'node:assert/strict';
import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { CallMonitorError, DestinationNotFreeError, load, pack, unpack, verify } from 'callmonitor';
import { temporaryFolder } from '../reading-fixture.js';
import { edit, filesOf, soundDatabase } from './upkeep-fixture.js';

const folder = temporaryFolder();
let count = 0;

function fresh(): string {
  return soundDatabase(join(folder, `db-${count++}`));
}

test('pack leaves log, summary and sidecars, and the values are the same', () => {
  const root = fresh();
  const values = () => [...load(root).calls()].map(({ args, result }) => ({ args, result }));
  const before = values();
  const { files, calls } = pack(root);
  assert.deepEqual([files, calls], [9, 4]);
  assert.deepEqual([...filesOf(root).keys()], ['calls.ndjson', 'db.json', 'smooth/1/arg_0.npy']);
  assert.deepEqual(values(), before);
  assert.equal(load(root).metadata.layout, 'packed');
  assert.deepEqual([verify(root).damage, verify(root).warnings], [0, 0]);
});

test('unpack gives back what pack took away, byte by byte', () => {
  const root = fresh();
  pack(root);
  unpack(root);
  const first = filesOf(root);
  pack(root);
  unpack(root);
  assert.deepEqual(filesOf(root), first);
  const json = (text: string | undefined) => JSON.parse(text ?? '');
  const original = filesOf(fresh());
  assert.deepEqual(json(first.get('db.json')), json(original.get('db.json')));
  for (const files of [first, original]) files.delete('db.json');
  assert.deepEqual(first, original);
});

test('pack and unpack go on where they were interrupted', () => {
  const root = fresh();
  edit(join(root, 'db.json'), (text) => text.replace('"folders"', '"packed"'));
  rmSync(join(root, 'solve/1/input_descriptor.json'));
  assert.equal(pack(root).files, 8);
  edit(join(root, 'db.json'), (text) => text);
  assert.equal(unpack(root).files, 9);
  assert.equal(verify(root).damage, 0);
});

test('pack refuses a view that says more than the log', () => {
  const root = fresh();
  edit(join(root, 'calls.ndjson'), (text) => text.replace(/^.*"output".*\n/m, ''));
  const before = filesOf(root);
  assert.throws(() => pack(root), /callmonitor repair/);
  assert.throws(() => pack(root), CallMonitorError);
  assert.deepEqual(filesOf(root), before);
});

test('unpack refuses a place where something else stands', () => {
  const root = fresh();
  pack(root);
  symlinkSync(folder, join(root, 'solve'));
  assert.throws(() => unpack(root), DestinationNotFreeError);
  assert.equal(load(root).metadata.layout, 'packed');
});

test('pack changes nothing with dryRun', () => {
  const root = fresh();
  const before = filesOf(root);
  assert.equal(pack(root, { dryRun: true }).files, 0);
  assert.deepEqual(filesOf(root), before);
});
