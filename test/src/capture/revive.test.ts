import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Reviver } from '../../../src/capture/revive.js';
import type { KnownClass } from '../../../src/capture/revive-context.js';
import { Registry } from '../../../src/handlers/registry.js';
import { NotCaptured } from '../../../src/model/not-captured.js';

class Order {
  id = 0;
  set total(_value: unknown) {
    throw new Error('a setter was called');
  }
}

class QuotaError extends Error {
  override name = 'QuotaError';
}

function revive(descriptor: unknown, classes: readonly KnownClass[] = []): unknown {
  return reviveLine({ args: [descriptor], kwargs: {} }, classes).args[0];
}

/** A line as it comes from disk. */
function reviveLine(line: object, classes: readonly KnownClass[] = []) {
  const parsed = JSON.parse(JSON.stringify(line));
  const reviver = new Reviver(parsed, { folder: undefined, classes, registry: new Registry() });
  const [args, kwargs] = [reviver.revive(parsed.args), reviver.revive(parsed.kwargs)];
  return { args: args as unknown[], kwargs: kwargs as Record<string, unknown> };
}

const ref = (path: unknown) => ({ $: 'ref', path });
const sparse = (() => {
  const array: unknown[] = [1];
  array[3] = 4;
  return array;
})();

describe('Reviver gives back', () => {
  const values: ReadonlyArray<readonly [string, unknown, unknown]> = [
    ['a string', 'täxt\u0000', 'täxt\u0000'],
    ['null', null, null],
    ['nested plain values', { a: [1, { b: true }], c: {} }, { a: [1, { b: true }], c: {} }],
    ['undefined', { $: 'undefined' }, undefined],
    ['NaN', { $: 'number', value: 'NaN' }, Number.NaN],
    ['infinity', { $: 'number', value: 'Infinity' }, Number.POSITIVE_INFINITY],
    ['negative infinity', { $: 'number', value: '-Infinity' }, Number.NEGATIVE_INFINITY],
    ['negative zero', { $: 'number', value: '-0' }, -0],
    ['a bigint', { $: 'bigint', value: '-123456789012345678901234567890' }, -123456789012345678901234567890n],
    ['a date', { $: 'Date', value: '2026-11-23T01:02:03.004Z' }, new Date('2026-11-23T01:02:03.004Z')],
    [
      'a date far away',
      { $: 'Date', value: '-000753-01-01T00:00:00.000Z' },
      new Date('-000753-01-01T00:00:00.000Z'),
    ],
    ['a regular expression', { $: 'RegExp', source: 'a/b', flags: 'giu' }, /a\/b/giu],
    ['a URL', { $: 'URL', value: 'https://example.org/?q=1#x' }, new URL('https://example.org/?q=1#x')],
    ['search parameters', { $: 'URLSearchParams', value: 'a=1&a=2' }, new URLSearchParams('a=1&a=2')],
    [
      'a map',
      {
        $: 'Map',
        entries: [
          ['k', 1],
          [{ x: 1 }, { $: 'undefined' }],
        ],
      },
      new Map<unknown, unknown>([
        ['k', 1],
        [{ x: 1 }, undefined],
      ]),
    ],
    ['a set', { $: 'Set', values: [1, { $: 'bigint', value: '1' }, [2]] }, new Set<unknown>([1, 1n, [2]])],
    ['a boxed string', { $: 'boxed', value: 'x' }, Object('x')],
    ['a boxed bigint', { $: 'boxed', value: { $: 'bigint', value: '3' } }, Object(3n)],
    ['a registered symbol', { $: 'symbol', description: 'app', registered: true }, Symbol.for('app')],
    [
      'holes',
      {
        $: 'array',
        length: 4,
        items: [
          [0, 1],
          [3, 4],
        ],
      },
      sparse,
    ],
    [
      'properties of an array',
      { $: 'array', length: 1, items: [[0, 'a']], props: { index: 7 } },
      Object.assign(['a'], { index: 7 }),
    ],
    [
      'a null prototype',
      { $: 'object', proto: null, props: { a: 1 } },
      Object.assign(Object.create(null), { a: 1 }),
    ],
    ['keys that start with $', { $: 'object', props: { $: 'ref', $set: 1 } }, { $: 'ref', $set: 1 }],
    [
      'symbols as keys',
      {
        $: 'object',
        entries: [
          ['a', 1],
          [{ $: 'symbol', description: 's', registered: true }, 2],
        ],
      },
      { a: 1, [Symbol.for('s')]: 2 },
    ],
    [
      'an object of an unknown class as a plain one',
      { $: 'object', class: 'Stranger', props: { a: 1 } },
      { a: 1 },
    ],
    [
      'a typed array in line',
      { $: 'ndarray', class: 'Uint16Array', dtype: '<u2', shape: [2], base64: 'AQACAA==' },
      new Uint16Array([1, 2]),
    ],
    [
      'a buffer in line',
      { $: 'ndarray', class: 'Buffer', dtype: '|u1', shape: [2], base64: 'aGk=' },
      Buffer.from('hi'),
    ],
  ];
  for (const [title, descriptor, expected] of values) {
    it(title, () => assert.deepStrictEqual(revive(descriptor), expected));
  }

  it('an invalid date', () => {
    assert.ok(Number.isNaN((revive({ $: 'Date', value: null }) as Date).getTime()));
  });

  it('lastIndex of a regular expression', () => {
    const pattern = revive({ $: 'RegExp', source: 'x', flags: 'g', lastIndex: 3 }) as RegExp;
    assert.equal(pattern.lastIndex, 3);
  });

  it('a symbol with and without description', () => {
    assert.equal((revive({ $: 'symbol', description: 'd', registered: false }) as symbol).description, 'd');
    assert.equal((revive({ $: 'symbol', registered: false }) as symbol).description, undefined);
  });

  it('the class that it was told of, without calling its setters', () => {
    const order = revive({ $: 'object', class: 'Order', props: { id: 3, total: 9 } }, [Order]) as Order;
    assert.ok(order instanceof Order);
    assert.deepEqual({ ...order }, { id: 3, total: 9 });
  });

  it('__proto__ and constructor as own keys of a plain object', () => {
    const line = JSON.parse(
      '{"args":[{"__proto__":{"polluted":1},"constructor":2}],"kwargs":{"__proto__":{"x":1}}}',
    );
    const reviver = new Reviver(line, { folder: undefined, classes: [], registry: new Registry() });
    for (const value of [...(reviver.revive(line.args) as object[]), reviver.revive(line.kwargs) as object]) {
      assert.equal(Object.getPrototypeOf(value), Object.prototype);
      assert.ok(Object.hasOwn(value, '__proto__'));
      assert.equal(Reflect.get(value, 'polluted'), undefined);
    }
  });

  it('a million nested arrays and objects', () => {
    const depth = 500_000;
    const line = JSON.parse(`{"args":[${'[{"a":'.repeat(depth)}1${'}]'.repeat(depth)}],"kwargs":{}}`);
    let value = new Reviver(line, { folder: undefined, classes: [], registry: new Registry() }).revive(
      line.args,
    );
    let levels = 0;
    for (; typeof value === 'object' && value !== null; levels++) value = Object.values(value)[0];
    assert.equal(levels, 2 * depth + 1);
  });
});

