import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { context, trace } from '@opentelemetry/api';
import { intercept, load } from 'callmonitor';
import { runProgram } from './programs.js';
import { TestSdk, temporaryFolder } from './tracing.js';

const folder = temporaryFolder();
const url = (specifier: string) => JSON.stringify(import.meta.resolve(specifier));

/** Registers an SDK whose exported spans are printed at the end. */
const REGISTER = `
  const { trace, context } = await import(${url('@opentelemetry/api')});
  const { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } = await import(${url('@opentelemetry/sdk-trace-base')});
  const { AsyncLocalStorageContextManager } = await import(${url('@opentelemetry/context-async-hooks')});
  const exporter = new InMemorySpanExporter();
  const register = () => {
    trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  };
  const names = () => exporter.getFinishedSpans().map(({ name }) => name).join();`;

describe('the tracer in force is', () => {
  it('the embedded default, where none was registered', () => {
    const { root, stderr, status } = runProgram(
      `const inner = wrap(function inner(x) { return x * 2 }); const outer = wrap(async function outer(x) { await null; return inner(x) });
      await outer(3);`,
      { folder, setup: 'embedded' },
    );
    assert.deepEqual([status, stderr], [0, '']);
    const db = load(root);
    const [inner, outer] = [db.call('inner', 1), db.call('outer', 1)];
    assert.deepEqual([inner.result, outer.result], [6, 6]);
    assert.equal(inner.parentSpanId, outer.spanId);
    assert.equal(inner.traceId, outer.traceId);
  });

  it('the embedded default once it can be loaded, where files ran out before the first call', () => {
    const { root, stdout, stderr, status } = runProgram(
      `import { closeSync, openSync } from 'node:fs';
      const f = wrap(function f(n) { return n });
      const files = [];
      try { for (;;) files.push(openSync('/dev/null', 'r')); } catch {}
      console.log(f(1) + f(2));
      for (const file of files) closeSync(file);
      console.log(f(3) + f(4));`,
      { folder, setup: 'embedded' },
    );
    assert.deepEqual([status, stdout, stderr], [0, '3\n7\n', '']);
    assert.deepEqual(
      [...load(root).calls('f')].map((call) => call.result),
      [3, 4],
    );
  });

  it('the embedded default, at the next call where it could not be started', () => {
    const { root, status } = runProgram(
      `const f = wrap(function f(x) { return x }); const { get } = WeakMap.prototype;
      WeakMap.prototype.get = () => { throw new Error('get was called') }; f(1);
      WeakMap.prototype.get = get; f(2);`,
      { folder, setup: 'embedded' },
    );
    assert.equal(status, 0);
    const calls = [...load(root).calls('f')];
    assert.deepEqual(calls.at(-1)?.args, [2]);
  });

  it('the embedded default, which leaves the globals alone', () => {
    const { stdout } = runProgram(
      `${REGISTER} wrap(() => 1)(); register(); trace.getTracer('x').startActiveSpan('own', (s) => s.end()); console.log(names());`,
      { folder, setup: 'embedded' },
    );
    assert.equal(stdout, 'own\n');
  });

  it('that of an SDK which is registered later', () => {
    const { root, stdout } = runProgram(
      `${REGISTER} const f = wrap(function f(n) { return n }); f(1); register(); f(2); f(3); console.log(names());`,
      { folder, setup: 'embedded' },
    );
    assert.equal(stdout, 'f,f\n');
    assert.deepEqual(
      [...load(root).calls('f')].map((call) => call.result),
      [1],
    );
  });

  it('that of an SDK which is registered while a call runs', () => {
    const { root, stdout, status } = runProgram(
      `${REGISTER} const g = wrap(function g() {}); const f = wrap(async function f() { register(); g(); await null; g(); return 1 }); await f(); console.log(names());`,
      { folder, setup: 'embedded' },
    );
    assert.deepEqual([stdout, status], ['g,g\n', 0]);
    assert.equal(load(root).call('f', 1).result, 1);
  });

  it('the one that is registered after trace.disable()', async () => {
    const f = intercept(() => 1, { name: 'f' });
    const first = new TestSdk();
    f();
    const second = new TestSdk();
    f();
    first.register();
    f();
    trace.disable();
    context.disable();
    assert.deepEqual([first.names, second.names], [['f', 'f'], ['f']]);
  });

  it('the embedded default, when recording is switched on after all', () => {
    const { root } = runProgram(
      `const { settings } = await import(${url('callmonitor')}); const f = wrap(function f(n) { return n });
      settings.set({ enabled: false }); f(1); settings.set({ enabled: true }); f(2);`,
      { folder, setup: 'embedded' },
    );
    assert.deepEqual(
      [...load(root).calls('f')].map((call) => call.result),
      [2],
    );
  });
});
