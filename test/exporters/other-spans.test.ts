import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  SimpleSpanProcessor,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { load, type SpanRecord } from 'callmonitor';
import {
  CallMonitorSpanExporter,
  CallMonitorSpanProcessor,
  type DatabaseSettings,
} from 'callmonitor/exporters';
import { interceptor } from '../../src/default-interceptor.js';
import { settings } from '../../src/settings/settings-store.js';
import { runProgram } from '../run-program.js';
import { assertViewShowsLog, logLines } from '../src/database/recorded-files.js';
import { temporaryFolder } from '../src/handlers/temporary-folder.js';

const solve = interceptor.intercept(function solve(x: number): number {
  const span = trace.getTracer('test').startSpan('SELECT');
  span.end();
  return x;
});

type MakeProcessor = (options: DatabaseSettings) => SpanProcessor;

const SETUPS: Readonly<Record<string, MakeProcessor>> = {
  processor: (options) => new CallMonitorSpanProcessor(options),
  'exporter behind BatchSpanProcessor': (options) =>
    new BatchSpanProcessor(new CallMonitorSpanExporter(options)),
  'exporter behind SimpleSpanProcessor': (options) =>
    new SimpleSpanProcessor(new CallMonitorSpanExporter(options)),
};

for (const [setup, make] of Object.entries(SETUPS)) {
  describe(`spans: 'all' with ${setup}`, () => {
    test('keeps the spans around and before calls, with all that they say', async (t) => {
      const { provider, root } = start(t, make, { spans: 'all' });
      const tracer = provider.getTracer('http', '1.2.3');
      tracer.startSpan('early').end();
      const link = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 };
      const request = tracer.startSpan('GET /', {
        kind: SpanKind.SERVER,
        startTime: [1_795_407_846, 5],
        attributes: { 'http.route': '/', n: -1.5, on: true, list: ['a', 'b'] },
        links: [{ context: link, attributes: { why: 'batch' } }],
      });
      solve(1);
      request.addEvent('retry', { attempt: 2 }, [1_795_407_846, 6]);
      request.setStatus({ code: SpanStatusCode.ERROR, message: 'refused' });
      request.end([1_795_407_847, 5]);
      await provider.shutdown();
      const spans = new Map([...load(root).spans()].map((span) => [span.name, span]));
      assert.deepEqual([...spans.keys()].sort(), ['GET /', 'SELECT', 'early']);
      assertRequest(spans.get('GET /'));
      assert.deepEqual(
        Array.from(load(root), ({ result }) => result),
        [1],
      );
      assertViewShowsLog(root);
    });
  });
}

function assertRequest(span: SpanRecord | undefined): void {
  assert.ok(span);
  const { kind, status, startTime, durationNs, attributes, events, links, scope, resource } = span;
  assert.deepEqual(
    { kind, status, startTime, durationNs, scope, resource },
    {
      kind: 'server',
      status: { code: 'error', message: 'refused' },
      startTime: 1_795_407_846_000_000_005n,
      durationNs: 1e9,
      scope: { name: 'http', version: '1.2.3' },
      resource: undefined,
    },
  );
  assert.deepEqual(attributes, { 'http.route': '/', n: -1.5, on: true, list: ['a', 'b'] });
  assert.deepEqual(events, [{ name: 'retry', time: 1_795_407_846_000_000_006n, attributes: { attempt: 2 } }]);
  assert.deepEqual(links, [
    { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), attributes: { why: 'batch' } },
  ]);
}

const asProcessor: MakeProcessor = (options) => new CallMonitorSpanProcessor(options);

test("spans: 'calls', the default, keeps calls only", async (t) => {
  const { provider, root } = start(t, asProcessor, {});
  provider.getTracer('http').startSpan('GET /').end();
  solve(1);
  await provider.shutdown();
  assert.deepEqual([...load(root).spans()], []);
});

test("spans: 'all' begins no database without a call", async (t) => {
  const { provider, root } = start(t, asProcessor, { spans: 'all' });
  provider.getTracer('http').startSpan('GET /').end();
  await provider.shutdown();
  assert.equal(existsSync(root), false);
});

test("spans: 'all' keeps the latest thousand of the spans before the first call", async (t) => {
  const { provider, root } = start(t, asProcessor, { spans: 'all', durability: 'batch' });
  for (let n = 1; n <= 1003; n++) provider.getTracer('http').startSpan(`early ${n}`).end();
  solve(1);
  await provider.shutdown();
  const names = logLines(root)
    .filter(({ kind }) => kind === 'span')
    .map(({ name }) => name);
  assert.deepEqual([names.length, names[0], names[999]], [1001, 'early 4', 'early 1003']);
});

test("spans: 'all' writes the keys in the order of FORMAT.md, without secrets and without the program's code", async (t) => {
  const { provider, root } = start(t, asProcessor, { spans: 'all' });
  solve(1);
  const span = provider.getTracer('http').startSpan('GET /');
  span.setAttributes({ 'http.request.header.authorization': 'Bearer x', token: 'y', url: '/?q' });
  Object.defineProperty((span as unknown as { attributes: object }).attributes, 'sly', {
    enumerable: true,
    get: () => assert.fail('a getter ran'),
  });
  span.end();
  await provider.shutdown();
  const line = logLines(root).find(({ name }) => name === 'GET /');
  assert.ok(line);
  const { text, ...fields } = line;
  assert.equal(text.includes('Bearer'), false);
  assert.deepEqual(fields['attributes'], {
    'http.request.header.authorization': { $: 'redacted', reason: 'key' },
    token: { $: 'redacted', reason: 'key' },
    url: '/?q',
    sly: { $: 'undefined' },
  });
  const keys =
    'kind name trace_id span_id span_kind start_time end_time status attributes events links scope';
  assert.deepEqual(Object.keys(fields), keys.split(' '));
});

