import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inspect, types } from 'node:util';
import { type AnyFunction, intercept } from 'callmonitor';
import { seesTheSame, thrownBy, type Wrap } from './bare-and-intercepted.js';
import { nextTurn, TestSdk } from './tracing.js';

const sdk = new TestSdk();

/** A function whose every property can be told. */
function solve(this: unknown, x: number, y = 2, ...rest: number[]): number {
  return x + y + rest.length;
}

describe('an intercepted function gives back', () => {
  const values = [
    undefined,
    null,
    0,
    -0,
    Number.NaN,
    '',
    'text',
    1n,
    Symbol('s'),
    {},
    [],
    () => {},
    new Map(),
  ];
  for (const value of values) {
    it(`the very value ${inspect(value)}`, () => {
      assert.ok(Object.is(intercept(() => value)(), value));
    });
  }

  const thrown = [
    undefined,
    null,
    0,
    'text',
    Symbol('s'),
    new Error('x'),
    Object.freeze(new TypeError('frozen')),
    {},
  ];
  for (const error of thrown) {
    it(`the very error ${typeof error === 'object' ? inspect(error, { depth: 0 }).split('\n')[0] : String(error)}`, () => {
      const fail = intercept(() => {
        throw error;
      });
      assert.ok(Object.is(thrownBy(fail), error));
    });
  }

  it('a Proxy and a getter as they are, neither touched', () => {
    const touched: string[] = [];
    const note = (name: string) => () => {
      touched.push(name);
      return undefined;
    };
    const traps = ['get', 'has', 'ownKeys', 'getPrototypeOf', 'getOwnPropertyDescriptor', 'isExtensible'];
    const proxy = new Proxy({}, Object.fromEntries(traps.map((trap) => [trap, note(trap)])));
    const hostile = Object.defineProperty({}, 'x', { get: note('getter'), enumerable: true });
    const tagged = Object.defineProperty({}, Symbol.toStringTag, { get: note('toStringTag') });
    const iterable = {
      [Symbol.iterator]: note('iterator'),
      toJSON: note('toJSON'),
      valueOf: note('valueOf'),
    };
    for (const value of [proxy, hostile, tagged, iterable]) {
      assert.equal(intercept((...args: unknown[]) => args[0])(value), value);
      assert.equal(
        thrownBy(
          intercept(() => {
            throw value;
          }),
        ),
        value,
      );
    }
    assert.deepEqual(touched, []);
  });

  it('a thenable, which nobody awaits', async () => {
    let calls = 0;
    // biome-ignore lint/suspicious/noThenProperty: that is what is tested
    const thenable = { then: () => calls++ };
    assert.equal(intercept(() => thenable)(), thenable);
    assert.equal(intercept((x: object) => x)(thenable), thenable);
    await nextTurn();
    assert.equal(calls, 0);
  });
});

describe('an intercepted function runs with', () => {
  const receivers = [undefined, null, 1, 'text', {}, globalThis];
  for (const receiver of receivers) {
    seesTheSame(`the receiver ${inspect(receiver, { depth: -1 })} in strict code`, (wrap) => {
      const f = wrap(function (this: unknown) {
        return [this === receiver, typeof this];
      });
      return f.call(receiver);
    });
    seesTheSame(`the receiver ${inspect(receiver, { depth: -1 })} in sloppy code`, (wrap) => {
      const f = wrap(
        new Function('return [typeof this, this === globalThis, String(this)]') as () => unknown,
      );
      return f.call(receiver);
    });
  }

  const argumentLists = [[], [undefined], [1, undefined], [1, 2, 3, 4, 5], new Array(3)];
  for (const args of argumentLists) {
    seesTheSame(`arguments.length of ${inspect(args)}`, (wrap) => {
      const f = wrap(function (..._: unknown[]) {
        // biome-ignore lint/complexity/noArguments: that is what is tested
        return [arguments.length, 0 in arguments, arguments[0], solve.length];
      });
      return f(...args);
    });
  }

  seesTheSame('the very arguments, their defaults and a sloppy `arguments` that follows them', (wrap) => {
    const given = {};
    const isSame = wrap((x: object) => x === given);
    const linked = wrap(new Function('a', 'arguments[0] = 2; return a') as (a: number) => number);
    const defaults = wrap((x = 1, { y = 2 } = {}) => [x, y]);
    return [isSame(given), linked(1), defaults(), defaults(undefined, { y: 3 })];
  });

  seesTheSame('no new.target when it is called, itself when it is constructed', (wrap) => {
    const seen: unknown[] = [];
    const Named = wrap(function Named(this: object) {
      seen.push(new.target === undefined, (new.target as unknown) === Named);
    } as unknown as new () => object);
    const make = function (this: object) {
      seen.push((new.target as unknown) === Anonymous);
    } as unknown as new () => object;
    const Anonymous = wrap(make);
    (Named as unknown as () => void).call({});
    seen.push(new Anonymous() instanceof Anonymous);
    return seen;
  });

  seesTheSame('its own stack: sync stays sync', (wrap) => {
    const log: string[] = [];
    wrap(() => log.push('inside'))();
    log.push('after');
    return log;
  });

  seesTheSame('call, apply, bind and Reflect.apply', (wrap) => {
    const f = wrap(solve);
    const bound = f.bind(null, 1);
    return [f.call(1, 1), f.apply(1, [1, 5]), bound(3), bound.name, bound.length, Reflect.apply(f, 0, [1])];
  });

  seesTheSame('its callers: callbacks, sort, replace, Array.from, tagged templates', (wrap) => [
    [3, 1, 2].sort(wrap((a: number, b: number) => a - b)),
    'abc'.replace(
      /./g,
      wrap((c: string) => c.toUpperCase()),
    ),
    Array.from(
      [1, 2],
      wrap((x: number, i: number) => x * i),
    ),
    wrap((parts: TemplateStringsArray, ...values: unknown[]) => [...parts.raw, ...values])`a${1}b`,
    JSON.stringify({ toJSON: wrap(() => 'json') }),
    `${{ toString: wrap(() => 'text') }}`,
  ]);
});