describe('Reviver gives back errors with', () => {
  const descriptor = {
    $: 'Error',
    name: 'TypeError',
    message: 'no',
    stack: 'TypeError: no\n    at x',
    props: { code: 'E1' },
  };

  it('class, message, stack and properties', () => {
    const error = revive(descriptor) as TypeError & { code: string };
    assert.ok(error instanceof TypeError);
    assert.equal(String(error), 'TypeError: no');
    assert.equal(error.stack, descriptor.stack);
    assert.deepEqual(Object.keys(error), ['code']);
    assert.equal(Object.hasOwn(error, 'name'), false);
    assert.equal(Object.hasOwn(error, 'cause'), false);
  });

  it('the attributes that real ones have', () => {
    const real = new AggregateError([1], 'm', { cause: 2 });
    const error = revive({
      $: 'Error',
      name: 'AggregateError',
      message: 'm',
      stack: 's',
      cause: 2,
      errors: [1],
    }) as Error;
    assert.deepEqual(Reflect.ownKeys(error).sort(), Reflect.ownKeys(real).sort());
    for (const key of ['message', 'cause', 'errors']) {
      assert.deepEqual(
        Object.getOwnPropertyDescriptor(error, key),
        Object.getOwnPropertyDescriptor(real, key),
      );
    }
    assert.equal(Object.getOwnPropertyDescriptor(error, 'stack')?.enumerable, false);
  });

  it('the name of a class that is not known', () => {
    const error = revive({ $: 'Error', name: 'QuotaError', message: 'm', stack: '' }) as Error;
    assert.equal(String(error), 'QuotaError: m');
    assert.deepEqual(Object.keys(error), []);
  });

  it('a class that it was told of', () => {
    const error = revive({ $: 'Error', name: 'Error', class: 'QuotaError', message: 'm', stack: '' }, [
      QuotaError,
    ]);
    assert.ok(error instanceof QuotaError);
  });

  it('the name that an error of a known class was given', () => {
    class Failure extends Error {}
    class Lazy extends Error {
      override get name(): string {
        return 'by a getter';
      }
    }
    const recorded = { $: 'Error', name: 'Renamed', message: 'm', stack: '' };
    assert.equal((revive({ ...recorded, class: 'Failure' }, [Failure]) as Error).name, 'Renamed');
    assert.equal((revive({ ...recorded, class: 'Lazy' }, [Lazy]) as Error).name, 'by a getter');
  });

  it('no stack of ours where none was recorded', () => {
    assert.equal((revive({ $: 'Error', name: 'Error', message: 'm' }) as Error).stack, undefined);
  });

  it('a cause that is the error itself', () => {
    const error = revive({
      $: 'Error',
      name: 'Error',
      message: '',
      stack: '',
      cause: ref('/args/0'),
    }) as Error;
    assert.equal(error.cause, error);
  });
});

