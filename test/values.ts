import { PassThrough } from 'node:stream';
import { runInNewContext } from 'node:vm';
import type { NotCaptured } from 'callmonitor';

type NotCapturedKind = NotCaptured['kind'];

/** A value, what is written of it, and what comes back. */
export interface ValueCase {
  readonly name: string;
  /** Makes the value anew: as it is passed, and as it is expected. */
  make(): unknown;
  /** Its descriptor's text; a binary value's begins so, for where it is kept depends on the database. */
  readonly text: string;
  /** What comes back, where that is not the same value. */
  revived?(): unknown;
  /** For a value that cannot come back: why. */
  readonly kind?: NotCapturedKind;
  /** The property that cannot, where it is not the value itself. */
  readonly at?: string;
}

export class Order {
  id = 1;
  #secret = 'unseen';
  get total(): string {
    return this.#secret;
  }
}

class Timestamp extends Date {}
class Numbers extends Array<number> {}
class Config extends Map<string, number> {
  override get size(): number {
    throw new Error('the size of a subclass was asked for');
  }
}

const sparse = (): unknown[] => Object.assign(new Array(3), { 1: 'b' });
const withGetter = (): object => ({
  a: 1,
  get b() {
    throw new Error('a getter was called');
  },
});
const knownError = (): Error => Object.assign(new RangeError('too much'), { stack: 'RangeError: too much' });
const realm = (code: string): unknown => runInNewContext(code);

