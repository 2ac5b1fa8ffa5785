import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { inputLine, outputLine, temporaryFolder, writeDatabase } from '../database/reading-fixture.js';
import { recordedFolder, runCli } from './run-cli.js';

const folder = temporaryFolder();
const traceId = (number: number) => String(number).padStart(32, '0');
const lines = Array.from({ length: 12 }, (_, index) => [
  inputLine('solve', index + 1, { trace_id: traceId(index + 1) }),
  outputLine('solve', index + 1),
]).flat();
writeDatabase(join(folder, 'call-monitor'), lines);

const drawnIds = (text: string) => [...text.matchAll(/^trace (\d+)/gm)].map(([, id]) => Number(id));

test('tree draws the ten newest traces, and says how many more there are', () => {
  const { status, stdout, stderr } = runCli(folder, ['tree']);
  assert.deepEqual([status, stderr], [0, '']);
  assert.deepEqual(drawnIds(stdout), [3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  assert.match(stdout, /\n\n2 earlier traces more in call-monitor: --max 12 shows all\n$/);
});

test('tree --first --max draws so many of the first', () => {
  const { stdout } = runCli(folder, ['tree', 'call-monitor', '--first', '--max', '2']);
  assert.deepEqual(drawnIds(stdout), [1, 2]);
  assert.match(stdout, /10 later traces more in call-monitor/);
});

test('tree --max draws all, and then says nothing of more', () => {
  const { stdout } = runCli(folder, ['tree', '--max', '12']);
  assert.equal(drawnIds(stdout).length, 12);
  assert.doesNotMatch(stdout, /more/);
});

test('tree --json has the traces of each database', () => {
  const { databases } = JSON.parse(runCli(folder, ['tree', '.', '--max', '1', '--json']).stdout);
  const [{ total, traces }] = databases;
  assert.deepEqual([databases.length, total, traces.length], [1, 12, 1]);
  assert.deepEqual([traces[0].traceId, traces[0].nodes[0].location], [traceId(12), 'solve/12']);
});

test('tree of a database without calls says so', () => {
  writeDatabase(join(folder, 'empty'), []);
  assert.equal(runCli(folder, ['tree', 'empty']).stdout, 'no calls in empty\n');
});

test('tree --calls limits each trace', () => {
  const many = [1, 2, 3].map((number) => inputLine('f', number));
  writeDatabase(join(folder, 'many'), many);
  assert.match(runCli(folder, ['tree', 'many', '--calls', '1']).stdout, /… 2 more: --calls 3 shows all/);
});

test('tree draws what a program recorded, one trace per call where nothing is around them', () => {
  const { stdout } = runCli(recordedFolder(), ['tree', '--url', 'https://j.example/{traceId}']);
  assert.equal([...stdout.matchAll(/^https:\/\/j\.example\/[0-9a-f]{32}$/gm)].length, 8);
  assert.match(stdout, /^fail .* error +call-monitor\/fail\/1$/m);
});
