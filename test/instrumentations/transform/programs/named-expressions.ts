import { COMMONJS, MODULE, type Program } from './program.js';

export const NAMED: readonly Program[] = [
  {
    title: 'a function that takes itself off a list',
    code: `const list = new Set();
list.add(function onData() { list.delete(onData); });
for (const listener of list) { listener(); log(listener.name); log(listener.toString()); log(listener.length); }
log(list.size);`,
    calls: 'onData',
  },
  {
    title: 'recursion, and a name that hides others',
    code: `const f = 1; const g = function f(n) { return n ? f(n - 1) + 1 : 0; }; log(g(2)); log(g.name); log(f);
log((function h(n = () => h) { return n() === h; })()); log(function* i() { yield i; }.toString());
log(new function Box() { this.same = this.constructor === Box && new.target === Box && this instanceof Box; }().same);`,
    calls: 'g, g, g, h, n, new Box',
  },
  {
    title: 'names that are declared again inside',
    code: `log((function f(x) { var f = 2; f = f + x; return f; })(1)); log((function f(f) { f = f + 1; return f; })(1));
log((function f() { return (function (f) { f = 1; return typeof f; })() + typeof f; })());
log((function f() { { let f = 3; f++; } try { throw 1; } catch (f) { f = 2; } for (let f of [1]) f++; return typeof f === 'function' && f.self; }).self);
const g = function f() { class f {} return new f() instanceof f; }; log(g());
const s = new Set(); const e = function e() { (function (e) { e = e || {}; })(); s.add(e); }; e(); log(s.has(e));`,
    calls: 'f, f, f, anonymous, g, e, anonymous',
  },
  {
    title: 'a name that is assigned to in vain',
    code: `const f = function g() { g = 1; return typeof g; }; log(f()); log(f.name); log(f.toString());`,
    calls: 'f',
    kinds: COMMONJS,
  },
  {
    title: 'a name that must not be assigned to',
    code: `const f = function g() { try { g = 1; } catch (error) { return String(error); } }; log(f());
const h = function i() { 'use strict'; try { [i] = [1]; } catch (error) { return String(error) + typeof i; } }; log(h());`,
    calls: 'f, h',
    kinds: MODULE,
  },
  {
    title: 'a name that eval sees',
    code: `const s = new Set(); const f = function g(code) { return s.has(eval(code)); }; s.add(f); log(f('g'));`,
    calls: 'f',
  },
  {
    title: 'special names',
    code: `log((function arguments() { return arguments.length; })(1, 2)); log((function yield(n) { return n ? yield(0) : 1; })(1));
log((function await(n) { return n ? await(0) : 1; })(1)); log((function let(n) { return n ? let(0) : 1; })(1));
log((function async(n) { return n ? async(0) : 1; })(1)); log((function __proto__(n) { return n ? __proto__(0) : __proto__.name; })(1));
log((function* () { yield (function yield() { return typeof yield; })(); })().next().value);`,
    calls: 'arguments, yield, await, let, async, async, __proto__, __proto__, anonymous, yield',
    kinds: COMMONJS,
  },
  {
    title: 'async functions and generators that say their names',
    code: `log([...function* walk(n) { yield n; if (n) yield* walk(n - 1); }(2)]);
const a = async function b() { return b.name; }; log(await a()); log(a.toString());`,
    calls: 'walk, walk, walk, a',
    kinds: MODULE,
  },
];
