import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { transformSource } from '../../../instrumentations/transform/transform-source.js';

/** Sources, and the names of their functions in the order in which they end. */
const NAMES: readonly (readonly [code: string, ...names: string[]])[] = [
  ['function solve() {}', 'solve'],
  ['const solve = function inner() {}', 'solve'],
  ['let f; f = () => {}; f ??= function () {}', 'f', 'f'],
  ['({ a: function () {}, b() {}, c: () => {} })', 'a', 'b', 'c'],
  ['const api = { v1: { solve() {}, cut: () => {} } }', 'api.v1.solve', 'api.v1.cut'],
  ['api.v1 = { "a b"() {} }; api["v2"].x = () => {}', 'api.v1.a b', 'api.v2.x'],
  ['Mesh.prototype.refine = function () {}', 'Mesh.refine'],
  ['Mesh.prototype = { refine() {} }', 'Mesh.refine'],
  ['exports.solve = function () {}; module.exports.cut = () => {}', 'solve', 'cut'],
  ['exports.Mesh.refine = () => {}; exports.api = { go() {} }', 'Mesh.refine', 'api.go'],
  ['module.exports = function () {}', 'exports'],
  ['module.exports = function create() {}', 'create'],
  ['module.exports = exports = { solve() {} }', 'solve'],
  ['this.x = () => {}; this.api = { y() {} }', 'x', 'api.y'],
  ['make().x = () => {}; obj[key] = () => {}', 'x', 'obj.[key]'],
  ['export default function () {}', 'default'],
  ['export default () => {}', 'default'],
  ['export default function solve() {}', 'solve'],
  ['export default { methods: { go() {} }, stop() {} }', 'methods.go', 'stop'],
  ['export default class { m() {} }', 'default.m'],
  ['class Mesh { refine() {} static of() {} get area() {} set area(v) {} #m() {} }'].concat([
    'Mesh.refine',
    'Mesh.of',
    'Mesh.area.get',
    'Mesh.area.set',
    'Mesh.#m',
  ]) as [string, ...string[]],
  [
    'class Mesh { f = () => {}; static #g = function () {}; o = { h() {} } }',
    'Mesh.f',
    'Mesh.#g',
    'Mesh.o.h',
  ],
  ['const A = class B { m() {} }, C = class { m() {} }', 'B.m', 'C.m'],
  ['use(class { m() {} })', 'anonymous.m'],
  [
    'class Mesh { [Symbol.iterator]() {} *["a" +\n  "b"]() {} }',
    'Mesh.[Symbol.iterator]',
    'Mesh.["a" + "b"]',
  ],
  [`const o = { [${'x'.repeat(80)}]() {} }`, `o.[${'x'.repeat(60)}…]`],
  ['const { a = () => {}, b: c = () => {} } = {}, [d = () => {}] = []', 'a', 'c', 'd'],
  ['(function (e = () => {}) {})(() => {})', 'e', 'anonymous-1-2', 'anonymous-1-30'],
  ['\n  list.map(function cut() {});\n  list.map((x) => x)', 'cut', 'anonymous-3-12'],
  ['const f = __name(() => {}, "f"); use({ g: __name(function () {}, "g") })', 'f', 'g'],
  ['__export(all, { f: () => f }); other(all, { g: () => g })', 'g'],
  ['function outer() { const inner = () => {}; }', 'inner', 'outer'],
];

describe('functionName()', () => {
  for (const [code, ...names] of NAMES) {
    it(JSON.stringify(code), () => {
      const asked: string[] = [];
      const select = (name: string) => void asked.push(name);
      transformSource({ text: code, url: 'file:///names.js', kind: 'module' }, { select });
      assert.deepEqual(asked, names);
    });
  }
});
