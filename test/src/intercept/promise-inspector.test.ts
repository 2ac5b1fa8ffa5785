import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inspect } from 'node:util';
import { runInNewContext } from 'node:vm';
import { PromiseInspector } from '../../../src/intercept/promise-inspector.js';

const inspector = new PromiseInspector();
const stateOf = (promise: Promise<unknown>) => inspector.stateOf(promise);

function rejected(reason: unknown): Promise<unknown> {
  const promise = Promise.reject(reason);
  promise.catch(() => {});
  return promise;
}

const objects = [
  {},
  [1],
  new Error('x'),
  () => {},
  new Map(),
  Object.create(null),
  Object.freeze({ a: 1 }),
  new Date(),
];
const primitives = [
  undefined,
  null,
  true,
  false,
  0,
  -0,
  1.5,
  1e300,
  1_000_000,
  Number.NaN,
  Number.NEGATIVE_INFINITY,
  12n,
  -12n,
  '',
  'text',
  `it's`,
  `"it's"`,
  `\`"it's"\``,
  'a\\b\n\t\r\b\f\v\u001b\u0000\u0085',
  '\ud800 lone, \u{1F600} whole',
  '<pending>',
  "'<rejected>'",
  '\\n',
  'x'.repeat(5000),
];

describe('PromiseInspector.stateOf says of a promise', () => {
  for (const value of [...objects, ...primitives]) {
    const title = inspect(value, { depth: 0, breakLength: Number.POSITIVE_INFINITY })
      .slice(0, 40)
      .split('\n')[0];
    it(`what it was fulfilled with: ${title}`, () => {
      const state = stateOf(Promise.resolve(value));
      assert.deepEqual(state, { status: 'fulfilled', value, isKnown: true });
      assert.ok(state.status === 'fulfilled' && Object.is(state.value, value));
    });
    it(`why it was rejected: ${title}`, () => {
      const state = stateOf(rejected(value));
      assert.deepEqual(state, { status: 'rejected', value, isKnown: true });
      assert.ok(state.status === 'rejected' && Object.is(state.value, value));
    });
  }

  const pending: Record<string, Promise<unknown>> = {
    'nothing has happened': new Promise(() => {}),
    'it waits for another': new Promise((resolve) => resolve(new Promise(() => {}))),
    'it has properties': Object.assign(new Promise(() => {}), { a: { b: 1 }, '<rejected>': '<rejected>' }),
    'it is of another realm': runInNewContext('new Promise(() => {})'),
  };
  for (const [title, promise] of Object.entries(pending)) {
    it(`that it is pending: ${title}`, () => assert.deepEqual(stateOf(promise), { status: 'pending' }));
  }

  const unknown: Record<string, unknown> = {
    symbol: Symbol.iterator,
    Proxy: new Proxy({}, {}),
    'revoked Proxy': revokedProxy(),
    'long text': 'x'.repeat(20_000),
  };
  for (const [title, value] of Object.entries(unknown)) {
    it(`that it does not know its ${title}`, () => {
      assert.deepEqual(stateOf(rejected(value)), { status: 'rejected', isKnown: false });
    });
  }

  it('what it was fulfilled with, whatever properties it has', () => {
    const promise = Object.assign(Promise.resolve(1), { x: { y: 2 }, z: '<pending>' });
    assert.deepEqual(stateOf(promise), { status: 'fulfilled', value: 1, isKnown: true });
  });

  it('no wrong thing, when its class fails to be looked at, or looks at another', () => {
    class Hostile<T> extends Promise<T> {
      override get [Symbol.toStringTag](): string {
        stateOf(rejected(new Error('another')));
        throw new Error('no');
      }
    }
    assert.ok(['pending', 'fulfilled'].includes(stateOf(Hostile.resolve(1)).status)); // Node 24 catches the error
    assert.equal(stateOf(Promise.resolve(2)).status, 'fulfilled');
  });

  it('the same whatever util.inspect does by default', () => {
    const before = { ...inspect.defaultOptions };
    Object.assign(inspect.defaultOptions, {
      colors: true,
      numericSeparator: true,
      getters: true,
      depth: null,
    });
    try {
      assert.deepEqual(stateOf(Promise.resolve(1_000_000)), {
        status: 'fulfilled',
        value: 1_000_000,
        isKnown: true,
      });
    } finally {
      Object.assign(inspect.defaultOptions, before);
    }
  });
});

describe('PromiseInspector.stateOf runs nothing of the program:', () => {
  it('no getter, no trap, no inspection of its own', () => {
    const touched: string[] = [];
    const note = (name: string) => () => {
      touched.push(name);
      return name;
    };
    const value = Object.defineProperties(
      { [inspect.custom]: note('inspect.custom') },
      {
        [Symbol.toStringTag]: { get: note('toStringTag') },
        constructor: { get: note('constructor') },
        x: { get: note('x'), enumerable: true },
      },
    );
    const proxy = new Proxy({}, { get: note('get'), has: note('has') as never });
    stateOf(Promise.resolve(value));
    for (const each of [value, proxy]) stateOf(rejected(each)); // to fulfil it would ask the Proxy for its `then`
    assert.deepEqual(touched, []);
  });

  it('no Error.prepareStackTrace', () => {
    let calls = 0;
    const before = Error.prepareStackTrace;
    Error.prepareStackTrace = () => calls++;
    try {
      stateOf(rejected(new Error('x')));
    } finally {
      Error.prepareStackTrace = before as NonNullable<typeof before>;
    }
    assert.equal(calls, 0);
  });
});

function revokedProxy(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}