test("spans: 'all' goes by rules for attributes, events and links, and masks what a span says of itself", async (t) => {
  const asked: string[] = [];
  settings.set({
    redact: [
      'attributes["user.pin"]',
      /\d{4}-\d{4}/,
      ({ path, key }) => asked.push(path) > 0 && key === 'sly',
    ],
  });
  t.after(() => settings.set({ redact: undefined }));
  const { provider, root } = start(t, asProcessor, { spans: 'all' });
  solve(1);
  const span = provider.getTracer('http').startSpan('GET https://u:hunter2@h/');
  span.setAttributes({
    'user.pin': 'hunter2',
    card: '1234-5678',
    sly: 'hunter2',
    'url.full': 'https://h/?token=hunter2',
    'process.command_args': ['app', '--password', 'hunter2'],
  });
  span.addEvent('token=hunter2', { sly: 'hunter2', password: 'hunter2' });
  span.setStatus({ code: SpanStatusCode.ERROR, message: 'card 1234-5678' });
  span.end();
  await provider.shutdown();
  const lines = logLines(root).map(({ text }) => text);
  const spans = [...load(root).spans()].filter(({ scope }) => scope['name'] === 'http');
  const redacted = (reason: string) => ({ $: 'redacted', reason });
  assert.equal(lines.join().includes('hunter2'), false);
  assert.deepEqual(
    spans.map(({ name, status, attributes }) => ({ name, status, attributes })),
    [
      {
        name: 'GET https://(redacted)@h/',
        status: { code: 'error', message: '(redacted)' },
        attributes: {
          'user.pin': redacted('path'),
          card: redacted('value'),
          sly: redacted('path'),
          'url.full': redacted('value'),
          'process.command_args': ['app', '--password', redacted('key')],
        },
      },
    ],
  );
  const [event] = spans[0]?.events ?? [];
  assert.deepEqual(
    [event?.name, event?.attributes],
    ['token=(redacted)', { sly: redacted('path'), password: redacted('key') }],
  );
  assert.ok(asked.includes('attributes["url.full"]'), asked.join());
});

test('db.json tells the resource without secrets', async (t) => {
  const root = join(temporaryFolder(t), 'call-monitor');
  const resource = resourceFromAttributes({
    'service.name': 'app',
    'process.command_args': ['node', 'app.js', '--token=hunter2'],
    'db.password': 'hunter2',
  });
  const provider = new BasicTracerProvider({
    resource,
    spanProcessors: [new CallMonitorSpanProcessor({ root, minFreeBytes: 0 })],
  });
  trace.setGlobalTracerProvider(provider);
  t.after(() => trace.disable());
  solve(1);
  const open = readFileSync(join(root, 'db.json'), 'utf8');
  await provider.shutdown();
  for (const text of [open, readFileSync(join(root, 'db.json'), 'utf8')]) {
    assert.equal(text.includes('hunter2'), false);
    assert.deepEqual(JSON.parse(text).resource, {
      'service.name': 'app',
      'process.command_args': ['node', 'app.js', { $: 'redacted', reason: 'value' }],
      'db.password': { $: 'redacted', reason: 'key' },
    });
  }
});

test("spans: 'all' tells the resource of a span whose resource is another than its database's", async (t) => {
  const root = join(temporaryFolder(t), 'call-monitor');
  const processor = new CallMonitorSpanProcessor({ root, spans: 'all', minFreeBytes: 0 });
  const [first, second] = ['first', 'second'].map((name) => {
    const resource = resourceFromAttributes({ 'service.name': name });
    return new BasicTracerProvider({ resource, spanProcessors: [processor] });
  });
  interceptor.state.tracers.setTracerProvider(first);
  t.after(() => interceptor.state.tracers.setTracerProvider(undefined));
  solve(1);
  first?.getTracer('test').startSpan('own').end();
  second?.getTracer('test').startSpan('foreign').end();
  await first?.shutdown();
  const told = Array.from(load(root).spans(), ({ name, resource }) => [name, resource]);
  assert.deepEqual(
    new Map(told as [string, unknown][]),
    new Map<string, unknown>([
      ['own', undefined],
      ['foreign', { 'service.name': 'second' }],
    ]),
  );
});

for (const durability of ['call', 'batch'] as const) {
  test(`spans: 'all' with durability '${durability}' leaves out the spans of its own writing, which would never end`, async (t) => {
    const cwd = temporaryFolder(t);
    const { code, stdout, stderr } = await runProgram('traced-files', { cwd, args: [durability] });
    assert.deepEqual([code, stderr], [0, '']);
    const spans = Array.from(load(join(cwd, 'call-monitor')).spans(), ({ name }) => name);
    assert.deepEqual(spans, ['fs.writeSync of the program']);
    assert.ok(Number(stdout) > 1, 'writes were traced');
  });
}

test('spans follows settings.set()', async (t) => {
  const { provider, root } = start(t, asProcessor, {});
  t.after(() => settings.set({ spans: undefined }));
  solve(1);
  settings.set({ spans: 'all' });
  provider.getTracer('http').startSpan('after').end();
  await provider.shutdown();
  assert.deepEqual(
    Array.from(load(root).spans(), ({ name }) => name),
    ['after'],
  );
});

/** A registered provider with that processor alone; its database stands in a folder of the test. */
function start(t: TestContext, make: MakeProcessor, options: DatabaseSettings) {
  const root = join(temporaryFolder(t), 'call-monitor');
  const provider = new BasicTracerProvider({
    spanProcessors: [make({ root, minFreeBytes: 0, ...options })],
  });
  trace.setGlobalTracerProvider(provider);
  t.after(() => trace.disable());
  return { provider, root };
}
