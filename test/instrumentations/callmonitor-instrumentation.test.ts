import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { trace } from '@opentelemetry/api';
import { registerInstrumentations } from '@opentelemetry/instrumentation';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { intercept } from 'callmonitor';
import { CallMonitorInstrumentation } from 'callmonitor/instrumentations';

function tracing() {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  return { provider, spans: () => exporter.getFinishedSpans() };
}

/** Leaves the process as it was: interception is on, without a config of its own. */
afterEach(() => {
  const instrumentation = new CallMonitorInstrumentation();
  instrumentation.setTracerProvider(trace.getTracerProvider());
});

test('CallMonitorInstrumentation has calls recorded by the provider that it is given', () => {
  const { provider, spans } = tracing();
  const add = intercept(function addForProvider(a: number, b: number) {
    return a + b;
  });
  registerInstrumentations({
    instrumentations: [new CallMonitorInstrumentation()],
    tracerProvider: provider,
  });
  add(1, 2);
  assert.equal(spans()[0]?.name, 'addForProvider');
  assert.equal(spans()[0]?.instrumentationScope.name, 'callmonitor');
  assert.equal(spans()[0]?.attributes['callmonitor.args'], '[1,2]');
});

test('CallMonitorInstrumentation.disable() lets calls pass by until enable()', () => {
  const { provider, spans } = tracing();
  const add = intercept(function addWhenEnabled(a: number) {
    return a;
  });
  const instrumentation = new CallMonitorInstrumentation();
  instrumentation.setTracerProvider(provider);
  instrumentation.disable();
  assert.equal(add(1), 1);
  assert.equal(spans().length, 0);
  instrumentation.enable();
  add(2);
  assert.deepEqual(
    spans().map(({ attributes }) => attributes['callmonitor.args']),
    ['[2]'],
  );
});

test('CallMonitorInstrumentation made with enabled: false records nothing', () => {
  const { provider, spans } = tracing();
  const add = intercept(function addWhenOff(a: number) {
    return a;
  });
  const instrumentation = new CallMonitorInstrumentation({ enabled: false });
  instrumentation.setTracerProvider(provider);
  add(1);
  assert.equal(spans().length, 0);
});

test('CallMonitorInstrumentation.setConfig() goes before all other settings', () => {
  const { provider, spans } = tracing();
  const keep = intercept(function keepLittle(text: string) {
    return text;
  });
  const instrumentation = new CallMonitorInstrumentation({ result: false });
  instrumentation.setTracerProvider(provider);
  keep('abc');
  instrumentation.setConfig({ limits: { maxStringLength: 1 } });
  keep('abc');
  const [first, second] = spans().map(({ attributes }) => attributes);
  assert.equal(first?.['callmonitor.result'], undefined);
  assert.equal(second?.['callmonitor.args'], '[{"$":"truncated","reason":"string","length":3,"head":"a"}]');
});

test('CallMonitorInstrumentation refuses a bad value and keeps the config before', () => {
  const instrumentation = new CallMonitorInstrumentation();
  // @ts-expect-error what a JavaScript user may write
  assert.throws(() => instrumentation.setConfig({ limits: { maxDepth: 'deep' } }), {
    name: 'TypeError',
    message: /Expected a positive integer for limits.maxDepth, got 'deep'/,
  });
  assert.equal(instrumentation.getConfig().limits, undefined);
});
