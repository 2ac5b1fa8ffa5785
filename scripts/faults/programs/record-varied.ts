// Records a call of every sort that a database can hold, into the root and in the layout that its arguments name.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
import { intercept, registry } from 'callmonitor';
import { CallMonitorSpanProcessor } from 'callmonitor/exporters';
import ndarray from 'ndarray';
import { Matrix, MatrixHandler } from './kept-matrix.js';

const [root = 'call-monitor', layout = 'folders'] = process.argv.slice(2);
const processor = new CallMonitorSpanProcessor({
  root,
  layout: layout === 'packed' ? 'packed' : 'folders',
  spans: 'all',
  inlineBytes: 64,
});
const provider = new BasicTracerProvider({ spanProcessors: [processor] });
trace.setGlobalTracerProvider(provider);
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
const tracer = trace.getTracer('varied');
registry.add(Matrix, MatrixHandler);

const solve = intercept(function solve(x: number, y = 2, { n = 1, tol = 1e-6 * 2 } = {}): number {
  return x * y + n + tol;
});
const Solve = intercept(function Solve(x: Float64Array): Float64Array {
  return x.map((value) => value + 1);
});
const store = intercept(function store(...values: unknown[]): unknown {
  return values.at(-1);
});
const descend: (depth: number) => number = intercept(
  (depth: number): number => (depth === 0 ? 0 : 1 + descend(depth - 1)),
  { name: 'descend' },
);
const fail = intercept(function fail(reason: unknown): never {
  throw new RangeError('it failed', { cause: reason });
});
const count = intercept(function* count(to: number): Generator<number> {
  for (let at = 0; at < to; at++) yield at;
});
const wait = intercept(function wait(ms: number): Promise<never> {
  return new Promise(() => ms);
});
const sort = intercept((values: number[]) => values.sort(), { name: 'a/b c%', argsAfter: true });
const seldom = intercept((x: number) => x, { name: 'seldom', when: (x: number) => x % 2 === 0 });
const cut = intercept((value: unknown) => value, {
  name: 'cut',
  limits: { maxItems: 4, maxStringLength: 20, maxDepth: 3, maxSidecarBytes: 100 },
});
const blocked = intercept((values: Float64Array) => values.length, { name: 'blocked' });

class Mesh {
  readonly nodes = Uint16Array.of(1, 2, 3);
  readonly name = 'mesh';

  @intercept
  refine(times: number): number {
    return this.nodes.length * times;
  }
}

tracer.startActiveSpan('request', { attributes: { 'http.route': '/', retries: 2 } }, (span) => {
  solve(20);
  solve(3, 4, { n: 5 });
  span.addEvent('half', { done: true });
  descend(1);
  span.end();
});
block();
const floats = Float64Array.from({ length: 10 }, (_, index) => index / 3);
Solve(floats);
store(floats, BigInt64Array.of(-9n), ndarray(new Float32Array(20), [4, 5]), new DataView(new ArrayBuffer(8)));
store(
  new Map<unknown, unknown>([['a', { b: [1, -0] }]]),
  new Set([1n, undefined, Number.NaN]),
  [new Date(0), /x+/giu, Symbol.for('s'), Object(1), new URL('https://example.org/a?b=c')],
  [
    Object.assign(Object.create({ constructor: class Order {} }), { id: 1 }),
    Object.create(null),
    Object.assign(new Array(3), { 1: 'b' }),
  ],
  JSON.parse('{"__proto__":{"polluted":true},"constructor":1,"$":"x","password":"hunter2"}'),
);
const shared: Record<string, unknown> = { list: [1, 2, 3] };
shared['self'] = shared;
store(shared, { again: shared, list: shared['list'] });
store({ inside: new Matrix([[5, 6]]) });
try {
  fail(new TypeError('why'));
} catch {}
const steps = count(5);
steps.next();
steps.return(undefined);
void wait(3);
sort([3, 1, 2]);
for (let x = 1; x <= 2; x++) seldom(x);
cut({ text: 'x'.repeat(50), list: [1, 2, 3, 4, 5], deep: [[[[[1]]]]], large: new Float64Array(30) });
new Mesh().refine(2);
await provider.forceFlush();

/** What stands in the place of a folder costs the record of a call, which is counted. */
function block(): void {
  const path = join(root, 'blocked');
  writeFileSync(path, '');
  blocked(new Float64Array(20));
  rmSync(path);
}
