import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { context, createContextKey, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { AlwaysOffSampler, SamplingDecision } from '@opentelemetry/sdk-trace-base';
import { intercept } from 'callmonitor';
import { thrownBy } from './bare-and-intercepted.js';
import { CallbackContextManager, nextTurn, TestSdk } from './tracing.js';

/** As `suppressTracing` of `@opentelemetry/core` sets it. */
const SUPPRESSED = createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING');

const active = () => trace.getActiveSpan()?.spanContext().spanId;

const managers = {
  'a manager that can be entered': undefined,
  'a manager that takes a callback': new CallbackContextManager(),
};

for (const [title, contextManager] of Object.entries(managers)) {
  describe(`the span of a call, with ${title},`, () => {
    const sdk = new TestSdk(contextManager && { contextManager });
    beforeEach(() => sdk.register());
    const parents = (...names: string[]) =>
      names.map((name) => {
        const id = sdk.span(name).parentSpanContext?.spanId;
        return sdk.spans.find((span) => span.spanContext().spanId === id)?.name;
      });

    it('is a child of the active one', () => {
      const leaf = intercept(() => 1, { name: 'leaf' });
      const branch = intercept(() => leaf(), { name: 'branch' });
      const tracer = trace.getTracer('program');
      tracer.startActiveSpan('request', (span: Span) => {
        branch();
        span.end();
      });
      assert.deepEqual(parents('leaf', 'branch', 'request'), ['branch', 'request', undefined]);
      assert.equal(sdk.span('leaf').spanContext().traceId, sdk.span('request').spanContext().traceId);
    });

    it("is the parent of the program's own spans", () => {
      intercept(() => trace.getTracer('program').startSpan('inside').end(), { name: 'around' })();
      assert.deepEqual(parents('inside'), ['around']);
    });

    it('is active while the function runs, and what was before after it', async () => {
      const seen: Record<string, string | undefined> = {};
      const f = intercept(
        async () => {
          seen['sync'] = active();
          await null;
          seen['awaited'] = active();
          await new Promise((resolve) => setImmediate(resolve));
          seen['timer'] = active();
        },
        { name: 'async' },
      );
      const promise = f();
      assert.equal(active(), undefined);
      await promise;
      assert.equal(active(), undefined);
      await nextTurn();
      const { spanId } = sdk.span('async').spanContext();
      assert.deepEqual(seen, { sync: spanId, awaited: spanId, timer: spanId });
    });

    it('is not active after the function threw, nor after a constructor', () => {
      const fail = intercept(
        () => {
          throw new Error('x');
        },
        { name: 'fail' },
      );
      thrownBy(fail);
      assert.equal(active(), undefined);
      let inside: string | undefined;
      const Mesh = intercept(
        class Mesh {
          constructor() {
            inside = active();
          }
        },
      );
      new Mesh();
      assert.equal(active(), undefined);
      assert.equal(inside, sdk.span('Mesh').spanContext().spanId);
    });

    it('is active in each step of a generator', () => {
      const f = intercept(function* steps() {
        yield active();
        yield active();
      });
      const seen = [...f()];
      const { spanId } = sdk.span('steps').spanContext();
      assert.deepEqual(seen, [spanId, spanId]);
      assert.equal(active(), undefined);
    });

    it('keeps concurrent calls apart', async () => {
      const leaf = intercept(async (n: number) => n, { name: 'concurrent leaf' });
      const branch = intercept(
        async (n: number) => {
          await new Promise((resolve) => setImmediate(resolve));
          return leaf(n);
        },
        { name: 'concurrent branch' },
      );
      await Promise.all([branch(1), branch(2), branch(3)]);
      await nextTurn();
      const ofName = (name: string) => sdk.spans.filter((span) => span.name === name);
      const ids = ofName('concurrent branch').map((span) => span.spanContext().spanId);
      assert.deepEqual(
        new Set(ofName('concurrent leaf').map((span) => span.parentSpanContext?.spanId)),
        new Set(ids),
      );
      assert.equal(new Set(ids).size, 3);
    });
  });
}

describe('the span of a call says', () => {
  const sdk = new TestSdk();
  beforeEach(() => sdk.register());

  it('where the function is, what it was called with, and what it returned', () => {
    function solve(x: number, y = 2, { tol = 1e-6 } = {}) {
      return { x, y, tol };
    }
    intercept(solve)(1, undefined, { tol: 0.5 });
    const { name, kind, attributes, status, events, instrumentationScope } = sdk.span('solve');
    const { 'code.file.path': file, 'code.line.number': line, ...rest } = attributes;
    assert.deepEqual(rest, {
      'code.function.name': 'solve',
      'callmonitor.args': '[1,{"$":"undefined"}]',
      'callmonitor.kwargs': '{"tol":0.5}',
      'callmonitor.invocation': 1,
      'callmonitor.location': 'solve/1',
      'callmonitor.result': '{"x":1,"y":{"$":"undefined"},"tol":0.5}'.replace('{"$":"undefined"}', '2'),
    });
    assert.match(String(file), /running-call\.test\.(ts|js)$/);
    assert.ok(Number(line) > 1);
    assert.equal(name, 'solve');
    assert.equal(kind, SpanKind.INTERNAL);
    assert.deepEqual([status, events], [{ code: SpanStatusCode.UNSET }, []]);
    assert.equal(instrumentationScope.name, 'callmonitor');
  });

  for (const [when, rest] of [
    ['at once', () => undefined],
    ['later', () => new Promise((resolve) => setImmediate(resolve))],
  ] as const) {
    it(`what a promise that settles ${when} was fulfilled with, before whoever awaits it changes that`, async () => {
      const name = `rows ${when}`;
      const load = intercept(
        async () => {
          const waiting = rest();
          if (waiting !== undefined) await waiting;
          return ['row'];
        },
        { name },
      );
      const rows = await load();
      rows.push('added');
      await nextTurn();
      assert.equal(sdk.span(name).attributes['callmonitor.result'], '["row"]');
    });
  }

  it('what is cut', () => {
    intercept((text: string) => text, { name: 'long' })('x'.repeat(10_000));
    const { attributes } = sdk.span('long');
    assert.equal(attributes['callmonitor.truncated'], true);
    assert.equal(Buffer.byteLength(String(attributes['callmonitor.args'])), 4096);
  });

  class CustomError extends TypeError {}
  const thrown: Array<{ error: unknown; type: string; message?: string }> = [
    { error: new RangeError('too far'), type: 'RangeError', message: 'too far' },
    { error: new CustomError('mine'), type: 'CustomError', message: 'mine' },
    { error: 'text', type: 'string', message: 'text' },
    { error: 7, type: 'number', message: '7' },
    { error: undefined, type: 'undefined', message: 'undefined' },
    { error: null, type: 'object', message: 'null' },
    { error: Symbol('s'), type: 'symbol', message: 'symbol' },
    { error: { code: 1 }, type: 'Object' },
    { error: Object.create(null), type: 'Error' },
    {
      error: Object.defineProperty({}, 'message', { get: () => assert.fail('a getter ran') }),
      type: 'Object',
    },
    {
      error: new Proxy(new Error('x'), { getOwnPropertyDescriptor: () => assert.fail('a trap ran') }),
      type: 'Error',
    },
  ];
  for (const { error, type, message } of thrown) {
    it(`that it threw: ${type} ${message ?? ''}`, () => {
      const name = `throws ${type} ${message ?? Math.random()}`;
      const fail = () => {
        throw error;
      };
      assert.ok(Object.is(thrownBy(intercept(fail, { name })), error));
      const { attributes, status, events } = sdk.span(name);
      assert.equal(attributes['error.type'], type);
      assert.deepEqual(status, { code: SpanStatusCode.ERROR, ...(message === undefined ? {} : { message }) });
      const [event] = events;
      assert.equal(event?.name, 'exception');
      assert.equal(event?.attributes?.['exception.type'], type);
      assert.equal(event?.attributes?.['exception.message'], message);
      assert.equal('callmonitor.result' in attributes, false);
    });
  }

  it('the stack of an error', () => {
    const fail = intercept(
      () => {
        throw new Error('with stack');
      },
      { name: 'stack' },
    );
    const { stack } = thrownBy(fail) as Error;
    assert.equal(sdk.span('stack').events[0]?.attributes?.['exception.stacktrace'], stack);
  });
});

describe('a call whose span is not recorded', () => {
  it('passes through without capture, and its context with it', () => {
    new TestSdk({ sampler: new AlwaysOffSampler() });
    let looked = 0;
    const argument = new Proxy({}, { getOwnPropertyDescriptor: () => void looked++ });
    const inner = intercept(() => trace.getActiveSpan(), { name: 'unsampled inner' });
    const outer = intercept((_: object) => [trace.getActiveSpan(), inner()], { name: 'unsampled' });
    const [first, second] = outer(argument);
    assert.equal(first?.isRecording(), false);
    assert.equal(first?.spanContext().traceId, second?.spanContext().traceId);
    assert.equal(looked, 0);
  });

  it('is recorded when the sampler says to record without exporting', () => {
    const ended: string[] = [];
    new TestSdk({
      sampler: { shouldSample: () => ({ decision: SamplingDecision.RECORD }) },
      processors: [
        {
          onStart: () => {},
          onEnd: (span) => void ended.push(String(span.attributes['callmonitor.result'])),
          forceFlush: async () => {},
          shutdown: async () => {},
        },
      ],
    });
    intercept(() => 5, { name: 'record only' })();
    assert.deepEqual(ended, ['5']);
  });

  it('is none at all where the program suppressed tracing', () => {
    const sdk = new TestSdk();
    const f = intercept(() => trace.getActiveSpan(), { name: 'suppressed' });
    assert.equal(
      context.with(context.active().setValue(SUPPRESSED, true), () => f()),
      undefined,
    );
    f();
    assert.deepEqual(
      sdk.spans.map(({ attributes }) => attributes['callmonitor.invocation']),
      [2],
    );
  });
});
