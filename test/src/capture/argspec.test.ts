import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runInThisContext } from 'node:vm';
import { argspecOf, signatureOf } from '../../../src/capture/argspec.js';
import type { Described } from '../../../src/capture/argspec-source.js';

type Expected = [args: string[], varargs?: string | null, kwonlyargs?: string[], defaults?: object];

/** Programs whose value is the function: TypeScript would rewrite some of these. */
const DECLARATIONS: [source: string, expected: Expected][] = [
  ['(function () {})', [[]]],
  ['(function f(x, y) {})', [['x', 'y']]],
  ['(async function f(x) { await x })', [['x']]],
  ['(function* f(x) { yield x })', [['x']]],
  ['(async function* f(x) { yield await x })', [['x']]],
  ['(function f(x, x) { with (x) { return 010 } })', [['x', 'x']]],
  ['(function f(yield, await, let, async) {})', [['yield', 'await', 'let', 'async']]],
  ['x => x', [['x']]],
  ['(x, y) => ({ x, y })', [['x', 'y']]],
  ['async x => x', [['x']]],
  ['async (x, y) => x', [['x', 'y']]],
  ['async => async', [['async']]],
  ['new Function("a", "b = 1 // one", "return a")', [['a', 'b'], null, [], { b: 1 }]],
  ['(class { constructor(x, y = 2) {} })', [['x', 'y'], null, [], { y: 2 }]],
  ['(class A { #p = 1; static s = 2; m(z) {} constructor(x) { this.#p } })', [['x']]],
  ['(class A { m(z) {} })', [[]]],
  ['(class A extends Array { m(z) {} })', [[]]],
  ['(class A extends Array { constructor(n) { super(n); new.target } })', [['n']]],
  ['({ f(x) {} }).f', [['x']]],
  ['({ async f(x) { await x } }).f', [['x']]],
  ['({ *f(x) { yield x } }).f', [['x']]],
  ['({ async *f(x) { yield x } }).f', [['x']]],
  ['({ ["a" + "b"](x) {} }).ab', [['x']]],
  ['({ [((x) => "k")(1)](y) {} }).k', [['y']]],
  ['({ "a b"(x) {} })["a b"]', [['x']]],
  ['({ 12(x) {} })[12]', [['x']]],
  ['({ if(x) {} }).if', [['x']]],
  ['({ function(x) {} }).function', [['x']]],
  ['({ class(x) {} }).class', [['x']]],
  ['({ async(x) {} }).async', [['x']]],
  ['({ get(x) {} }).get', [['x']]],
  ['({ static(x) {} }).static', [['x']]],
  ['({ constructor(x) {} }).constructor', [['x']]],
  ['({ m(x) { return super.m(x) } }).m', [['x']]],
  [
    '({ m(x = super.m) { return new.target } }).m',
    [['x'], null, [], { x: { $: 'source', value: 'super.m' } }],
  ],
  ['Object.getOwnPropertyDescriptor({ get a() { return 1 } }, "a").get', [[]]],
  ['Object.getOwnPropertyDescriptor({ set a(x) {} }, "a").set', [['x']]],
  ['Object.getOwnPropertyDescriptor(class { static set a(x) {} }, "a").set', [['x']]],
  ['(class { static f(x) {} }).f', [['x']]],
  ['(class { static async *f(x) {} }).f', [['x']]],
  ['(class { static #p(x) {} static get() { return this.#p } }).get()', [['x']]],
  ['(class { static async *#p(x) {} static get() { return this.#p } }).get()', [['x']]],
  ['(class { #p; f(x) { return #p in x && x.#p } }).prototype.f', [['x']]],
  ['(class extends Array { f(x) { return super.f(x) } }).prototype.f', [['x']]],
  [
    'new (class extends Array { constructor() { const f = (x) => super(x); super(); this.f = f } })().f',
    [['x']],
  ],
  ['new (function () { this.f = (x) => new.target })().f', [['x']]],
  [
    '(() => { const g = (function* () { return { [yield 1](x) {} } })(); g.next(); return g.next("k").value.k })()',
    [['x']],
  ],
  ['(x = 1, y = -2.5, z = "s") => x', [['x', 'y', 'z'], null, [], { x: 1, y: -2.5, z: 's' }]],
  ['(x = true, y = null, z = `t\\n`) => x', [['x', 'y', 'z'], null, [], { x: true, y: null, z: 't\n' }]],
  ['(x = (3)) => x', [['x'], null, [], { x: 3 }]],
  ['(x = EPS * 2) => x', [['x'], null, [], source({ x: 'EPS * 2' })]],
  ['(x = (1, 2)) => x', [['x'], null, [], source({ x: '(1, 2)' })]],
  ['(x = (a = 1) => `)`) => x', [['x'], null, [], source({ x: '(a = 1) => `)`' })]],
  ['(x = 1e999, y = -0, z = 1n) => x', [['x', 'y', 'z'], null, [], source({ x: '1e999', y: '-0', z: '1n' })]],
  ['(x = undefined, y = /[)]/g) => x', [['x', 'y'], null, [], source({ x: 'undefined', y: '/[)]/g' })]],
  ['(x, ...rest) => x', [['x'], 'rest']],
  ['(x, ...[a, b]) => x', [['x'], 'arg1']],
  ['([a, b], x) => x', [['arg0', 'x']]],
  ['({ a }, x) => x', [['arg0', 'x']]],
  ['([a] = [], { b } = {}, ...c) => a', [['arg0', 'arg1'], 'c', [], source({ arg0: '[]', arg1: '{}' })]],
  ['({ n }) => n', [[], null, ['n']]],
  ['(x, { n, tol = 1e-6 } = {}) => n', [['x'], null, ['n', 'tol'], { tol: 1e-6 }]],
  ['(x, { n: count = N, "a-b": c, 3: d }) => x', [['x'], null, ['n', 'a-b', '3'], source({ n: 'N' })]],
  ['({ a: { b, c } = {}, [k]: d, a: [e], ...rest }) => b', [[], null, ['a'], source({ a: '{}' })]],
  ['({ a = 1, a: b = 2 }) => a', [[], null, ['a'], { a: 1 }]],
  [
    `(x = {}, { a = [1, { b: \`\${[")"]}\` }], c = /[(]/, d = 4 / 2 } = {}) => { return { a } }`,
    [
      ['x'],
      null,
      ['a', 'c', 'd'],
      source({ x: '{}', a: `[1, { b: \`\${[")"]}\` }]`, c: '/[(]/', d: '4 / 2' }),
    ],
  ],
  [
    '(function () { return ({ m() { return (x = super.y) => x } }).m() })()',
    [['x'], null, [], source({ x: 'super.y' })],
  ],
  ['(function /* (a) { */ f // (b)\n (x /* ) { */, y = ")") { })', [['x', 'y'], null, [], { y: ')' }]],
  ['x => y => z => 1', [['x']]],
  ['(x = y => ({ y })) => (z) => 1', [['x'], null, [], source({ x: 'y => ({ y })' })]],
  ['({ __proto__: p = 1 }) => p', [[], null, ['__proto__'], JSON.parse('{"__proto__":1}')]],
  [
    '(__proto__ = 1, constructor) => 1',
    [['__proto__', 'constructor'], null, [], JSON.parse('{"__proto__":1}')],
  ],
];