describe('Reviver follows references', () => {
  it('to places before and after them', () => {
    const { args } = reviveLine({ args: [ref('/args/1/x'), { x: { n: 1 } }, ref('/args/1/x')], kwargs: {} });
    assert.deepEqual(args[0], { n: 1 });
    assert.equal(args[0], (args[1] as { x: unknown }).x);
    assert.equal(args[0], args[2]);
  });

  const inside: ReadonlyArray<readonly [string, unknown, string]> = [
    [
      'a second key of a map',
      {
        $: 'Map',
        entries: [
          ['a', 1],
          [{ k: 1 }, 2],
        ],
      },
      '/args/0/entries/1/0',
    ],
    ['a property of a class', { $: 'object', class: 'Order', props: { x: { k: 1 } } }, '/args/0/props/x'],
    [
      'an entry with a symbol as its key',
      { $: 'object', entries: [[{ $: 'symbol', registered: false }, { k: 1 }]] },
      '/args/0/entries/0/1',
    ],
    ['an item beside a hole', { $: 'array', length: 9, items: [[3, { k: 1 }]] }, '/args/0/items/0/1'],
    [
      'what a limit kept',
      { $: 'truncated', reason: 'items', length: 9, head: [0, { k: 1 }] },
      '/args/0/head/1',
    ],
    ['a value of a set', { $: 'Set', values: [{ k: 1 }] }, '/args/0/values/0'],
    ['a key with a slash and a tilde', { 'a/~b': { k: 1 } }, '/args/0/a~1~0b'],
  ];
  for (const [title, descriptor, path] of inside) {
    it(`into ${title}`, () =>
      assert.deepEqual(reviveLine({ args: [descriptor, ref(path)], kwargs: {} }).args[1], { k: 1 }));
  }

  it('around cycles through maps, sets, arrays and objects', () => {
    const { args } = reviveLine({
      args: [
        { $: 'Map', entries: [[ref('/args/0'), { $: 'Set', values: [ref('/args/0'), [ref('/args')]] }]] },
      ],
      kwargs: {},
    });
    const map = args[0] as Map<unknown, Set<unknown>>;
    const [[key, set]] = [...map] as [[unknown, Set<unknown>]];
    assert.equal(key, map);
    assert.equal([...set][0], map);
    assert.equal(([...set][1] as unknown[])[0], args);
  });

  it('to kwargs that contain themselves', () => {
    const { args, kwargs } = reviveLine({
      args: [ref('/kwargs')],
      kwargs: { self: ref('/kwargs'), $: 'ref', path: '/x' },
    });
    assert.equal(kwargs['self'], kwargs);
    assert.equal(args[0], kwargs);
    assert.deepEqual(Object.keys(kwargs), ['self', '$', 'path']);
  });

  it('through other references, once for all of them', () => {
    const { args } = reviveLine({ args: [ref('/args/1'), ref('/args/2'), { a: 1 }], kwargs: {} });
    assert.deepEqual(args[0], { a: 1 });
    assert.equal(args[0], args[1]);
    assert.equal(args[0], args[2]);
  });

  const bad: ReadonlyArray<readonly [string, unknown]> = [
    ['nowhere', '/args/7'],
    ['itself', '/args/0'],
    ['an inherited property', '/args/0/constructor/name'],
    ['a prototype', '/args/0/__proto__'],
    ['the length of an array', '/args/length'],
    ['an index that is none', '/args/01'],
    ['another part of the line', '/function'],
    ['the whole line', ''],
    ['a relative path', 'args/1'],
    ['no text', 3],
  ];
  for (const [title, path] of bad) {
    it(`not to ${title}`, () => {
      const [value, other] = reviveLine({ function: 'f', args: [ref(path), 2], kwargs: {} }).args;
      assert.ok(value instanceof NotCaptured);
      assert.equal(value.kind, 'damaged');
      assert.equal(other, 2);
    });
  }

  it('not around a loop of them, however long', () => {
    const length = 20_000;
    const { args } = reviveLine({
      args: Array.from({ length }, (_, n) => ref(`/args/${(n + 1) % length}`)),
      kwargs: {},
    });
    assert.ok(args.every((value) => value instanceof NotCaptured && value.kind === 'damaged'));
  });
});

