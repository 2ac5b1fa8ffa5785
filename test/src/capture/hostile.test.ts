import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { runInNewContext } from 'node:vm';
import { CallCapture } from '../../../src/capture/capture.js';
import { ValueCapture } from '../../../src/capture/value-capture.js';
import { capture, optionsOf, revived, textOf } from './capturing.js';

/** Counts the code of the program that runs. */
let ran = 0;

function boom(): never {
  ran++;
  throw new Error('code of the program ran');
}

const TRAPS = Object.getOwnPropertyNames(Reflect).filter((name) => name !== 'constructor');
const trapping = (target: object = {}) =>
  new Proxy(target, Object.fromEntries(TRAPS.map((name) => [name, boom])));

const getter = { get: boom, enumerable: true, configurable: true };

/** Each with what is written of it. */
const HOSTILE: ReadonlyArray<readonly [name: string, make: () => unknown, text: string]> = [
  ['a proxy', () => trapping(), '{"$":"opaque","class":"Proxy"}'],
  ['a proxy of an array', () => trapping([]), '{"$":"opaque","class":"Proxy"}'],
  [
    'a proxy as prototype',
    () => Object.create(trapping(), plain({ a: 1 })),
    '{"$":"object","props":{"a":1}}',
  ],
  ['a proxy further up', () => Object.create(Object.create(trapping())), '{"$":"object","props":{}}'],
  [
    'an error before a proxy',
    () => Object.setPrototypeOf(new Error('x'), trapping()),
    '{"$":"Error","name":"Error","message":"x","stack":""}',
  ],
  ['a proxy as constructor', () => new (trapped())(), '{"$":"object","props":{}}'],
  ['an array of accessors', () => Object.defineProperty([1, 2], 1, getter), '[1,{"$":"accessor"}]'],
  [
    'an array with a setter',
    () => Object.defineProperty([1], 0, { set: boom, enumerable: true }),
    '[{"$":"accessor"}]',
  ],
  [
    'a hole before a getter',
    () => Object.setPrototypeOf(Object.assign(new Array(2), { 1: 1 }), Object.defineProperty([], 0, getter)),
    '{"$":"array","length":2,"items":[[1,1]]}',
  ],
  [
    'toJSON and the like',
    () => ({ toJSON: boom, toString: boom, valueOf: boom, constructor: boom }),
    '{"toJSON":{"$":"function","name":"boom"},"toString":{"$":"function","name":"boom"},"valueOf":{"$":"function","name":"boom"},"constructor":{"$":"function","name":"boom"}}',
  ],
  [
    'a toStringTag getter',
    () => Object.create(Object.defineProperty({}, Symbol.toStringTag, getter)),
    '{"$":"object","class":"Object","props":{}}',
  ],
  ['an own iterator', () => Object.defineProperty([1], Symbol.iterator, { value: boom }), '[1]'],
  [
    'a getter for the constructor',
    () => Object.create(Object.defineProperty({}, 'constructor', getter)),
    '{"$":"object","props":{}}',
  ],
  ['a getter for the class name', () => new (named())(), '{"$":"object","props":{}}'],
  [
    'an inherited date',
    () => Object.create(Date.prototype, plain({ a: 1 })),
    '{"$":"object","class":"Date","props":{"a":1}}',
  ],
  ['an inherited map', () => Object.create(Map.prototype), '{"$":"object","class":"Map","props":{}}'],
  ['an inherited URL', () => Object.create(URL.prototype), '{"$":"object","class":"URL","props":{}}'],
  [
    'an inherited error',
    () => Object.create(Error.prototype, plain({ code: 1 })),
    '{"$":"Error","name":"Error","message":"","stack":"","props":{"code":1}}',
  ],
  [
    'a map without prototype',
    () => Object.setPrototypeOf(new Map([[1, 2]]), null),
    '{"$":"Map","entries":[[1,2]]}',
  ],
  ['overridden methods', () => overridden(), '{"$":"Set","values":[1]}'],
  [
    'an overridden date',
    () => Object.assign(new Date(0), { toISOString: boom, getTime: boom }),
    '{"$":"Date","value":"1970-01-01T00:00:00.000Z"}',
  ],
  [
    'a regular expression with getters',
    () => Object.defineProperties(/a/g, { source: getter, flags: getter, global: getter }),
    '{"$":"RegExp","source":"a","flags":"g"}',
  ],
  [
    'a boxed string with valueOf',
    () => Object.assign(Object('x'), { valueOf: boom, toString: boom }),
    '{"$":"boxed","value":"x"}',
  ],
  [
    'an error with getters',
    () => Object.defineProperties(new Error('x'), { stack: getter, message: getter, cause: getter }),
    '{"$":"Error","name":"Error","message":{"$":"accessor"},"stack":"","cause":{"$":"accessor"}}',
  ],
  [
    'an error whose name is an object',
    () => Object.assign(new Error('x'), { name: { toString: boom } }),
    '{"$":"Error","name":"Error","message":"x","stack":"","props":{"name":{"toString":{"$":"function","name":"boom"}}}}',
  ],
  [
    'an error whose class has getters',
    () => new (lazyError())(),
    '{"$":"Error","name":"Error","message":{"$":"accessor"},"stack":"","class":"LazyError"}',
  ],
  [
    'a DOMException',
    () => Object.defineProperty(new DOMException('gone', 'AbortError'), 'stack', { value: 's' }),
    '{"$":"Error","name":"AbortError","message":"gone","stack":"s","class":"DOMException"}',
  ],
  [
    'symbols with getters',
    () => Object.defineProperty({}, Symbol('s'), getter),
    '{"$":"object","entries":[[{"$":"symbol","description":"s","registered":false},{"$":"accessor"}]]}',
  ],
  [
    'a typed array with getters',
    () => Object.defineProperties(new Uint8Array(1), { length: getter, byteLength: getter, buffer: getter }),
    '{"$":"ndarray","class":"Uint8Array","dtype":"|u1","shape":[1],"base64":"AA=="}',
  ],
  [
    'a function with getters',
    () => Object.defineProperty(() => {}, 'name', getter),
    '{"$":"function","name":""}',
  ],
  ['a class whose name is a getter', () => named(), '{"$":"function","name":"","class":true}'],
];

