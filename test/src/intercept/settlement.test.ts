import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { promiseHooks } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { SpanStatusCode } from '@opentelemetry/api';
import { intercept, load } from 'callmonitor';
import { seesTheSame } from './bare-and-intercepted.js';
import { runProgram, type Setup } from './programs.js';
import { nextTurn, TestSdk, temporaryFolder } from './tracing.js';

const sdk = new TestSdk();
const folder = temporaryFolder();

describe('an intercepted function that returns a promise', () => {
  class Task<T> extends Promise<T> {}
  const promises: Record<string, () => Promise<unknown>> = {
    fulfilled: () => Promise.resolve(1),
    pending: () => new Promise(() => {}),
    rejected: () => {
      const promise = Promise.reject(new Error('x'));
      promise.catch(() => {});
      return promise;
    },
    'of a subclass': () => Task.resolve(1),
    'of a subclass, pending': () => new Task(() => {}),
    'of another realm': () => runInNewContext('Promise.resolve(1)'),
    frozen: () => Object.freeze(Promise.resolve(1)),
  };
  for (const [kind, make] of Object.entries(promises)) {
    it(`returns the very promise (${kind})`, () => {
      const promise = make();
      const { constructor: made } = promise;
      const keys = Reflect.ownKeys(promise);
      assert.equal(intercept(() => promise)(), promise);
      assert.equal(promise.constructor, made);
      assert.deepEqual(Reflect.ownKeys(promise), keys);
    });
  }

  it('calls no `then` of its class', async () => {
    const calls: string[] = [];
    class Loud<T> extends Promise<T> {
      // biome-ignore lint/suspicious/noThenProperty: that is what is tested
      override then(...handlers: Parameters<Promise<T>['then']>): never {
        calls.push('then');
        return super.then(...handlers) as never;
      }
      static override get [Symbol.species]() {
        calls.push('species');
        return Promise;
      }
    }
    const settle: (() => void)[] = [];
    intercept(() => Loud.resolve(1))();
    intercept(() => new Loud((resolve) => settle.push(() => resolve(1))))();
    for (const each of settle) each();
    await nextTurn();
    assert.deepEqual(calls, []);
  });
});

describe('a promise that cannot be looked at, for the program has broken what that takes', () => {
  const source = `
    const fails = wrap(async function fails() { await null; throw new RangeError('far') });
    const works = wrap(async function works() { await null; return { a: 1 } });
    const { push } = Array.prototype;
    const promises = [fails(), works()];
    promises[0].catch(() => console.log('caught'));
    Array.prototype.push = () => { throw new Error('push was called') };
    await null; await null; await null;
    Array.prototype.push = push;
    await new Promise((resolve) => setTimeout(resolve, 5));`;

  it('is no unhandled rejection, and is looked at again when it can be', () => {
    const { stdout, stderr, status, root } = runProgram(source, { folder, setup: 'embedded' });
    assert.deepEqual([status, stdout, stderr], [0, 'caught\n', '']);
    const db = load(root);
    assert.equal(String(db.call('fails', 1).error), 'RangeError: far');
    assert.deepEqual(db.call('works', 1).result, { a: 1 });
  });
});