describe('Reviver puts a NotCaptured in place of', () => {
  const lost: ReadonlyArray<readonly [string, object, Partial<NotCaptured>]> = [
    ['a function', { $: 'function', name: 'f' }, { kind: 'function', reason: 'f' }],
    ['a class', { $: 'function', name: 'F', class: true }, { kind: 'function', reason: 'class F' }],
    ['an opaque value', { $: 'opaque', class: 'Promise' }, { kind: 'opaque', reason: 'Promise' }],
    ['an accessor', { $: 'accessor' }, { kind: 'accessor' }],
    ['a redacted value', { $: 'redacted', reason: 'path' }, { kind: 'redacted', reason: 'path' }],
    [
      'a cut string',
      { $: 'truncated', reason: 'string', length: 9, head: 'abc' },
      { kind: 'truncated', reason: 'string', length: 9, head: 'abc' },
    ],
    [
      'a cut map',
      { $: 'truncated', reason: 'items', length: 9, head: { $: 'Map', entries: [[1, 2]] } },
      { kind: 'truncated', head: new Map([[1, 2]]) },
    ],
    ['a value of an unknown handler', { $: 'handler', handler: 'Nobody', target: '0' }, { kind: 'handler' }],
  ];
  for (const [title, descriptor, expected] of lost) {
    it(title, () => {
      const value = revive(descriptor);
      assert.ok(value instanceof NotCaptured);
      for (const [key, part] of Object.entries(expected)) assert.deepEqual(Reflect.get(value, key), part);
    });
  }

  const damaged: ReadonlyArray<readonly [string, unknown]> = [
    ['an unknown kind', { $: 'Widget' }],
    ['a kind that is a prototype key', { $: 'constructor' }],
    ['a kind that is no string', { $: { $: 'ref' } }],
    ['a number that is an ordinary one', { $: 'number', value: '7' }],
    ['digits that are none', { $: 'bigint', value: '0x10' }],
    ['too many digits', { $: 'bigint', value: '9'.repeat(1_000_001) }],
    ['no date', { $: 'Date', value: 'yesterday' }],
    ['a pattern that is none', { $: 'RegExp', source: '(', flags: '' }],
    ['no URL', { $: 'URL', value: 'nowhere' }],
    ['entries that are no pairs', { $: 'Map', entries: [[1]] }],
    ['values that are no array', { $: 'Set', values: { length: 3 } }],
    ['a negative length', { $: 'array', length: -1, items: [] }],
    ['an index beyond the length', { $: 'array', length: 2, items: [[2, 0]] }],
    ['an index that is no number', { $: 'array', length: 2, items: [['__proto__', {}]] }],
    ['properties that are no object', { $: 'object', props: [1] }],
    ['a key that is an object', { $: 'object', entries: [[{ a: 1 }, 1]] }],
    ['a box of an object', { $: 'boxed', value: { a: 1 } }],
    ['a box of nothing', { $: 'boxed', value: null }],
    ['a registered symbol without name', { $: 'symbol', registered: true }],
    [
      'bytes that do not fit the shape',
      { $: 'ndarray', class: 'Float64Array', dtype: '<f8', shape: [1e9], base64: '' },
    ],
    [
      'text that is no base64',
      { $: 'ndarray', class: 'Buffer', dtype: '|u1', shape: [3], base64: 'aGkh!!!!' },
    ],
    ['a class of no binary value', { $: 'ndarray', class: 'Function', dtype: '|u1', shape: [0], base64: '' }],
    [
      'a sidecar without a folder',
      { $: 'ndarray', class: 'Uint8Array', dtype: '|u1', shape: [1], file: 'arg_0.npy' },
    ],
  ];
  for (const [title, descriptor] of damaged) {
    it(title, () => {
      const [value, neighbour] = revive([descriptor, { good: true }]) as unknown[];
      assert.ok(value instanceof NotCaptured, String(value));
      assert.equal(value.kind, 'damaged');
      assert.deepEqual(neighbour, { good: true });
    });
  }
});

it('Reviver makes nothing of a box in a million boxes', () => {
  const line = JSON.parse(`{"args":[${'{"$":"boxed","value":'.repeat(1e6)}1${'}'.repeat(1e6)}]}`);
  const [value] = new Reviver(line, { folder: undefined, classes: [], registry: new Registry() }).revive(
    line.args,
  ) as unknown[];
  assert.ok(value instanceof NotCaptured);
});

it('Reviver takes no memory for the length that a sparse array claims', () => {
  const array = revive(Array.from({ length: 200 }, () => ({ $: 'array', length: 30_000_000, items: [] })));
  assert.equal((array as unknown[][])[199]?.length, 30_000_000);
  assert.deepEqual(Reflect.ownKeys((array as unknown[][])[199] ?? [0]), ['length']);
});
