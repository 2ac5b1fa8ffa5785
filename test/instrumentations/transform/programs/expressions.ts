import { COMMONJS, type Program } from './program.js';

export const EXPRESSIONS: readonly Program[] = [
  {
    title: 'names that functions get from where they are kept',
    code: `const a = () => 1; let b = function () { return 2; }, c = async () => 3; var d; d = () => 4; let e; e ??= () => 5;
let f; f ||= (() => 6); let g = 1; g &&= function () {}; const h = (function () {}); let i; (i) = function () {};
const { j = () => 7, k: l = function () {} } = {}; const [m = () => 8] = []; let n; [n = () => 9] = []; ({ n: n = () => 9 } = {});
let o; [(o) = () => 10] = []; const p = (0, () => 11); function q(r = () => 12) { return r; }
const s = { t: () => 13, 'u-v': function () {}, 1: () => 14, __proto__: function () {}, w: (() => 15), 0x10: () => 1, 1n: () => 2 };
const __proto__ = () => 17;
log([a, b, c, d, e, f, g, h, i, j, l, m, n, o, p, q(), s.t, s['u-v'], s[1], Object.getPrototypeOf(s), s.w, s[16], __proto__].map((x) => x.name));
log([a, b, c, d].map((x) => [x.length, x.toString(), Object.getOwnPropertyNames(x)]));
log(Object.getOwnPropertyDescriptor(a, 'name')); log(Object.keys(s)); log([a(), d(), e(), m()]);`,
    calls: 'q, anonymous, a, d, e, m',
  },
  {
    title: 'properties that are functions',
    code: `const api = {}; api.solve = function (x) { return x; }; api['cut'] = () => 2; api[['k'][0]] = () => 3;
function Mesh() {} Mesh.prototype.refine = function refine2(n) { return this.n + n; }; Mesh.prototype = Object.assign(Mesh.prototype, { n: 1 });
Mesh.of = () => new Mesh(); const box = {}; (function () { this.init = () => 5; }).call(box);
log([api.solve(1), api.cut(), api.k(), Mesh.of().refine(2), box.init()]);
log([api.solve.name, api.cut.name, api.k.name, Mesh.prototype.refine.name]);`,
    calls: "anonymous, api.solve, api.cut, api.[['k'][0]], Mesh.of, new Mesh, Mesh.refine, init",
  },
  {
    title: 'functions called where they stand',
    code: `(function () { log('a'); })(); !function () { log('b'); }(); (() => log('c'))(); +function () {}();
new function () { this.x = 1; log('d'); }; new (function () { log('e'); }); log(new function () { this.y = 2; }().y);
log(new function () { return { Z: function () { this.z = 3; } } }().Z.name); void async function () { log('f'); }();
log(new function () {}.constructor('return 1')()); log(function () { return 4; }.call()); log((() => 5)?.());
log(function (s) { return s.raw[0]; }\`x\${1}\`); log(new function () { return class { n = 3 }; }\`x\`().n); log(typeof function () {}); log((1, function () { return 6; })());`,
    calls: 'anonymous, new anonymous, new anonymous, new anonymous, new anonymous, anonymous',
  },
  {
    title: 'places where text is easily broken',
    code: `var a = 1
var b = 6/function () { return 2 }() /1/ 1
var c = /*x*/function () { return /[/]/g.test('/') }/*y*/
log(b); log(c())
var d = x => ({ x }), e = x => y => z => x + y + z, f = async x => { await x }, g = async(x)=>x
log(d(1)); log(e(1)(2)(3))
var h = a ? (x) => x : y => -y
log(h(2))
var i = function(){return arguments.length}
;[1].forEach(x => log(x))
log([i(1,2), typeof(()=>{}), [...(function*(){yield*function*(){yield 1}()})()]])
for (var k = function () { return 'in' in {in: 1} }; k && (log(k()), k = 0););
log(\`\${(() => \`\${(() => 7)()}\`)()}\`); log(((a, b = () => a) => b())(8)); log({ f() { return (() => this.v)() }, v: 9 }.f())`,
    calls: 'c, d, e, anonymous, i, anonymous, k, anonymous, b, f, anonymous',
  },
  {
    title: 'this, arguments and new.target of arrows',
    code: `function F() { const a = () => [this === self, arguments.length, new.target !== undefined]; var self = this; return a(); }
log(F.call({}, 1, 2)); log(Reflect.construct(F, [1]));
const o = { m() { return (() => (() => this)())(); } }; log(o.m() === o);`,
    calls: 'F, a, new F, a, o.m, anonymous',
  },
  {
    title: 'what direct eval sees',
    code: `function f(x) { const g = (y) => eval('x + y'); return g(2); } log(f(1));
log((function () { return eval('typeof h'); var h = () => 1; })());`,
    calls: 'f, g, anonymous',
  },
  {
    title: 'functions inside with and "use asm" are left alone',
    code: `with ({ x: 1 }) { function inside() { return x; } var g = () => x; log(inside() + g()); }
function asm() { 'use asm'; function f(a) { a = a | 0; return (a + 1) | 0; } return { f: f }; }
log(asm().f(1)); log(typeof inside);`,
    calls: 'asm',
    kinds: COMMONJS,
  },
];
