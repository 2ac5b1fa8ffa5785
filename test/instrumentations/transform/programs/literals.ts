import { COMMONJS, type Program } from './program.js';

export const LITERALS: readonly Program[] = [
  {
    title: 'methods of every kind of key',
    code: `const api = { a() { return 1; }, 'b-c'() { return 2; }, 3() { return 3; }, async d() { return 4; }, *e() { yield 5; }, async *f() {},
  get() { return 7; }, set() { return 8; }, static() { return 9; }, async() { return 10; }, async get() {}, __proto__() { return 11; }, if() { return 12 }, 1e3() { return 13 } };
log(Object.keys(api)); log(Object.keys(api).map((key) => [api[key].name, api[key].length, api[key].toString()]));
log(Object.getOwnPropertyDescriptor(api, 'a').enumerable); log([api.a(), api['b-c'](), api[3](), [...api.e()], api.set(), api.static(), api.async()]);
log(Object.getPrototypeOf(api) === Object.prototype); try { new api.a(); } catch (error) { log(error.name); }
log(Object.getOwnPropertyDescriptor(api, '__proto__').value());`,
    calls: 'anonymous, api.a, api.b-c, api.3, api.e, api.set, api.static, api.async, api.__proto__',
  },
  {
    title: 'names from the literal around',
    code: `const api = { v1: { solve() { return 1; }, cut: () => 2 } }; log([api.v1.solve(), api.v1.cut()]);
const { x = { m() { return 3; } } } = {}; log(x.m()); log([{ n() { return 4; } }].map((o) => o.n()));
let later; later = { o: function () { return 5; } }; log(later.o()); const box = {}; box.p = { q() { return 6; } }; log(box.p.q());`,
    calls: 'api.v1.solve, api.v1.cut, x.m, anonymous, n, later.o, box.p.q',
  },
  {
    title: 'computed keys are evaluated once and in order',
    code: `let n = 0; const next = { toString() { n++; return 'k' + n; } };
const o = { [next]() { return 1; }, a: log('between'), [next]: () => 2, [Symbol.iterator]: function* () { yield 3; }, async [next]() {}, [next]: 5, ['__proto__']: () => 6, ['__proto__x']() { return super.toString === Object.prototype.toString; } };
log(Reflect.ownKeys(o).map(String)); log([o.k1(), o.k2(), [...o], o.k1.name, o.k2.name, o[Symbol.iterator].name, o.k3.name, o.k4]);
log(o.k1.toString()); log(o.k2.toString()); log(Object.hasOwn(o, '__proto__') && o.__proto__()); log(o['__proto__x']()); log(n);`,
    calls:
      "next.toString, next.toString, next.toString, next.toString, o.[next], o.[next], o.[Symbol.iterator], o.['__proto__']",
  },
  {
    title: 'methods with super stay at home',
    code: `const base = { hello() { return 'base ' + this.name; } };
const o = { __proto__: base, name: 'o', hello() { return super.hello() + '!'; }, arrow() { return (() => super.hello())(); }, later() { return super.x; }, ...{ later: 1 }, last() { return super.hello(); } };
log([o.hello(), o.arrow(), o.later, o.last(), o.hello.name, o.hello.toString(), Object.keys(o)]);
log(new { m() { this.s = super.toString; return 1; }, C: class { x = 1 } }.C().x);
const evil = { name: 'evil', __proto__: base, run(code) { return eval(code); } }; log(evil.run('super.hello()'));`,
    calls: 'base.hello, anonymous, base.hello, o.last, base.hello, evil.run, base.hello',
  },
  {
    title: 'duplicate keys, getters and setters',
    code: `const o = { a() { return 1; }, a: 2, get b() { return 3; }, set b(v) { log('set ' + v); }, c() { return super.d; }, c() { return super.e ?? 4; } };
log([o.a, o.b, o.c()]); o.b = 5; log(Object.getOwnPropertyDescriptor(o, 'b').get.name);`,
    calls: 'o.c',
  },
  {
    title: 'keys on several lines',
    code: `const o = { 'a\\
b': () => 1, 'c\\
d'() { return 2; } }; log([o.ab(), o.cd(), o.ab.name]);`,
    calls: 'o.ab, o.cd',
    kinds: COMMONJS,
  },
];