describe('an intercepted function looks like the original:', () => {
  const kinds: Record<string, (wrap: Wrap) => AnyFunction> = {
    declaration: (wrap) => wrap(solve),
    arrow: (wrap) => wrap((x: number, { y = 1 } = {}) => x + y),
    async: (wrap) =>
      wrap(async function load(url: string) {
        return url;
      }),
    generator: (wrap) =>
      wrap(function* count(to: number) {
        yield to;
      }),
    'async generator': (wrap) =>
      wrap(async function* read(to: number) {
        yield to;
      }),
    method: (wrap) =>
      wrap(
        {
          area(scale: number) {
            return scale;
          },
        }.area,
      ),
    class: (wrap) =>
      wrap(
        class Mesh {
          constructor(readonly n: number) {}
        },
      ),
    native: (wrap) => wrap(Math.max),
    bound: (wrap) => wrap(solve.bind(null)),
    nameless: (wrap) =>
      wrap(
        (
          () => () =>
            1
        )(),
      ),
  };
  for (const [kind, make] of Object.entries(kinds)) {
    seesTheSame(`name, length, text and tag (${kind})`, (wrap) => {
      const f = make(wrap);
      return [f.name, f.length, f.toString(), String(f), `${f}`, Object.prototype.toString.call(f), typeof f];
    });
    seesTheSame(`own properties and prototypes (${kind})`, (wrap) => {
      const f = make(wrap);
      const prototype = Object.getOwnPropertyDescriptor(f, 'prototype');
      return [
        Reflect.ownKeys(f),
        Object.getPrototypeOf(f) === Object.getPrototypeOf(make((fn) => fn)),
        'name' in f,
        prototype && { ...prototype, value: typeof prototype.value },
        Object.isExtensible(f),
        withoutProxy(inspect(f)),
        (f as { caller?: unknown }).constructor.name,
      ];
    });
    seesTheSame(`whether it can be constructed (${kind})`, (wrap) => {
      const f = make(wrap);
      try {
        Reflect.construct(Object, [], f as () => unknown);
        return 'yes';
      } catch (error) {
        return (error as Error).constructor.name;
      }
    });
  }

  seesTheSame('properties can be set, defined, deleted, frozen, inherited', (wrap) => {
    const fn: ((x: number) => number) & { count?: number; hidden?: number } = (x) => x;
    const f = wrap(fn);
    f.count = 1;
    Object.defineProperty(f, 'hidden', { value: 2, configurable: true });
    const seen = [f.count, fn.count, fn.hidden, delete f.hidden, Reflect.ownKeys(fn)];
    const child = Object.create(f);
    child.count = 5;
    Object.freeze(f);
    return [...seen, Object.isFrozen(fn), Reflect.set(f, 'count', 3), f.count, child.count, f.toString()];
  });

  it('what the function says of itself it says of the original, and the other way round', () => {
    const counter = intercept(function count(): number {
      (count as { n?: number }).n = ((count as { n?: number }).n ?? 0) + 1;
      return (count as { n?: number }).n ?? 0;
    }) as (() => number) & { n?: number };
    counter();
    counter.n = 10;
    assert.equal(counter(), 11);
    assert.equal(counter.n, 11);
  });

  it('of a function that is intercepted already, the original is taken', () => {
    const once = intercept(function twice() {
      return 1;
    });
    const before = sdk.spans.length;
    intercept(once, { name: 'twice again' })();
    assert.deepEqual(
      sdk.spans.slice(before).map(({ name }) => name),
      ['twice again'],
    );
  });

  it('what is not kept is said: identity, and what only the engine knows', () => {
    const f = intercept(async () => 1);
    assert.ok(types.isProxy(f));
    assert.match(Function.prototype.toString.call(f), /native code/);
    const namesProxies = inspect(new Proxy(() => 1, {})).startsWith('Proxy');
    assert.equal(
      inspect(f),
      namesProxies ? 'Proxy([AsyncFunction (anonymous)])' : '[AsyncFunction (anonymous)]',
    );
  });
});

/** Node 26 says of every Proxy that it is one. */
function withoutProxy(shown: string): string {
  return shown.replace(/^Proxy\((.*)\)$/s, '$1');
}