describe('the span of a promise ends', () => {
  const outcomes: Record<string, { run: () => Promise<unknown>; result?: string; error?: string }> = {
    'at once, fulfilled before it is returned': { run: () => Promise.resolve({ a: 1 }), result: '{"a":1}' },
    'when it is fulfilled': { run: async () => [await 1], result: '[1]' },
    'when it adopts another': {
      run: () => new Promise((resolve) => resolve(new Promise((late) => setImmediate(late, 2)))),
      result: '2',
    },
    'when it adopts a thenable': {
      // biome-ignore lint/suspicious/noThenProperty: that is what is tested
      run: () => new Promise((resolve) => resolve({ then: (f: (x: number) => void) => setImmediate(f, 3) })),
      result: '3',
    },
    'when it is rejected': {
      run: async () => {
        await null;
        throw new RangeError('far');
      },
      error: 'RangeError',
    },
    'rejected before it is returned': {
      run: () => Promise.reject(new TypeError('early')),
      error: 'TypeError',
    },
    'rejected with what is no error': { run: () => Promise.reject('text'), error: 'string' },
    'rejected with undefined': { run: () => Promise.reject(), error: 'undefined' },
    'of a subclass, with its value': { run: () => SubPromise.resolve({ b: 2 }), result: '{"b":2}' },
    'of a subclass, with its reason': {
      run: () => SubPromise.reject(new EvalError('e')),
      error: 'EvalError',
    },
    'with a symbol': {
      run: async () => Symbol.for('s'),
      result: '{"$":"symbol","description":"s","registered":true}',
    },
    'with a Proxy': { run: async () => new Proxy({}, {}), result: '{"$":"opaque","class":"Proxy"}' },
    'of another realm': {
      run: () => runInNewContext('(async () => { await null; return 4 })()'),
      result: '4',
    },
  };
  let count = 0;
  for (const [when, { run, result, error }] of Object.entries(outcomes)) {
    it(when, async () => {
      const name = `outcome ${++count}`;
      await intercept(run, { name })().catch(() => {});
      await nextTurn();
      const { attributes, status } = sdk.span(name);
      assert.equal(attributes['callmonitor.result'], result);
      assert.equal(attributes['error.type'], error);
      assert.equal(status.code, error === undefined ? SpanStatusCode.UNSET : SpanStatusCode.ERROR);
    });
  }

  it('for each of the functions that pass on the same promise', async () => {
    let settle: (value: number) => void = () => {};
    const shared = new Promise<number>((resolve) => {
      settle = resolve;
    });
    const inner = intercept(() => shared, { name: 'inner' });
    const outer = intercept(() => inner(), { name: 'outer' });
    const before = sdk.spans.length;
    outer();
    inner();
    settle(1);
    await nextTurn();
    assert.deepEqual(
      sdk.spans
        .slice(before)
        .map(({ name }) => name)
        .sort(),
      ['inner', 'inner', 'outer'],
    );
  });

  it('not before it settles', async () => {
    const before = sdk.spans.length;
    intercept(() => new Promise(() => {}))();
    await nextTurn();
    assert.equal(sdk.spans.length, before);
  });

  it('at the moment at which it settles, not when that is noticed', async () => {
    let settledAt = 0;
    await intercept(
      async () => {
        await null;
        settledAt = performance.timeOrigin + performance.now();
        throw new Error('x');
      },
      { name: 'moment' },
    )().catch(() => {});
    const noticedAt = performance.timeOrigin + performance.now();
    await nextTurn();
    const [seconds, nanoseconds] = sdk.span('moment').endTime;
    const endedAt = seconds * 1000 + nanoseconds / 1e6;
    assert.ok(settledAt - 5 <= endedAt && endedAt <= noticedAt + 5, `${settledAt} ${endedAt} ${noticedAt}`);
  });
});

describe('promise hooks of the program', () => {
  it('see every settlement', async () => {
    const seen = new Set<unknown>();
    const stop = promiseHooks.onSettled((promise: Promise<unknown>) => seen.add(promise)) as () => void;
    const load = intercept(async () => {
      await null;
      return 1;
    });
    const promises = [load(), load(), (async () => 2)()];
    await Promise.all(promises);
    stop();
    assert.ok(promises.every((promise) => seen.has(promise)));
  });
});

class SubPromise<T> extends Promise<T> {}

