import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from 'acorn';
import type { FunctionTraits } from '../../../instrumentations/transform/scope.js';
import { ScopeTracker } from '../../../instrumentations/transform/scope-tracker.js';
import { walkTree } from '../../../instrumentations/transform/walk-tree.js';

/** Whether a function expression `f` uses its name, for each body or list of parameters. */
const USES: readonly (readonly [code: string, ownName: FunctionTraits['ownName']])[] = [
  ['() {}', 'unused'],
  ['() { f(); }', 'used'],
  ['(a = f) {}', 'used'],
  ['() { return { f }; }', 'used'],
  ['() { return { f: 1, g: f }; }', 'used'],
  ['() { return { f: 1, f() {}, [1]: this.f, a: x.f }; class A { f = 1; f() {} } }', 'unused'],
  ['() { return { [f]: 1 }; }', 'used'],
  ['() { return a[f]; }', 'used'],
  ['() { f: for (;;) { break f; } }', 'unused'],
  ['() { eval("f"); }', 'used'],
  ['() { return () => eval("f"); }', 'used'],
  ['() { f = 1; }', 'assigned'],
  ['() { f++; }', 'assigned'],
  ['() { [{ a: f }] = []; }', 'assigned'],
  ['() { [...f] = []; }', 'assigned'],
  ['() { for (f of []); }', 'assigned'],
  ['() { for (f in {}); }', 'assigned'],
  ['() { f.x = 1; }', 'used'],
  ['(f) { f = 1; }', 'unused'],
  ['({ a: [f] = [] }) { f(); }', 'unused'],
  ['() { f(); var f; }', 'unused'],
  ['() { f(); { for (var f;;); } }', 'unused'],
  ['() { { let f; f(); } }', 'unused'],
  ['() { { let f; } f(); }', 'used'],
  ['() { for (const f of []) f(); }', 'unused'],
  ['() { for (const f of []); f(); }', 'used'],
  ['() { f(); function f() {} }', 'unused'],
  ['() { try {} catch (f) { f(); } }', 'unused'],
  ['() { class f { m() { f(); } } }', 'unused'],
  ['() { return class f { m() { f(); } }; }', 'unused'],
  ['() { return function f() { f(); }; }', 'unused'],
  ['() { return function (f) { f = 1; } }', 'unused'],
  ['() { return function (f) { f = 1; } + f; }', 'used'],
  ['() { return function g() { return () => f; }; }', 'used'],
];

function traitsOf(code: string): FunctionTraits | undefined {
  let traits: FunctionTraits | undefined;
  const scopes = new ScopeTracker();
  walkTree(parse(code, { ecmaVersion: 'latest', sourceType: 'commonjs' }), {
    enter: (node, path) => scopes.enter(node, path),
    leave: (node) => {
      const left = scopes.leave(node);
      if (node.type === 'FunctionExpression') traits = left;
    },
  });
  return traits;
}

describe('ScopeTracker', () => {
  for (const [code, ownName] of USES) {
    it(`(function f${code}) has its name ${ownName}`, () => {
      assert.equal(traitsOf(`(function f${code})`)?.ownName, ownName);
    });
  }

  it('knows strict code', () => {
    assert.equal(traitsOf('(function () {})')?.isStrict, false);
    assert.equal(traitsOf('(function () { "use strict"; })')?.isStrict, true);
    assert.equal(traitsOf('"use strict"; (function () {})')?.isStrict, true);
    assert.equal(traitsOf('(class { m() {} })')?.isStrict, true);
  });

  it('knows whose `super` it is', () => {
    assert.equal(traitsOf('({ m() { return super.x; } })')?.usesSuper, true);
    assert.equal(traitsOf('({ m() { return () => { super.x; }; } })')?.usesSuper, true);
    assert.equal(traitsOf('({ m() { return { n() { super.x; } }; } })')?.usesSuper, false);
  });
});