function plain(values: object): PropertyDescriptorMap {
  return Object.getOwnPropertyDescriptors(values);
}

function trapped(): new () => object {
  const Class = class {};
  Class.prototype.constructor = trapping(Class) as never;
  return Class;
}

function named(): new () => object {
  // biome-ignore lint/complexity/noStaticOnlyClass: it is the value
  return class {
    static get name(): string {
      return boom();
    }
  };
}

function lazyError(): new () => Error {
  return class LazyError extends Error {
    override get name(): string {
      return boom();
    }
    override get message(): string {
      return boom();
    }
  };
}

function overridden(): object {
  return new (class Numbers extends Set<number> {
    override get size(): number {
      return ran === -1 ? super.size : boom();
    }
    override values(): never {
      return boom();
    }
    override [Symbol.iterator](): never {
      return boom();
    }
  })([1]);
}

for (const [name, make, text] of HOSTILE) {
  test(`CallCapture.input() runs nothing of ${name}`, () => {
    const value = make();
    ran = 0;
    assert.equal(textOf(value), text);
    assert.equal(textOf({ inside: [value] }), `{"inside":[${text}]}`);
    assert.equal(ran, 0);
  });
}

test('CallCapture.input() tells a date from what only inherits from it, whichever comes first', () => {
  class Day extends Date {}
  const fake = Object.create(Day.prototype);
  assert.equal(
    textOf([fake, new Day(0)]),
    '[{"$":"object","class":"Day","props":{}},{"$":"Date","value":"1970-01-01T00:00:00.000Z"}]',
  );
});