/** Programs that log the order of what they do. */
const ORDERS: Record<string, string> = {
  'async functions among microtasks': `
    const a = wrap(async (n) => { log('a' + n); await null; log('a' + n + ' 1'); await null; log('a' + n + ' 2'); return n; });
    a(1).then((n) => log('then ' + n)); Promise.resolve().then(() => log('p1')).then(() => log('p2')).then(() => log('p3')).then(() => log('p4'));
    queueMicrotask(() => log('m')); process.nextTick(() => log('tick')); a(2).finally(() => log('finally')); setImmediate(() => log('immediate')); log('sync');`,
  'rejections that are handled': `
    const f = wrap(async (n) => { if (n > 1) await null; throw new Error('e' + n); });
    for (const n of [1, 2]) f(n).catch((e) => log(e.message)).then(() => log('after ' + n));
    Promise.resolve().then(() => log(1)).then(() => log(2)).then(() => log(3)).then(() => log(4));
    try { await f(3) } catch (e) { log('caught ' + e.message) }
    const results = await Promise.allSettled([f(4), f(1)]); log(results.map((r) => r.status).join());`,
  'promises that adopt': `
    const inner = new Promise((r) => setImmediate(r, 'late'));
    const f = wrap(() => inner); const g = wrap(async () => f()); const h = wrap(async () => { return await g(); });
    for (const [n, p] of Object.entries({ f: f(), g: g(), h: h() })) p.then((v) => log(n + v));
    inner.then(() => log('x')).then(() => log('y')).then(() => log('z')).then(() => log('w'));
    log(f() === inner); await h(); log('end');`,
  'generators, sync and async': `
    const g = wrap(function* () { log('g'); const got = yield 1; log(got); try { yield 2 } finally { log('closed') } });
    const it = g(); log(it.next().value); log(it.next('hi').value); log(it.return(9).value);
    const ag = wrap(async function* () { log('ag'); yield Promise.resolve(1); await null; log('ag 2'); yield 2; });
    const tick = Promise.resolve().then(() => log('t1')).then(() => log('t2')).then(() => log('t3')).then(() => log('t4')).then(() => log('t5'));
    for await (const x of ag()) log('x' + x);
    const c = ag(); const steps = [c.next(), c.next(), c.next(), c.return(5)]; log((await Promise.all(steps)).map((s) => JSON.stringify(s)).join());`,
  'events, callbacks and timers': `
    const { EventEmitter, once } = await import('node:events'); const { promisify } = await import('node:util');
    const e = new EventEmitter(); e.on('x', wrap((v) => log('on ' + v))); const got = once(e, 'x'); e.emit('x', 1); log(await got);
    log(await promisify(wrap((v, cb) => setImmediate(cb, null, v * 2)))(21));
    await new Promise(wrap((resolve) => { log('executor'); setImmediate(resolve) })); log('done');`,
  'top-level await and process events': `
    process.on('beforeExit', () => log('beforeExit')); process.on('exit', (code) => log('exit ' + code));
    const f = wrap(async () => { await new Promise((r) => setTimeout(r, 1)); return 1; });
    log(await f()); f().then(() => log('last')); log('end of main');`,
};

describe('the order of what a program does is its own:', () => {
  for (const [title, source] of Object.entries(ORDERS)) {
    const program = `const lines = []; const log = (x) => { lines.push(x); }; process.on('exit', () => console.log(lines.join('\\n')));\n${source}`;
    const expected = runProgram(program, { folder, setup: 'bare' });
    for (const setup of ['sdk', 'embedded'] satisfies Setup[]) {
      it(`${title} (${setup})`, () => {
        assert.equal(expected.stderr, '');
        assert.ok(expected.stdout.split('\n').length > 3);
        assert.deepEqual(observed(runProgram(program, { folder, setup })), observed(expected));
      });
    }
  }
});

/** Programs that end badly, or nearly. */
const REJECTIONS: Record<string, string> = {
  'nobody handles it': `const f = wrap(async function f() { await null; throw new Error('boom'); });
    setImmediate(() => console.log('never')); f();`,
  'nobody handles it, rejected at once': `const f = wrap(() => Promise.reject(new TypeError('boom'))); f();`,
  'nobody handles it, no error': `const f = wrap(async () => { throw { code: 5 }; }); f();`,
  'nobody handles it, undefined': `const f = wrap(async () => { throw undefined; }); f();`,
  'top-level await': `const f = wrap(async () => { await null; throw new Error('boom'); }); await f();`,
  'handled in time': `const f = wrap(async () => { throw new Error('boom'); });
    f().catch((e) => console.log('caught', e.message)); process.nextTick(() => f().catch(() => console.log('too')));`,
  'handled a microtask later': `const f = wrap(async () => { throw new Error('boom'); }); const p = f();
    queueMicrotask(() => p.catch((e) => console.log('caught', e.message)));`,
  'listeners of unhandledRejection and rejectionHandled': `
    process.on('unhandledRejection', (reason, promise) => console.log('unhandled', reason.message, promise === p));
    process.on('rejectionHandled', (promise) => console.log('handled', promise === p));
    const f = wrap(async () => { throw new Error('boom'); }); const p = f();
    setTimeout(() => p.catch((e) => console.log('late', e.message)), 5);
    console.log(process.listenerCount('unhandledRejection'), process.listenerCount('uncaughtException'));`,
  'a listener that comes late': `const f = wrap(async () => { throw new Error('boom'); }); f();
    queueMicrotask(() => process.once('unhandledRejection', (e) => console.log('once', e.message)));
    setTimeout(() => f(), 5);`,
  'a listener of uncaughtException': `
    process.on('uncaughtException', (e, origin) => console.log(origin, e.message));
    const f = wrap(async () => { throw new Error('boom'); }); f(); f(); f().catch(() => console.log('third'));
    setTimeout(() => console.log('goes on'), 5);`,
  'a monitor': `process.on('uncaughtExceptionMonitor', (e, origin) => console.log(origin, e.message));
    const f = wrap(async () => { throw new Error('boom'); }); f();`,
  'two at once, one is handled': `const f = wrap(async (n) => { throw new Error('boom ' + n); });
    f(1).catch(() => console.log('handled')); f(2); f(3);`,
  'in a promise that passes it on': `const f = wrap(async () => { throw new Error('boom'); }); const g = wrap(() => f().then(() => 1)); g();`,
  'an async generator': `const g = wrap(async function* () { yield 1; throw new Error('boom'); }); const it = g(); await it.next(); it.next();`,
  'the exit code is set by a listener': `process.on('exit', (code) => { console.log('exit', code); process.exitCode = 9; });
    const f = wrap(async () => { throw new Error('boom'); }); f();`,
  'process.exit while it waits': `const f = wrap(async () => { throw new Error('boom'); }); f().catch(() => {}); process.nextTick(() => process.exit(3));`,
};
const MODES = ['throw', 'strict', 'warn', 'none', 'warn-with-error-codes'];