function source(defaults: Record<string, string>): object {
  return Object.fromEntries(Object.entries(defaults).map(([name, value]) => [name, { $: 'source', value }]));
}

for (const [program, [args, varargs = null, kwonlyargs = [], defaults = {}]] of DECLARATIONS) {
  test(`argspecOf() reads ${program}`, () => {
    const spec = argspecOf(runInThisContext(program));
    assert.equal(JSON.stringify(spec), JSON.stringify({ args, varargs, kwonlyargs, defaults }));
  });
}

const KEYWORDS: [source: string, keywordIndex: number][] = [
  ['(x) => x', -1],
  ['({ a }, x) => x', -1],
  ['(x, ...{ length }) => x', -1],
  ['(x, [a]) => x', -1],
  ['({}) => 1', 0],
  ['(x, { ...options } = {}) => x', 1],
  ['(x, y, { n }) => x', 2],
];

for (const [program, keywordIndex] of KEYWORDS) {
  test(`signatureOf() gives ${keywordIndex} for the keyword parameter of ${program}`, () => {
    assert.equal(signatureOf(runInThisContext(program)).keywordIndex, keywordIndex);
  });
}

const IN_MODULES: [source: string, args: string[]][] = [
  ['(x = import.meta.url) => import.meta', ['x']],
  ['(class { constructor(x) { import.meta } })', ['x']],
  ['(class extends (await Array) { constructor(x) { super() } })', ['x']],
  ['({ [await "k"](x) {} }).k', ['x']],
  ['(class { static #p = 1; static async [await "k"](x = this.#p) {} }).k', ['x']],
];

