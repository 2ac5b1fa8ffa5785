import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { hasPrivateParts, settlingOf, usesReceiver } from '../../../src/testgen/settling.js';

const SETTLINGS = [
  ['async function f() {}', 'promise'],
  ['async (x) => x', 'promise'],
  ['async refine(n) { return n; }', 'promise'],
  ['function* f() { yield 1; }', 'generator'],
  ['*each() { yield 1; }', 'generator'],
  ['async function* f() { yield 1; }', 'async generator'],
  ['class Mesh {}', 'value'],
  ['(x) => x * 2', 'value'],
  ['function f(x) { return x; }', 'value'],
  ['function f({ a = 1 }, ...rest) { return a ? rest : { a }; }', 'value'],
  ['function f(x) { const y = new Map(); let z = 0; z += 1; return x ? y : z; }', 'value'],
  ['function f(x) { return x.map((y) => fetch(y)); }', 'value'],
  ['function f(x) { [1].map(() => { return fetch(x); }); }', 'value'],
  ['function f() { throw new Error(); }', 'value'],
  ['function f(x) { return Math.max(...x); }', 'value'],
  ['refine(n) { return this.nodes.length * n; }', 'value'],
  ['function f(x) { return Promise.resolve(x); }', 'promise'],
  ['function f(x) { return new Promise(() => x); }', 'promise'],
  ['function f(x) { const got = x.ask().then(Number); return got; }', 'promise'],
  ["function f() { return import('node:fs'); }", 'promise'],
  ['function f(x) { return ask(x); }', 'either'],
  ['function f(x) { if (x) return 1; return Promise.resolve(1); }', 'either'],
  ['function f() { return shared; }', 'either'],
  ['function f() { const got = ask(); return got; }', 'either'],
  ['function max() { [native code] }', 'either'],
] as const;

describe('settlingOf', () => {
  for (const [source, expected] of SETTLINGS) {
    test(`finds ${expected} in ${source}`, () => assert.equal(settlingOf(source), expected));
  }
});

test('usesReceiver sees this and super, and supposes them in native code', () => {
  assert.equal(usesReceiver('function f(x) { return x.thisOne; }'), false);
  assert.equal(usesReceiver('f() { return this.x; }'), true);
  assert.equal(usesReceiver('f() { return super.x; }'), true);
  assert.equal(usesReceiver('function max() { [native code] }'), true);
});

test('hasPrivateParts sees #private members, but none in texts', () => {
  assert.equal(hasPrivateParts('class A { #x = 1; get() { return this.#x; } }'), true);
  assert.equal(hasPrivateParts("class A { x = '#x'; }"), false);
});
