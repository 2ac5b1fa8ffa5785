import assert from 'node:assert/strict';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { load } from 'callmonitor';
import { runProgram } from '../run-program.js';
import { assertViewShowsLog, readSummary } from './database/recorded-files.js';
import { temporaryFolder } from './handlers/temporary-folder.js';
import { runProgram as runSource } from './intercept/programs.js';

test('intercept() alone writes call-monitor/', async (t) => {
  const cwd = temporaryFolder(t);
  const { stdout, stderr } = await runProgram('ending', { cwd, args: ['by itself'] });
  assert.deepEqual([stdout, stderr, readdirSync(cwd)], ['solved\n', '', ['call-monitor']]);
  const db = load(join(cwd, 'call-monitor'));
  assert.deepEqual([db.counts, db.call('solve', 2).result], [{ solve: 3 }, 4]);
  assertViewShowsLog(join(cwd, 'call-monitor'));
});

test('OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES reach db.json', async (t) => {
  const cwd = temporaryFolder(t);
  const env = {
    OTEL_SERVICE_NAME: 'solver',
    OTEL_RESOURCE_ATTRIBUTES: 'service.version=1.2,host.name=a%20b',
  };
  await runProgram('ending', { cwd, args: ['by itself'], env });
  const { resource } = readSummary(join(cwd, 'call-monitor'));
  assert.deepEqual(resource, {
    'service.name': 'solver',
    'service.version': '1.2',
    'host.name': 'a b',
    'telemetry.sdk.language': 'nodejs',
    'telemetry.sdk.name': 'opentelemetry',
    'telemetry.sdk.version': (resource as Record<string, unknown>)['telemetry.sdk.version'],
  });
});

test('OTEL_SDK_DISABLED=true records nothing', async (t) => {
  const cwd = temporaryFolder(t);
  const { stdout } = await runProgram('ending', {
    cwd,
    args: ['by itself'],
    env: { OTEL_SDK_DISABLED: 'true' },
  });
  assert.deepEqual([stdout, readdirSync(cwd)], ['solved\n', []]);
});

test('settings.set() decides on the embedded default before its first call, which may be late', async (t) => {
  const cwd = temporaryFolder(t);
  await runProgram('switched', { cwd });
  assert.deepEqual(readdirSync(cwd), ['chosen']);
  const db = load(join(cwd, 'chosen'));
  assert.deepEqual(
    [...db.calls('solve')].map(({ args }) => args),
    [[2]],
  );
});

test('code goes before environment before file for where it records', async (t) => {
  const cwd = temporaryFolder(t);
  writeFileSync(join(cwd, 'callmonitor.config.json'), '{"root":"from-file"}');
  await runProgram('ending', { cwd, args: ['by itself'] });
  await runProgram('ending', { cwd, args: ['by itself'], env: { CALLMONITOR_ROOT: 'from-environment' } });
  await runProgram('switched', { cwd, env: { CALLMONITOR_ROOT: 'from-environment' } });
  await runProgram('node-sdk', {
    cwd,
    args: ['two processors'],
    env: { CALLMONITOR_ROOT: 'from-environment' },
  });
  assert.deepEqual(readdirSync(cwd), [
    'a',
    'b',
    'callmonitor.config.json',
    'chosen',
    'from-environment',
    'from-file',
  ]);
});

test('intercept() alone takes no number of the Math.random that the program has put in place', (t) => {
  const folder = temporaryFolder(t);
  const source = `let seed = 1; Math.random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
    const f = wrap(function f() { return Math.random(); }); console.log([f(), f(), f()].join());`;
  const [embedded, bare] = (['embedded', 'bare'] as const).map((setup) =>
    runSource(source, { folder, setup }),
  );
  assert.equal(embedded?.stdout, bare?.stdout);
  assert.equal(load(embedded?.root ?? '').counts['f'], 3);
});

test('spans of the embedded default have attributes where a context manager of the program shows them', (t) => {
  const shows = `const f = wrap(function f(x) { return trace.getActiveSpan()?.attributes; }); console.log(JSON.stringify(f(1)?.['callmonitor.args']));`;
  const api = `const { context, trace } = await import(${JSON.stringify(import.meta.resolve('@opentelemetry/api'))});`;
  const manager = `const { AsyncLocalStorageContextManager } = await import(${JSON.stringify(import.meta.resolve('@opentelemetry/context-async-hooks'))});
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());`;
  const run = (source: string) => runSource(source, { folder: temporaryFolder(t), setup: 'embedded' });
  assert.equal(run(`${api} ${shows}`).stdout, 'undefined\n');
  assert.equal(run(`${api} ${manager} ${shows}`).stdout, '"[1]"\n');
});