/** One per row of FORMAT.md's table of values at least. */
export const VALUES: readonly ValueCase[] = [
  same('an empty string', () => '', '""'),
  same('a string that JSON escapes', () => 'a"\\\n\u2028ü\u0001', '"a\\"\\\\\\n\u2028ü\\u0001"'),
  same('a lone surrogate', () => 'a\ud800b', '"a\\ud800b"'),
  same('a boolean', () => true, 'true'),
  same('null', () => null, 'null'),
  same('a number', () => -1.5e-7, '-1.5e-7'),
  same('a large number', () => 1e21, '1e+21'),
  same('an array', () => [1, 'a', [null]], '[1,"a",[null]]'),
  same('an empty array', () => [], '[]'),
  same('a plain object', () => ({ a: 1, 'b/~': { c: [] } }), '{"a":1,"b/~":{"c":[]}}'),
  same('an empty object', () => ({}), '{}'),
  same('a key __proto__', () => JSON.parse('{"__proto__":{"x":1}}'), '{"__proto__":{"x":1}}'),
  same('a frozen object', () => Object.freeze({ a: 1 }), '{"a":1}'),
  {
    ...same('an object of another realm', () => realm('({a: [1, new Map([[1, 2]])]})'), ''),
    text: '{"a":[1,{"$":"Map","entries":[[1,2]]}]}',
    revived: () => ({ a: [1, new Map([[1, 2]])] }),
  },
  {
    ...same('arguments', () => sloppyArguments(1, 'b'), '{"0":1,"1":"b"}'),
    revived: () => ({ 0: 1, 1: 'b' }),
  },

  same('undefined', () => undefined, '{"$":"undefined"}'),
  same('NaN', () => Number.NaN, '{"$":"number","value":"NaN"}'),
  same('Infinity', () => Number.POSITIVE_INFINITY, '{"$":"number","value":"Infinity"}'),
  same('-Infinity', () => Number.NEGATIVE_INFINITY, '{"$":"number","value":"-Infinity"}'),
  same('-0', () => -0, '{"$":"number","value":"-0"}'),
  same('a bigint', () => -12n, '{"$":"bigint","value":"-12"}'),
  same('a bigint of 3000 digits', () => 10n ** 2999n, `{"$":"bigint","value":"1${'0'.repeat(2999)}"}`),
  lost(
    'a bigint of a million digits and more',
    () => 1n << 4_000_000n,
    '{"$":"truncated","reason":"string"}',
    'truncated',
  ),

  same('a date', () => new Date(1795407846789), '{"$":"Date","value":"2026-11-23T04:24:06.789Z"}'),
  same(
    'a date before year 0',
    () => new Date(-7e13),
    `{"$":"Date","value":"${new Date(-7e13).toISOString()}"}`,
  ),
  same('an invalid date', () => new Date(Number.NaN), '{"$":"Date","value":null}'),
  {
    ...same('a subclass of Date', () => new Timestamp(0), '{"$":"Date","value":"1970-01-01T00:00:00.000Z"}'),
    revived: () => new Date(0),
  },
  same('a regular expression', () => /a\/"b/giu, '{"$":"RegExp","source":"a\\\\/\\"b","flags":"giu"}'),
  {
    ...same('a regular expression under way', () => Object.assign(/a/g, { lastIndex: 3 }), ''),
    text: '{"$":"RegExp","source":"a","flags":"g","lastIndex":3}',
  },
  same(
    'a URL',
    () => new URL('https://example.org/?q=ü'),
    '{"$":"URL","value":"https://example.org/?q=%C3%BC"}',
  ),
  same(
    'search parameters',
    () => new URLSearchParams('a=1&a=2'),
    '{"$":"URLSearchParams","value":"a=1&a=2"}',
  ),

  same(
    'a map',
    () =>
      new Map<unknown, unknown>([
        ['k', { x: 1 }],
        [{}, -0],
      ]),
    '{"$":"Map","entries":[["k",{"x":1}],[{},{"$":"number","value":"-0"}]]}',
  ),
  {
    ...same('a subclass of Map', () => new Config([['a', 1]]), '{"$":"Map","entries":[["a",1]]}'),
    revived: () => new Map([['a', 1]]),
  },
  same('a set', () => new Set<unknown>([1, [2]]), '{"$":"Set","values":[1,[2]]}'),

  same(
    'an error',
    knownError,
    '{"$":"Error","name":"RangeError","message":"too much","stack":"RangeError: too much"}',
  ),
  same(
    'an error with cause and properties',
    () =>
      Object.assign(new RangeError('too much', { cause: { n: 1 } }), {
        stack: 'RangeError: too much',
        code: 'E',
      }),
    '{"$":"Error","name":"RangeError","message":"too much","stack":"RangeError: too much","cause":{"n":1},"props":{"code":"E"}}',
  ),

  binary('a typed array', () => Float64Array.of(1.5, -2), 'Float64Array', '"dtype":"<f8","shape":[2]'),
  binary(
    'a view on the middle of a buffer',
    () => Uint8Array.of(1, 2, 3, 4).subarray(1, 3),
    'Uint8Array',
    '"dtype":"|u1","shape":[2]',
  ),
  binary('a pooled Buffer', () => Buffer.from('own'), 'Buffer', '"dtype":"|u1","shape":[3]'),
  binary('an ArrayBuffer', () => Uint8Array.of(1, 2).buffer, 'ArrayBuffer', '"dtype":"|u1","shape":[2]'),
  binary(
    'a SharedArrayBuffer',
    () => new SharedArrayBuffer(2),
    'SharedArrayBuffer',
    '"dtype":"|u1","shape":[2]',
  ),
  binary(
    'a DataView',
    () => new DataView(Uint8Array.of(1, 2, 3).buffer, 1),
    'DataView',
    '"dtype":"|u1","shape":[2]',
  ),
  {
    ...binary('a detached buffer', () => detached(), 'ArrayBuffer', '"dtype":"|u1","shape":[0]'),
    revived: () => new ArrayBuffer(0),
  },

  same('a boxed string', () => Object('x'), '{"$":"boxed","value":"x"}'),
  same('a boxed -0', () => Object(-0), '{"$":"boxed","value":{"$":"number","value":"-0"}}'),
  same('a boxed bigint', () => Object(1n), '{"$":"boxed","value":{"$":"bigint","value":"1"}}'),
  same(
    'a registered symbol',
    () => Symbol.for('app'),
    '{"$":"symbol","description":"app","registered":true}',
  ),

  same('an array with holes', sparse, '{"$":"array","length":3,"items":[[1,"b"]]}'),
  same('an array of holes', () => new Array(2), '{"$":"array","length":2,"items":[]}'),
  same(
    'a long array with one item',
    () => Object.assign([], { 4294967294: 1 }),
    '{"$":"array","length":4294967295,"items":[[4294967294,1]]}',
  ),
  same(
    'an array with a property',
    () => Object.assign(['a'], { index: 7 }),
    '{"$":"array","length":1,"items":[[0,"a"]],"props":{"index":7}}',
  ),
  { ...same('a subclass of Array', () => Numbers.of(1), '[1]'), revived: () => [1] },

  same('an instance', () => new Order(), '{"$":"object","class":"Order","props":{"id":1}}'),
  same(
    'a null prototype',
    () => Object.assign(Object.create(null), { a: 1 }),
    '{"$":"object","proto":null,"props":{"a":1}}',
  ),
  same(
    'keys that start with $',
    () => ({ $: 'ref', path: '/args' }),
    '{"$":"object","props":{"$":"ref","path":"/args"}}',
  ),
  same(
    'symbols as keys',
    () => ({ a: 1, [Symbol.for('s')]: [2] }),
    '{"$":"object","entries":[["a",1],[{"$":"symbol","description":"s","registered":true},[2]]]}',
  ),

  lost('an accessor', withGetter, '{"$":"object","props":{"a":1,"b":{"$":"accessor"}}}', 'accessor', 'b'),
  lost('a function', () => function solve() {}, '{"$":"function","name":"solve"}', 'function'),
  lost(
    'a bound function',
    () => function solve() {}.bind(null),
    '{"$":"function","name":"bound solve"}',
    'function',
  ),
  lost('a class', () => Order, '{"$":"function","name":"Order","class":true}', 'function'),
  lost('a proxy of a function', () => new Proxy(() => {}, {}), '{"$":"opaque","class":"Proxy"}', 'opaque'),
  opaque('Proxy', () => revoked()),
  opaque('Promise', () => Promise.resolve(1)),
  opaque('WeakMap', () => new WeakMap()),
  opaque('WeakSet', () => new WeakSet()),
  opaque('WeakRef', () => new WeakRef({})),
  opaque('PassThrough', () => new PassThrough()),
  opaque('EventTarget', () => new EventTarget()),
  opaque('AbortSignal', () => new AbortController().signal),
  opaque('AbortController', () => new AbortController()),
  opaque('Headers', () => new Headers()),
  opaque('Collator', () => new Intl.Collator()),
  opaque('MyCollator', () => new (class MyCollator extends Intl.Collator {})()),
  opaque('process', () => process),
  opaque('Generator', () => (function* () {})()),
  opaque('AsyncGenerator', () => (async function* () {})()),
  opaque('Array Iterator', () => [].values()),
  opaque('Map Iterator', () => new Map().values()),
  opaque('String Iterator', () => ''[Symbol.iterator]()),
];

function same(name: string, make: () => unknown, text: string): ValueCase {
  return { name, make, text };
}

function lost(
  name: string,
  make: () => unknown,
  text: string,
  kind: NotCapturedKind,
  at?: string,
): ValueCase {
  return { name, make, text, kind, ...(at === undefined ? {} : { at }) };
}

function opaque(name: string, make: () => unknown): ValueCase {
  return lost(`opaque: ${name}`, make, `{"$":"opaque","class":"${name}"}`, 'opaque');
}

function binary(name: string, make: () => unknown, className: string, type: string): ValueCase {
  return { name, make, text: `{"$":"ndarray","class":"${className}",${type},` };
}

function sloppyArguments(..._args: unknown[]): unknown {
  // biome-ignore lint/complexity/noArguments: it is the value
  return arguments;
}

function detached(): ArrayBuffer {
  const buffer = new ArrayBuffer(4);
  structuredClone(buffer, { transfer: [buffer] });
  return buffer;
}

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}
