import assert from 'node:assert/strict';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
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
    'telemetry.sdk.name': 'callmonitor',
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

test('spans of the embedded default are those of traces: nested, asynchronous and failing calls', (t) => {
  const source = `import { setTimeout as sleep } from 'node:timers/promises';
    const inner = wrap(async function inner(x) { await sleep(3); if (x < 0) throw new RangeError('no'); return x; });
    const outer = wrap(async function outer(x) { return [await inner(x), await inner(-x).catch(String)]; });
    console.log(Date.now()); await outer(1); await outer(2); console.log(Date.now());`;
  const { root, stdout } = runSource(source, { folder: temporaryFolder(t), setup: 'embedded' });
  const [before = 0n, after = 0n] = stdout
    .trim()
    .split('\n')
    .map((ms) => BigInt(ms) * 1_000_000n);
  const db = load(root);
  const [outer, other] = [...db.calls('outer')];
  const [, second, foreign] = [...db.calls('inner')];
  assert.ok(outer && other && second && foreign);
  assert.match(`${outer.traceId} ${outer.spanId}`, /^[0-9a-f]{32} [0-9a-f]{16}$/);
  assert.deepEqual([outer.parentSpanId, outer.traceFlags], [undefined, 1]);
  assert.deepEqual([second.traceId, second.parentSpanId], [outer.traceId, outer.spanId]);
  assert.deepEqual([foreign.traceId, foreign.parentSpanId], [other.traceId, other.spanId]);
  assert.notEqual(outer.traceId, other.traceId);
  assert.deepEqual([second.status, outer.status], ['error', 'ok']);
  assert.ok(before <= outer.startTime && (other.endTime ?? 0n) <= after + 2_000_000n, stdout); // clocks differ by a millisecond
  for (const { startTime, endTime, durationNs } of db)
    assert.ok(
      durationNs !== undefined && durationNs > 2_000_000 && endTime === startTime + BigInt(durationNs),
    );
});

test('OTEL_TRACES_SAMPLER chooses the calls of the embedded default as the SDK has it', (t) => {
  const samplesNone = `const { BasicTracerProvider } = await import(${JSON.stringify(import.meta.resolve('@opentelemetry/sdk-trace-base'))});
    console.log(new BasicTracerProvider().getTracer('t').startSpan('s').isRecording());
    wrap(function f() {})();`;
  const environment = { OTEL_TRACES_SAMPLER: 'always_off' };
  const { root, stdout } = runSource(samplesNone, {
    folder: temporaryFolder(t),
    setup: 'embedded',
    environment,
  });
  assert.equal(existsSync(root), stdout === 'true\n');
});
