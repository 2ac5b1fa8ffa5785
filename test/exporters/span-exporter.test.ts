import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type Attributes, type Span, SpanStatusCode } from '@opentelemetry/api';
import { BasicTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { load, NotCaptured } from 'callmonitor';
import { CallMonitorSpanExporter } from 'callmonitor/exporters';
import { temporaryFolder } from '../src/handlers/temporary-folder.js';

test('CallMonitorSpanExporter writes a call that it knows from attributes alone', async (t) => {
  const db = await exported(t, (make) => {
    make('GET /', { 'http.request.method': 'GET' });
    make('solve', {
      'code.function.name': 'solve',
      'callmonitor.invocation': 7,
      'callmonitor.args': '[1,{"$":"Date","value":"2026-01-02T03:04:05.678Z"}]',
      'callmonitor.kwargs': '{"tol":0.1}',
      'callmonitor.result': '{"$":"Map","entries":[[1,2]]}',
    });
  });
  assert.deepEqual(db.counts, { solve: 7 });
  const call = db.call('solve', 7);
  assert.deepEqual(call.args, [1, new Date('2026-01-02T03:04:05.678Z')]);
  assert.deepEqual([call.kwargs, call.result, call.status], [{ tol: 0.1 }, new Map([[1, 2]]), 'ok']);
  assert.deepEqual(call.replayable, { ok: true, why: [] });
});

test('CallMonitorSpanExporter numbers calls whose spans do not say which they are, and names them by their span', async (t) => {
  const db = await exported(t, (make) => {
    for (const args of ['[1]', '[2]']) make('cut', { 'callmonitor.args': args });
  });
  assert.deepEqual(
    [...db.calls('cut')].map(({ invocation, args }) => [invocation, args]),
    [
      [1, [1]],
      [2, [2]],
    ],
  );
});

test('CallMonitorSpanExporter marks what an attribute was too short for', async (t) => {
  const db = await exported(t, (make) => {
    make('solve', { 'callmonitor.args': '[1,"a long te', 'callmonitor.result': '{"$":"Ma' });
  });
  const call = db.call('solve', 1);
  const [args] = call.args;
  assert.ok(args instanceof NotCaptured);
  assert.deepEqual([args.kind, args.head], ['truncated', '[1,"a long te']);
  assert.ok(call.result instanceof NotCaptured);
  assert.deepEqual(call.replayable, { ok: false, why: ['/args: truncated (attribute)'] });
});

test('CallMonitorSpanExporter writes the error of a span that failed', async (t) => {
  const db = await exported(t, (make) => {
    make('solve', { 'callmonitor.args': '[]' }, (span) => {
      span.recordException({
        name: 'RangeError',
        message: 'negative',
        stack: 'RangeError: negative\n    at solve',
      });
      span.setStatus({ code: SpanStatusCode.ERROR });
    });
  });
  const call = db.call('solve', 1);
  assert.equal(call.status, 'error');
  assert.ok(call.error instanceof RangeError);
  assert.deepEqual(
    [call.error.message, call.error.stack],
    ['negative', 'RangeError: negative\n    at solve'],
  );
});

test('CallMonitorSpanExporter reports failure after its shutdown', async () => {
  const exporter = new CallMonitorSpanExporter();
  await exporter.shutdown();
  const outcomes: unknown[] = [];
  exporter.export([], (outcome) => outcomes.push(outcome));
  assert.deepEqual(outcomes, [{ code: 1, error: new Error('The exporter was shut down') }]);
});

test('CallMonitorSpanExporter refuses options that it does not know', () => {
  const options = { rooot: 'x' } as object;
  assert.throws(() => new CallMonitorSpanExporter(options), /Unknown setting 'rooot', did you mean 'root'\?/);
});

type MakeSpan = (name: string, attributes: Attributes, change?: (span: Span) => void) => void;

/** The database of what a program's spans are exported to. */
async function exported(t: TestContext, work: (make: MakeSpan) => void) {
  const root = join(temporaryFolder(t), 'call-monitor');
  const exporter = new CallMonitorSpanExporter({ root, minFreeBytes: 0 });
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  work((name, attributes, change) => {
    const span = provider.getTracer('test').startSpan(name, { attributes });
    change?.(span);
    span.end();
  });
  await provider.shutdown();
  return load(root);
}
