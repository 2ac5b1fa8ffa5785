import type { Program } from './program.js';

export const CLASSES: readonly Program[] = [
  {
    title: 'methods, statics, accessors and constructors',
    code: `class Mesh { constructor(n) { this.n = n; } refine(k) { return this.n * k; } static of(n) { return new this(n); } get area() { return this.n; } set area(v) { this.n = v; } static get unit() { return 1; } async a() {} *g() { yield this.n; } 'b c'() { return 2; } 5() { return 5; } static name() { return 'name'; } static async() { return 1; } }
const m = Mesh.of(3); m.area = 4; log([m.refine(2), m.area, Mesh.unit, [...m.g()], m['b c'](), m[5](), Mesh.name(), Mesh.async()]);
log(Object.getOwnPropertyNames(Mesh.prototype)); log(Object.getOwnPropertyNames(Mesh));
log(Object.getOwnPropertyNames(Mesh.prototype).map((key) => { const d = Object.getOwnPropertyDescriptor(Mesh.prototype, key); return [key, d.enumerable, d.configurable, d.writable, String(d.value?.name), d.value?.length, d.get?.name, d.set?.name]; }));
log(m.refine.toString()); log(m.constructor === Mesh); log(Mesh.length); log(new Mesh(1) instanceof Mesh);`,
    calls:
      'Mesh.of, Mesh.area.set, Mesh.refine, Mesh.area.get, Mesh.unit.get, Mesh.g, Mesh.b c, Mesh.5, Mesh.name, Mesh.async, anonymous',
  },
  {
    title: 'inheritance, super and identity',
    code: `class A { hi() { return 'A'; } static make() { return new this(); } get v() { return 1; } }
class B extends A { hi() { return super.hi() + 'B'; } get v() { return super.v + 1; } static make() { return super.make(); } }
log([B.make().hi(), new B().v, B.make() instanceof A, A.prototype.hi === A.prototype.hi, Object.getPrototypeOf(B) === A]);
const C = class extends B { who = () => super.hi(); }; log(new C().who()); log(C.name); log(B.toString === Function.prototype.toString);
class D extends function F() { this.f = 1; } { constructor() { super(); } } log(new D().f); class N extends null { static m() { return 'null'; } } log(N.m());`,
    calls: 'B.make, A.make, B.hi, A.hi, B.v.get, A.v.get, B.make, A.make, C.who, B.hi, A.hi, new F, N.m',
  },
  {
    title: 'static initialisers see intercepted methods',
    code: `class S { static x = S.m(); static m() { return 1; } static { log(this.x); log(this.m()); function f() { return 2; } log(f()); } static y = () => this.m(); }
log(S.y()); log(S.y.name);`,
    calls: 'S.m, S.m, f, S.y, S.m',
  },
  {
    title: 'private methods, fields and accessors',
    code: `class P { #n = 1; #add(k) { return this.#n + k; } static #make() { return new P(); } get #v() { return this.#n; } set #v(v) { this.#n = v; } #f = () => this.#n; async #a() { return super.toString === Object.prototype.toString; } *#g() { yield this.#n; }
  run() { this.#v = 5; return [this.#add(1), this.#v, this.#f(), this.#f.name, #add in this, this.#add === this.#add, this.#add.name, this.#add.toString(), [...this.#g()], this.#add?.(2), this.#add.call(this, 3)]; }
  static test(o) { return [#add in o, P.#make() instanceof P, P.#make.name]; } other(o) { try { return o.#add(1); } catch (error) { return error.name; } } }
log(new P().run()); log(P.test({})); log(P.test(new P())); log(new P().other({})); class Q extends P {} log(new Q().run()[0]);
log(P.toString().includes('$cm') ? 'class' : 'class');`,
    calls:
      'P.run, P.#add, P.#f, P.#g, P.#add, P.#add, P.test, P.#make, P.test, P.#make, P.other, P.run, P.#add, P.#f, P.#g, P.#add, P.#add',
  },
  {
    title: 'computed keys of methods',
    code: `let n = 0; const key = () => 'k' + ++n, sym = Symbol('s');
class K { [key()]() { return 1; } static [key()]() { return 2; } [Symbol.iterator] = function* () { yield 1; }; *[sym]() { yield 3; } get [key()]() { return 4; } async [\`k\${9}\`]() {} ['constructor']() { return 5; } [/x/.source]() {} [() => 1]() {} }
const k = new K(); log([k.k1(), K.k2(), [...k[sym]()], k.k3, k.k1.name, k[sym].name, n, k.constructor()]); log(Reflect.ownKeys(K.prototype).map(String));
const obj = { toString() { n++; return 'obj'; } }; class O { [obj]() { return 6; } } log(new O().obj()); log(n);`,
    calls: "key, key, key, K.[key()], K.[key()], K.[sym], K.[key()].get, K.['constructor'], obj.toString",
  },
  {
    title: 'fields that hold functions',
    code: `class F { x = () => this.v; v = 1; static y = function () { return 2; }; ['z' + 1] = () => 3; #p = () => 4; 'q r' = () => 5; __proto__ = () => 6; p() { return this.#p(); } static = () => 7; get = () => 8; async
  last() { return 9; } }
const f = new F(); log([f.x(), F.y(), f.z1(), f.p(), f['q r'](), f.static(), f.get(), f.last()]);
log([f.x.name, F.y.name, f.z1.name, f['q r'].name, f.__proto__.name]); log(Object.keys(f));`,
    calls: 'F.x, F.y, F.p, F.#p, F.q r, F.static, F.get, F.last',
  },
  {
    title: 'classes without a name of their own',
    code: `const A = class { m() { return 1; } }, o = { B: class { m() { return 2; } } }, [C = class { m() { return 3; } }] = [];
log([new A().m(), new o.B().m(), new C().m(), A.name, o.B.name, C.name, new (class { m() { return 4; } })().m(), new (class { static m() {} }).constructor('return 5')()]);
const f = (K = class { static s() { return K.name; } }) => K.s(); log(f()); const D = class E { static m() { return E === D; } }; log(D.m()); log((class { static s = 1; static n() {} }).name);`,
    calls: 'A.m, o.B.m, C.m, anonymous.m, f, K.s, E.m',
  },
];
