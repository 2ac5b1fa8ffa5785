import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { seesTheSame } from './disguised-program.js';

const PROGRAMS: ReadonlyArray<readonly [title: string, source: string]> = [
  [
    'the text of functions and classes, intercepted and edited',
    `const f = ⟪function f(a, b = 1) { return a + b; }⟫; class Holder { made = ⟪function inner() {}⟫; }
const Mesh = ⟪class Mesh { refine() {} }⟫; const text = Function.prototype.toString;
for (const fn of [f, Holder, Mesh, ⟪async (x) => x⟫, new Holder().made]) console.log(text.call(fn), fn.toString(), String(fn));`,
  ],
  [
    'functions of the host, and what is none',
    `const f = ⟪function f() {}⟫; const text = Function.prototype.toString;
console.log(text.call(text), text.name, text.length, 'prototype' in text, text.call(Map), text.call(Error.captureStackTrace), text.call(f.bind(null)), text.call(new Proxy(f, {})));
console.log(JSON.stringify(Object.getOwnPropertyDescriptor(Function.prototype, 'toString')), Object.keys(Function.prototype).length);
for (const value of [1, {}, undefined]) try { text.call(value) } catch (error) { console.log(error.message) }
try { new text() } catch (error) { console.log(error.message) }`,
  ],
  [
    'util.types of functions',
    `import util, { types } from 'node:util'; import { isAsyncFunction, isProxy } from 'node:util/types';
const all = [⟪async function f() {}⟫, ⟪function* g() {}⟫, ⟪async function* h() {}⟫, ⟪function i() {}⟫, new Proxy({}, {}), new Proxy(() => 1, {}), 1];
for (const value of all) console.log(isAsyncFunction(value), types.isAsyncFunction(value), types.isGeneratorFunction(value), isProxy(value), util.types.isProxy(value));
console.log(types.isProxy === isProxy, isProxy.name, isProxy.length, String(isProxy), Object.keys(types).length);`,
  ],
  [
    'what util.inspect shows of functions and classes',
    `import { format, inspect } from 'node:util';
const f = ⟪function f() {}⟫; const Mesh = ⟪class Mesh { static made = ⟪function made() {}⟫ }⟫; class Fine extends Mesh {}
console.log(f, Mesh, Fine, ⟪() => 1⟫, [f], { f }, new Map([[f, f]]), format('%s %O', f, f));
f.self = f; f.count = 1; console.log(f, inspect({ a: { b: { f } } }, { depth: 1 }), inspect([f, f], { colors: true, compact: false }));
console.log(inspect(f, { showHidden: true }), inspect(new Proxy(() => 1, {})), inspect(Object.create(f)), inspect(Object.freeze(⟪async () => 1⟫)));`,
  ],
  [
    'what a function itself has util.inspect show',
    `import { inspect } from 'node:util'; const { custom } = inspect;
const f = ⟪function f() {}⟫; const show = () => 'shown'; class Mesh {} const Own = ⟪class Own { static [custom](depth) { return [this.name, depth]; } }⟫; class Fine extends Own {}
console.log(f[custom], Mesh[custom], Math.max[custom], Object.keys(Function.prototype).length, inspect(Own), inspect(Fine));
f[custom] = Mesh[custom] = show; console.log(f, Mesh, Object.getOwnPropertyDescriptor(f, custom), Object.getOwnPropertyDescriptor(Mesh, custom), delete f[custom], f);
try { Object.freeze(Math.min)[custom] = show; } catch (error) { console.log(error.name); }
Function.prototype[custom] = show; console.log(f, Math.max, Object.getOwnPropertyDescriptor(Function.prototype, custom)); globalThis.uninstallDisguise?.(); console.log(f, Function.prototype[custom]);`,
  ],
];

describe('FunctionText, FunctionTypes and InspectedFunctions: a program sees the same of', () => {
  for (const [title, source] of PROGRAMS) {
    it(title, () => {
      const { status, stderr } = seesTheSame(source);
      assert.deepEqual([status, stderr], [0, '']);
    });
  }

  it('everything once it is uninstalled, but for what the program has changed since', () => {
    const { status } = seesTheSame(
      `const own = () => 'own'; const f = ⟪function f() {}⟫; Error.captureStackTrace = own; const { prepareStackTrace, stackTraceLimit } = Error;
globalThis.uninstallDisguise?.(); const { value, writable, enumerable, configurable } = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace');
console.log(Error.captureStackTrace === own, value.name, writable, enumerable, configurable, Error.stackTraceLimit, String(Function.prototype.toString), String(Map));`,
    );
    assert.equal(status, 0);
  });
});