describe('a rejection comes out as it would bare', () => {
  for (const [title, source] of Object.entries(REJECTIONS)) {
    for (const mode of title.startsWith('nobody') || title.includes('listener') ? MODES : ['throw']) {
      it(`${title}, --unhandled-rejections=${mode}`, () => {
        const nodeOptions = [`--unhandled-rejections=${mode}`];
        const expected = observed(runProgram(source, { folder, setup: 'bare', nodeOptions }));
        assert.deepEqual(observed(runProgram(source, { folder, setup: 'sdk', nodeOptions })), expected);
        assert.deepEqual(observed(runProgram(source, { folder, setup: 'embedded', nodeOptions })), expected);
      });
    }
  }

  it('and its reason is on record, though the process crashed', () => {
    const { root, status } = runProgram(
      `const f = wrap(async function f(x) { await null; throw new RangeError('boom'); }); f(1);`,
      { folder, setup: 'embedded' },
    );
    const call = load(root).call('f', 1);
    assert.equal(status, 1);
    assert.equal(call.status, 'error');
    assert.ok(call.error instanceof RangeError && call.error.message === 'boom');
  });
});

describe('an exception that nobody catches comes out as it would bare', () => {
  const programs: Record<string, string> = {
    'in the main module': `const f = wrap(function f() { throw new Error('boom'); }); f();`,
    'in a timer': `const f = wrap(function f() { throw new Error('boom'); }); setTimeout(() => f(), 1);`,
    'no error': `const f = wrap(function f() { throw { code: 'E' }; }); setTimeout(() => f(), 1);`,
    null: `const f = wrap(function f() { throw null; }); setTimeout(() => f(), 1);`,
    'with a listener': `process.on('uncaughtException', (e, origin) => console.log(origin, e.message));
      const f = wrap(function f() { throw new Error('boom'); }); setTimeout(() => f(), 1); setTimeout(() => console.log('on'), 5);`,
    'in a constructor': `const F = wrap(class F { constructor() { throw new Error('boom'); } }); setTimeout(() => new F(), 1);`,
    'in a generator': `const g = wrap(function* g() { throw new Error('boom'); }); setTimeout(() => [...g()], 1);`,
  };
  for (const [title, source] of Object.entries(programs)) {
    it(title, () => {
      const expected = withoutSourceLine(observed(runProgram(source, { folder, setup: 'bare' })));
      for (const setup of ['sdk', 'embedded'] satisfies Setup[]) {
        assert.deepEqual(withoutSourceLine(observed(runProgram(source, { folder, setup }))), expected);
      }
    });
  }
});

function observed({ status, signal, stdout, stderr }: ReturnType<typeof runProgram>) {
  return { status, signal, stdout, stderr };
}

/** Node shows the line that threw last above an uncaught error: for a function that is intercepted, that is ours. */
function withoutSourceLine<T extends { stderr: string }>(end: T): T {
  return { ...end, stderr: end.stderr.replace(/^\n?[^\n]+:\d+\n[^\n]*\n *\^+\n/, '') };
}

describe('a program that mocks timers', () => {
  seesTheSame('still gets its promises', async (wrap) => {
    const { mock } = await import('node:test');
    mock.timers.enable({ apis: ['setTimeout', 'setImmediate', 'setInterval'] });
    try {
      return await wrap(async () => 1)();
    } finally {
      mock.timers.reset();
    }
  });
});
