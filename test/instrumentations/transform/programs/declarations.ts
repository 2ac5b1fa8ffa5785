import { COMMONJS, type Program } from './program.js';

export const DECLARATIONS: readonly Program[] = [
  {
    title: 'a function used before its declaration',
    code: `log(solve(2)); function solve(x) { return x * 2; } log([solve.name, solve.length, String(solve)]);`,
    calls: 'solve',
  },
  {
    title: 'recursion, identity and instanceof',
    code: `function fact(n) { return n < 2 ? 1 : n * fact(n - 1); }
function Point(x) { if (!(this instanceof Point)) return new Point(x); this.x = x; }
log(fact(3)); log(fact === fact);
const p = Point(1); log([p.x, p instanceof Point, p.constructor === Point, new Point(2).x]);`,
    calls: 'fact, fact, fact, Point, new Point, new Point',
  },
  {
    title: 'async functions, generators and async generators',
    code: `async function a(x) { return x + 1; }
function* g(n) { for (let i = 0; i < n; i++) yield i; }
async function* ag() { yield 'x'; }
log([...g(3)]);
log([a, g, ag].map((f) => Object.prototype.toString.call(f)));
log([a, g, ag].map((f) => f.toString()));
log(a(1) instanceof Promise);`,
    calls: 'g, anonymous, a',
  },
  {
    title: 'nested functions and closures',
    code: `function outer(a) { 'use strict'; return inner(a) + (function () { return typeof this; })(); function inner(b) { return a + b; } }
log(outer(1)); log(outer.toString());`,
    calls: 'outer, inner, anonymous',
  },
  {
    title: 'two declarations of one name, of which the last counts',
    code: `function f() { return 1; } log(f()); function f() { return 2; }`,
    calls: 'f',
    kinds: COMMONJS,
  },
  {
    title: 'functions in blocks, and their copy in the function around (Annex B)',
    code: `log(typeof f); { log(f()); function f() { return 1; } } log(f());
function run() { 'use strict'; { function g() { return 2; } log(g()); } log(typeof g); }
run();`,
    calls: 'f, f, run, g',
    kinds: COMMONJS,
  },
  {
    title: 'functions in if without braces',
    code: `if (true) function f() { return 1; } else function g() {}
log(f()); log(typeof g); if (false) ; else function h() { return 3; }
log(h())`,
    calls: 'f, h',
    kinds: COMMONJS,
  },
  {
    title: 'labelled functions',
    code: `log(f()); a: b: function f() { return 1; }
{ log(g()); c: function g() { return 2; } }`,
    calls: 'f, g',
    kinds: COMMONJS,
  },
  {
    title: 'functions in the cases of a switch',
    code: `for (const x of [0, 1, 2, 3]) switch (x) {
  case (log('test'), 0): log(a()); a = () => 'reassigned';
  case 1: log(a()); break;
  default: log('default ' + a());
  case 2: function a() { return x; }
}
switch (1) { default: log(b()); function b() { return 'b'; } }`,
    calls: 'a, a, a, a, b',
  },
  {
    title: 'functions named as parameters, arguments and variables',
    code: `function f(a, b = () => a) { function a() { return 'inner'; } var b; log(typeof arguments[0]); log(a()); log(b()); }
f(1);
function g(a) { function a() { return 'mapped'; } log(arguments[0]()); log(arguments[0] === a); }
g(2);
var h = 1; function h() {} log(h);`,
    calls: 'f, a, b, g, a',
    kinds: COMMONJS,
  },
  {
    title: 'functions with words of the language as names',
    code: `function async() { return 1; } function get() { return 2; } function of() { return 3; } function let() { return 4 }
function yield() { return 5 } function await() { return 6 } function static() { return 7 }
log([async(), get(), of(), let(), yield(), await(), static()]);`,
    calls: 'async, get, of, let, yield, await, static',
    kinds: COMMONJS,
  },
  {
    title: 'directives without semicolons, and comments',
    code: `// first
'use strict' // strict
/* then */ log((function () { return this; })() === undefined)
function f() { "use strict"
  log(this === undefined)
  function g() { return 1 }
  return g() }
log(f())`,
    calls: 'anonymous, f, g',
  },
  {
    title: 'new.target, arguments and rest parameters',
    code: `function F() { log(new.target === F); log(arguments.length); }
new F(1, 2); F(); function r(a, ...rest) { return rest.length; } log([r(1, 2, 3), r.length]);
class Sub extends F { constructor() { super(); log(new.target === Sub); } } new Sub();`,
    calls: 'new F, F, r, new F',
  },
];
