import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { inputLine, outputLine, temporaryFolder, writeDatabase } from '../database/reading-fixture.js';
import { recordedFolder, runIn } from './run-cli.js';

const folder = temporaryFolder();
const traceId = (number: number) => String(number).padStart(32, '0');
const lines = Array.from({ length: 12 }, (_, index) => [
  inputLine('solve', index + 1, { trace_id: traceId(index + 1) }),
  outputLine('solve', index + 1),
]).flat();
writeDatabase(join(folder, 'call-monitor'), lines);

const drawnIds = (text: string) => [...text.matchAll(/^trace (\d+)/gm)].map(([, id]) => Number(id));

test('tree draws the ten newest traces, and says how many more there are', async () => {
  const { status, stdout, stderr } = await runIn(folder, ['tree']);
  assert.deepEqual([status, stderr], [0, '']);
  assert.deepEqual(drawnIds(stdout), [3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  assert.match(stdout, /\n\n2 earlier traces more in call-monitor: --max 12 shows all\n$/);
});

test('tree --first --max draws so many of the first', async () => {
  const { stdout } = await runIn(folder, ['tree', 'call-monitor', '--first', '--max', '2']);
  assert.deepEqual(drawnIds(stdout), [1, 2]);
  assert.match(stdout, /10 later traces more in call-monitor/);
});

test('tree --max draws all, and then says nothing of more', async () => {
  const { stdout } = await runIn(folder, ['tree', '--max', '12']);
  assert.equal(drawnIds(stdout).length, 12);
  assert.doesNotMatch(stdout, /more/);
});

test('tree --json has the traces of each database', async () => {
  const { databases } = JSON.parse((await runIn(folder, ['tree', '.', '--max', '1', '--json'])).stdout);
  const [{ total, traces }] = databases;
  assert.deepEqual([databases.length, total, traces.length], [1, 12, 1]);
  assert.deepEqual([traces[0].traceId, traces[0].nodes[0].location], [traceId(12), 'solve/12']);
});

test('tree of a database without calls says so', async () => {
  writeDatabase(join(folder, 'empty'), []);
  assert.equal((await runIn(folder, ['tree', 'empty'])).stdout, 'no calls in empty\n');
});

test('tree --calls limits each trace', async () => {
  const many = [1, 2, 3].map((number) => inputLine('f', number));
  writeDatabase(join(folder, 'many'), many);
  assert.match(
    (await runIn(folder, ['tree', 'many', '--calls', '1'])).stdout,
    /… 2 more: --calls 3 shows all/,
  );
});

test('tree draws what a program recorded, one trace per call where nothing is around them', async () => {
  const { stdout } = await runIn(recordedFolder(), ['tree', '--url', 'https://j.example/{traceId}']);
  assert.equal([...stdout.matchAll(/^https:\/\/j\.example\/[0-9a-f]{32}$/gm)].length, 8);
  assert.match(stdout, /^fail .* error +call-monitor\/fail\/1$/m);
});