for (const [program, args] of IN_MODULES) {
  test(`argspecOf() reads, in a module, ${program}`, async () => {
    const module = await import(`data:text/javascript,export default ${encodeURIComponent(program)}`);
    assert.deepEqual(argspecOf(module.default).args, args);
  });
}

test('argspecOf() does not read the body, however long', () => {
  const fn = new Function('x', 'y = 1', 'if (x) { y += /[{(]/.exec(x) }\n'.repeat(200_000));
  const start = performance.now();
  assert.deepEqual(argspecOf(fn as Described).args, ['x', 'y']);
  assert.ok(performance.now() - start < 200);
});

const NAMELESS: [string, Described, string[]][] = [
  ['a native function', Array.prototype.splice, ['arg0', 'arg1']],
  ['a native class', Map, []],
  ['a bound function', ((x: number, y: number) => x + y).bind(null, 1), ['arg0']],
  ['a proxy, whose traps it leaves alone', new Proxy((x: number) => x, trapped()), []],
  ['a length that is a getter', withLength({ get: fail }), []],
  ['a length that is absurd', withLength({ value: -3 }), []],
  ['a length that is no number', withLength({ value: 'long' }), []],
];

for (const [what, fn, args] of NAMELESS) {
  test(`argspecOf() names parameters by number for ${what}`, () => {
    assert.deepEqual(
      { ...argspecOf(fn) },
      { args, varargs: null, kwonlyargs: [], defaults: Object.create(null) },
    );
  });
}

test('argspecOf() lists at most 255 parameters of a native function', () => {
  assert.equal(argspecOf(withLength({ value: 1e9 })).args.length, 255);
});

test('argspecOf() asks the function itself, not its toString()', () => {
  const fn = Object.assign((x: number) => x, { toString: fail });
  assert.deepEqual(argspecOf(fn).args, ['x']);
});

test('argspecOf() still reads the source when Function.prototype.toString is replaced later', (t) => {
  t.mock.method(Function.prototype, 'toString', fail);
  assert.deepEqual(argspecOf((x: number) => x).args, ['x']);
});

test('argspecOf() runs neither defaults nor computed keys', () => {
  const program =
    '(() => { let runs = 0; return { ["k" + runs++](x = runs++) { runs++ }, get runs() { return runs } } })()';
  const object: { k0: Described; runs: number } = runInThisContext(program);
  assert.deepEqual(argspecOf(object.k0).args, ['x']);
  assert.equal(object.runs, 1);
});

function withLength(descriptor: PropertyDescriptor): Described {
  return Object.defineProperty(Math.max.bind(null), 'length', descriptor);
}

function trapped(): ProxyHandler<(x: number) => number> {
  return { get: fail, getOwnPropertyDescriptor: fail };
}

function fail(): never {
  throw new Error('ran code of the program');
}
