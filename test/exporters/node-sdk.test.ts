import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { load } from 'callmonitor';
import { type RunOptions, runProgram } from '../run-program.js';
import { assertViewShowsLog, readSummary } from '../src/database/recorded-files.js';
import { temporaryFolder } from '../src/handlers/temporary-folder.js';

interface PrintedSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly startTime: string;
  readonly endTime: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

const RECORDED = [
  ['solve/1', [1], {}, 3],
  ['scale/1', [new Float64Array([1])], { factor: 3 }, new Float64Array([3])],
  ['solve/2', [-1], {}, undefined],
];

const SETUPS: ReadonlyArray<[setup: string, roots: readonly string[]]> = [
  ['processor', ['call-monitor']],
  ['processor first', ['call-monitor']],
  ['two processors', ['a', 'b']],
  ['exporter behind BatchSpanProcessor', ['call-monitor']],
  ['exporter behind SimpleSpanProcessor', ['call-monitor']],
  ['others only', []],
];

describe('NodeSDK with other exporters records as', () => {
  for (const [setup, roots] of SETUPS) {
    test(setup, async (t) => {
      const { cwd, spans } = await runSdk({ cwd: temporaryFolder(t), args: [setup] });
      assert.deepEqual(readdirSync(cwd), roots);
      assert.deepEqual(
        spans.map(({ name }) => name),
        ['scale', 'solve', 'solve'],
      );
      for (const root of roots) {
        assert.deepEqual(new Set(recordedIn(join(cwd, root))), new Set(RECORDED));
        assertSpansLeadTo(join(cwd, root), spans);
      }
    });
  }
});

test('NodeSDK with CallMonitorSpanExporter as traceExporter records', async (t) => {
  const { cwd } = await runSdk({ cwd: temporaryFolder(t), args: ['traceExporter'] });
  assert.deepEqual(new Set(recordedIn(join(cwd, 'call-monitor'))), new Set(RECORDED));
});

test('CallMonitorSpanProcessor tells each span where its call is', async (t) => {
  const { cwd, spans } = await runSdk({ cwd: temporaryFolder(t), args: ['processor'] });
  const [scale] = spans;
  assert.deepEqual(
    ['invocation', 'location', 'root', 'kwargs', 'result'].map(
      (key) => scale?.attributes[`callmonitor.${key}`],
    ),
    [1, 'scale/1', join(cwd, 'call-monitor'), '{"factor":3}', scale?.attributes['callmonitor.result']],
  );
});

test('an SDK that is registered later takes over from the embedded default', async (t) => {
  const cwd = temporaryFolder(t);
  await runSdk({ cwd, args: ['processor', 'after a call'] });
  const recorded = ['call-monitor', 'call-monitor-1'].map((name) => load(join(cwd, name)));
  assert.deepEqual(
    recorded.map((db) => [...db.calls('solve')].map(({ args }) => args[0])),
    [[0], [1, -1]],
  );
  for (const db of recorded) assert.equal(db.closed, 'well');
});

for (const setup of [
  'processor',
  'exporter behind BatchSpanProcessor',
  'exporter behind SimpleSpanProcessor',
]) {
  test(`callmonitor.location of each span is where its call is with ${setup}, also after calls before`, async (t) => {
    const { cwd, spans } = await runSdk({ cwd: temporaryFolder(t), args: [setup, 'after a call'] });
    const db = load(join(cwd, 'call-monitor-1'));
    assert.equal(spans.length, 3);
    for (const { spanId, attributes } of spans) {
      const [call] = db.find({ spanId });
      assert.equal(attributes['callmonitor.location'], call?.location);
      assert.equal(attributes['callmonitor.invocation'], call?.invocation);
    }
  });
}

const RESOURCES: ReadonlyArray<
  [args: string[], env: Record<string, string>, expected: Record<string, string>]
> = [
  [['processor'], {}, { 'service.name': 'solver' }],
  [
    ['processor'],
    { OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test' },
    { 'service.name': 'solver', 'deployment.environment.name': 'test' },
  ],
];

for (const [args, env, expected] of RESOURCES) {
  test(`the resource of a NodeSDK is in db.json with ${JSON.stringify(env)}, although it is detected meanwhile`, async (t) => {
    const { cwd } = await runSdk({ cwd: temporaryFolder(t), args, env });
    const { resource } = readSummary(join(cwd, 'call-monitor')) as { resource: Record<string, unknown> };
    for (const [key, value] of Object.entries(expected)) assert.equal(resource[key], value);
    assert.equal(resource['process.pid'] === undefined, false);
  });
}

test('CallMonitorSpanProcessor does not have the SDK complain of its resource', async (t) => {
  const cwd = temporaryFolder(t);
  const env = { OTEL_LOG_LEVEL: 'error' };
  const { stderr } = await runProgram('node-sdk', { cwd, args: ['processor'], env });
  assert.doesNotMatch(stderr, /resource attributes/);
});

test('OTEL_SDK_DISABLED=true records nothing', async (t) => {
  const { cwd, spans } = await runSdk({
    cwd: temporaryFolder(t),
    args: ['processor'],
    env: { OTEL_SDK_DISABLED: 'true' },
  });
  assert.deepEqual([readdirSync(cwd), spans], [[], []]);
});

async function runSdk(options: RunOptions) {
  const { code, stdout, stderr } = await runProgram('node-sdk', options);
  assert.deepEqual([code, stderr], [0, '']);
  const spans: PrintedSpan[] = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');
  return { cwd: options.cwd, spans };
}

function recordedIn(root: string): unknown[] {
  const db = load(root);
  assert.equal(db.closed, 'well');
  assertViewShowsLog(root);
  return [...db].map(({ location, args, kwargs, result }) => [location, args, kwargs, result]);
}

/** The ids and times of a call are its span's. */
function assertSpansLeadTo(root: string, spans: readonly PrintedSpan[]): void {
  const calls = [...load(root)].map((call) => ({
    name: call.function,
    traceId: call.traceId,
    spanId: call.spanId,
    parentSpanId: call.parentSpanId,
    startTime: String(call.startTime),
    endTime: String(call.endTime),
  }));
  const expected = spans.map(({ name, traceId, spanId, parentSpanId, startTime, endTime }) => {
    return { name, traceId, spanId, parentSpanId, startTime, endTime };
  });
  assert.deepEqual(new Set(calls), new Set(expected));
}