test('CallCapture.input() formats a stack, but never with the Error.prepareStackTrace of the program', (t) => {
  const error = new TypeError('x');
  assert.match(textOf(new TypeError('x')), /"stack":"TypeError: x\\n {4}at /);
  t.after(() => Reflect.deleteProperty(Error, 'prepareStackTrace'));
  ran = 0;
  Error.prepareStackTrace = boom;
  assert.equal(textOf(error), '{"$":"Error","name":"TypeError","message":"x","stack":""}');
  Object.defineProperty(Error, 'prepareStackTrace', getter);
  assert.equal(textOf(new Error('y')), '{"$":"Error","name":"Error","message":"y","stack":""}');
  assert.equal(ran, 0);
});

test('CallCapture.input() formats no stack with the Error.prepareStackTrace of another realm', () => {
  const script = 'ran = 0; Error.prepareStackTrace = () => { ran++ }; error = new Error("x")';
  const realm: { error?: object; ran?: number } = {};
  runInNewContext(script, realm);
  assert.equal(textOf(realm.error), '{"$":"Error","name":"Error","message":"x","stack":""}');
  assert.equal(realm.ran, 0);
  // Where the engine made `stack` an accessor (Node 21 and later), that of another realm cannot be told from the program's.
  const isAccessor = Object.getOwnPropertyDescriptor(new Error(), 'stack')?.get !== undefined;
  const expected = isAccessor ? /"stack":""/ : /"stack":"RangeError: y\\n {4}at /;
  assert.match(textOf(runInNewContext('new RangeError("y")')), expected);
});

test('CallCapture.input() writes down errors that contain each other', () => {
  const error: Error = new AggregateError([], 'all');
  error.stack = 's';
  error.cause = error;
  Object.assign(error, { errors: [error], code: { error } });
  const ref = '{"$":"ref","path":"/args/0"}';
  assert.equal(
    textOf(error),
    `{"$":"Error","name":"AggregateError","message":"all","stack":"s","cause":${ref},"errors":[${ref}],"props":{"code":{"error":${ref}}}}`,
  );
});

test('CallCapture.input() says where a value stands that is in the cause or the properties of an error', () => {
  const shared = {};
  const error = Object.assign(new Error('x', { cause: shared }), { stack: 's', code: [] as unknown[] });
  const { args } = revived(capture([error, [[shared, error.code]]]));
  const [first, [[second, third]]] = args as [typeof error, [[object, object]]];
  assert.equal(first.cause, second);
  assert.equal(first.code, third);
});

/** What the program may have replaced, with what was there. */
const POISONED: ReadonlyArray<readonly [name: string, target: object, keys: readonly PropertyKey[]]> = [
  [
    'Array.prototype',
    Array.prototype,
    [
      Symbol.iterator,
      'push',
      'map',
      'filter',
      'join',
      'slice',
      'indexOf',
      'values',
      'keys',
      'entries',
      'at',
      'concat',
      'some',
      'every',
      'includes',
      'reduce',
      'reverse',
    ],
  ],
  ['Map.prototype', Map.prototype, ['get', 'set', 'has', 'entries', 'size', Symbol.iterator]],
  ['Set.prototype', Set.prototype, ['add', 'has', 'values', 'size', Symbol.iterator]],
  ['WeakMap.prototype', WeakMap.prototype, ['get', 'set', 'has']],
  [
    'String.prototype',
    String.prototype,
    ['charCodeAt', 'replaceAll', 'slice', 'endsWith', 'toLowerCase', 'startsWith', 'split', 'includes'],
  ],
  ['Symbol.prototype', Symbol.prototype, ['description', 'toString', Symbol.toPrimitive]],
  ['Date.prototype', Date.prototype, ['getTime', 'toISOString', 'toJSON', Symbol.toPrimitive]],
  ['RegExp.prototype', RegExp.prototype, ['exec', 'test', 'flags', 'source', 'global', Symbol.replace]],
  ['Number, BigInt, Boolean', BigInt.prototype, ['toString', 'valueOf', 'toJSON']],
  ['JSON', JSON, ['stringify', 'parse']],
  ['Object', Object, ['keys', 'getOwnPropertyDescriptor', 'getPrototypeOf', 'hasOwn', 'entries']],
  ['Reflect', Reflect, ['apply', 'ownKeys', 'getOwnPropertyDescriptor']],
  ['Math', Math, ['min', 'max', 'floor']],
  ['Function.prototype', Function.prototype, ['toString', 'bind']],
  [
    'Object.prototype',
    Object.prototype,
    ['toJSON', 'get', 'set', 'value', '$', 'then', 'receiver', 'next', 'sidecar', 'mention', 'step', 'class'],
  ],
];

const everything = () => {
  const shared = { at: new Date(0), pattern: /a"b/g, symbol: Symbol('s'), 'a~/b': 1 };
  const map = new Map<unknown, unknown>([
    ['password', 1],
    [shared, 2n ** 70n],
  ]);
  return [
    shared,
    Object.assign([shared], { 2: 'a\nb' }),
    map,
    new Set([map]),
    new (class Foo {
      x = Symbol.for('x');
    })(),
    { [Symbol('t')]: -0 },
    new RangeError('r'),
    Object('x'),
    () => {},
    'long '.repeat(20),
  ];
};

for (const [name, target, keys] of POISONED) {
  test(`CallCapture.input() runs nothing that the program put on ${name}`, () => {
    const args = everything();
    const options = optionsOf({ redact: ['ssn', 'args[0].user', /secret/] });
    const signature = {
      argspec: { args: ['a', 'b'], varargs: null, kwonlyargs: [], defaults: {} },
      keywordIndex: -1,
    };
    const expected = new CallCapture(options, signature).input(args).args;
    const fresh = optionsOf({ redact: ['ssn', 'args[0].user', /secret/] });
    const restore = poison(target, keys);
    ran = 0;
    let actual: unknown;
    try {
      actual = new CallCapture(fresh, signature).input(args);
    } finally {
      restore();
    }
    assert.equal(ran, 0);
    assert.equal((actual as { args: string }).args, expected);
  });
}

/** Replaces properties by ones that count; nothing here may use what is replaced. */
function poison(target: object, keys: readonly PropertyKey[]): () => void {
  const { defineProperty, deleteProperty, getOwnPropertyDescriptor } = Reflect;
  const { assign, create } = Object;
  const before = keys.map((key) => ({ key, descriptor: getOwnPropertyDescriptor(target, key) }));
  for (let index = 0; index < before.length; index++) {
    const { key, descriptor } = before[index] as (typeof before)[number];
    const isMethod = typeof descriptor?.value === 'function';
    const poisoned = isMethod ? { value: boom, writable: true } : { get: boom, set: boom };
    defineProperty(target, key, assign(create(null), poisoned, { configurable: true }));
  }
  return () => {
    for (let index = 0; index < before.length; index++) {
      const { key, descriptor } = before[index] as (typeof before)[number];
      if (descriptor === undefined) deleteProperty(target, key);
      else defineProperty(target, key, assign(create(null), descriptor));
    }
  };
}

test('CallCapture.input() leaves RegExp.$1 and its like as they were', (t: TestContext) => {
  const statics = () =>
    Reflect.ownKeys(RegExp).map((key) =>
      typeof key === 'string' && key !== 'prototype' ? Reflect.get(RegExp, key) : key,
    );
  const options = optionsOf({ redact: [/card (\d+)/, (info) => info.key === 'x y'] });
  const signature = { argspec: { args: [], varargs: null, kwonlyargs: [], defaults: {} }, keywordIndex: -1 };
  /(m)(i)(n)(e)/.exec('all mine!');
  const before = statics();
  const args = [
    ...everything(),
    { text: 'card 17', 'x y': 1, 'a-b': new Uint8Array(3), con: new Uint8Array(1) },
  ];
  const input = new CallCapture(options, signature).input(args);
  assert.deepEqual(statics(), before, t.name);
  assert.ok(JSON.stringify(input.args).includes('redacted'));
});

test('CallCapture.input() keeps one object one object, across all arguments and in cycles', () => {
  const shared: Record<string, unknown> = { at: new Date(0) };
  shared['self'] = shared;
  const map = new Map<unknown, unknown>([[shared, { deep: [shared] }]]);
  const { args } = revived(capture([shared, [shared['at'], map], map]));
  const [first, [date, second], third] = args as [typeof shared, [Date, typeof map], typeof map];
  assert.equal(first['self'], first);
  assert.equal(first['at'], date);
  assert.equal(second, third);
  assert.equal([...third.keys()][0], first);
  assert.deepEqual([...third.values()], [{ deep: [first] }]);
});

test('CallCapture.input() and its like are not moved by what changes later', () => {
  const value = { list: [1], map: new Map([['a', { x: 1 }]]), date: new Date(0) };
  const [args, result] = [capture([value]).args, new ValueCapture(optionsOf()).value('result', value).text];
  value.list.push(2);
  value.map.clear();
  value.date.setTime(1);
  const expected =
    '{"list":[1],"map":{"$":"Map","entries":[["a",{"x":1}]]},"date":{"$":"Date","value":"1970-01-01T00:00:00.000Z"}}';
  assert.equal(args, `[${expected}]`);
  assert.equal(result, expected);
});

test('CallCapture.input() writes down an object of 100 000 keys', () => {
  const keys = Array.from({ length: 100_000 }, (_, index) => `key ${index}`);
  const value = Object.fromEntries(keys.map((key, index) => [key, index]));
  assert.equal(textOf(value), JSON.stringify(value));
});

test('CallCapture.input() takes a module namespace and globalThis for what they are', async () => {
  assert.equal(textOf(await import('node:path')), '{"$":"opaque","class":"Module"}');
  assert.equal(textOf(globalThis).slice(0, 22), '{"$":"opaque","class":');
});
