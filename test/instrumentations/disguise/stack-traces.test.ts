import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { seesTheSame } from './disguised-program.js';

const PROGRAMS: ReadonlyArray<readonly [title: string, source: string]> = [
  ['error.stack', 'const f = ⟪function f() { return new Error("x").stack; }⟫; console.log(f());'],
  [
    'columns on a line with several edits',
    'const f = ⟪function f() { return ⟪function g() { return new Error("x").stack; }⟫(); }⟫; console.log(f(), f(new Error("y").stack));',
  ],
  [
    'methods and constructors',
    `class Mesh { constructor() { console.log(new Error("new").stack); } }
const Made = ⟪Mesh⟫; const mesh = new Made();
mesh.refine = ⟪function refine() { return new Error("method").stack; }⟫; console.log(mesh.refine());`,
  ],
  [
    'no more and no fewer than ten frames of a recursion',
    'const f = ⟪function f(n) { return n === 0 ? new Error("deep").stack : f(n - 1); }⟫; console.log(f(30)); console.log(f(5));',
  ],
  [
    'a limit that the program sets',
    `const f = ⟪function f(n) { return n === 0 ? new Error("deep").stack : f(n - 1); }⟫;
for (const limit of [0, Infinity]) { Error.stackTraceLimit = limit; console.log(f(20)); }`,
  ],
  [
    'what it captures at a limit of its own',
    `const o = {}; const f = ⟪function f(n) { if (n > 0) return f(n - 1); Error.captureStackTrace(o); return o.stack; }⟫;
const before = Error.stackTraceLimit;
for (const limit of [0, 1, 2, 3, 12]) { Error.stackTraceLimit = limit; console.log(f(20)); }
Error.stackTraceLimit = before; console.log(f(20));`,
  ],
  [
    'captureStackTrace from an intercepted function',
    `const f = ⟪function f() { const o = {}; Error.captureStackTrace(o, f); return o.stack; }⟫;
const g = ⟪() => { const o = {}; Error.captureStackTrace(o, g); return o.stack; }⟫;
const outer = () => [f(), g()].join("\\n"); console.log(outer());
console.log(Error.captureStackTrace.length, Error.captureStackTrace.name, String(Error.captureStackTrace), 'prototype' in Error.captureStackTrace);
try { Error.captureStackTrace(1) } catch (error) { console.log(error.message) }
try { new Error.captureStackTrace({}) } catch (error) { console.log(error.message) }`,
  ],
  [
    'errors of intercepted classes',
    `const Named = ⟪class Named extends Error { constructor(m) { super(m); this.name = "Named"; } }⟫;
const Anonymous = ⟪class extends Error {}⟫;
const Captured = ⟪class extends Error { constructor(m) { super(m); Error.captureStackTrace(this, this.constructor); } }⟫;
class Derived extends Anonymous { constructor() { super("derived"); } }
const fail = ⟪function fail(Type) { throw new Type("m") }⟫;
for (const Type of [Named, Anonymous, Captured, Derived]) try { fail(Type) } catch (error) { console.log(error.stack, error instanceof Type) }`,
  ],
  [
    'async frames',
    `const inner = ⟪async function inner() { await null; throw new Error("later"); }⟫;
const outer = ⟪async function outer() { await inner(); }⟫;
async function main() { await outer(); }
await main().catch((error) => console.log(error.stack));
await Promise.all([outer()]).catch((error) => console.log(error.stack));`,
  ],
  [
    'generators',
    `const f = ⟪function* f() { yield new Error("first").stack; yield new Error("second").stack; }⟫;
console.log([...f()].join("\\n"));
const g = ⟪async function* g() { yield new Error("first").stack; await null; yield new Error("second").stack; }⟫;
for await (const stack of g()) console.log(stack);`,
  ],
  [
    'code that is made by eval and Function',
    `const f = ⟪function f(code) { return eval(code); }⟫; console.log(f("new Error('e').stack")); console.log(f("eval(\\"new Error('ee').stack\\")"));
const made = new Function("run", "return run()"); console.log(made(⟪() => new Error("x").stack⟫));`,
  ],
  [
    "Node's own errors, and what throws while its text is made",
    `const read = ⟪function read(url) { return new URL(url); }⟫; try { read("nowhere") } catch (error) { console.log(error.stack) }
const fs = await import("node:fs"); try { (⟪() => fs.readFileSync(1.5)⟫)() } catch (error) { console.log(error.stack) }
const odd = ⟪function odd(change) { return Object.defineProperties(new Error("m"), change); }⟫;
console.log(odd({ name: { value: "Odd" }, message: { value: 3 } }).stack);
try { console.log(odd({ name: { get() { throw new RangeError("getter") } } }).stack) } catch (error) { console.log(error.message) }
console.log(odd({ name: { value: undefined }, message: { value: "" } }).stack);
const plain = {}; (⟪() => Error.captureStackTrace(plain)⟫)(); console.log(plain.stack);`,
  ],
  [
    'its text made when it is first read, not before',
    `const make = ⟪function make() { return new Error("first"); }⟫; const error = make(); error.message = "then"; console.log(error.stack);`,
  ],
  [
    'prepareStackTrace of its own, read back and put back',
    `const f = ⟪function f() { return new Error("x"); }⟫; const before = Error.prepareStackTrace;
console.log(typeof before, before.name, before.length, Error.prepareStackTrace === before);
const own = (error, sites) => sites.map((site) => [site.getFunctionName(), site.getLineNumber(), site.getColumnNumber(), site.getTypeName(), site.isAsync(), site.toString()].join("|"));
Error.prepareStackTrace = own; console.log(Error.prepareStackTrace === own, f().stack);
Error.prepareStackTrace = undefined; console.log(Error.prepareStackTrace, f().stack);
Error.prepareStackTrace = function () { return this === Error }; console.log(f().stack);
Error.prepareStackTrace = before; console.log(Error.prepareStackTrace === before, f().stack);
Error.prepareStackTrace = (error, sites) => before(error, sites); console.log(f().stack);
Error.prepareStackTrace = () => { throw new TypeError("own") }; try { f().stack } catch (error) { console.log(error.message) }
Error.prepareStackTrace = (error) => Error.prepareStackTrace.name; console.log(f().stack);`,
  ],
  [
    'frames like any',
    `Error.prepareStackTrace = (_, sites) => sites;
const [site] = (⟪function f() { return new Error("x").stack; }⟫)();
const names = Object.getOwnPropertyNames(Object.getPrototypeOf(site)).sort().join();
console.log(names.includes("getColumnNumber"), site.getFileName() === import.meta.url, Object.keys(site), site.getThis(), site.getFunction(), \`\${site}\`);
const copy = {}; for (const name of names.split(",")) copy[name] = /^(?:is|get)/.test(name) ? () => site[name].call(site) : site[name];
console.log(copy.getColumnNumber(), copy.getFunctionName());`,
  ],
  [
    'the caller that it looks for, as callsites and depd do',
    `function callsites() { const before = Error.prepareStackTrace; Error.prepareStackTrace = (_, sites) => sites; const holder = {}; const limit = Error.stackTraceLimit; Error.stackTraceLimit = Math.max(10, limit);
  Error.captureStackTrace(holder); const sites = holder.stack.slice(1); Error.prepareStackTrace = before; Error.stackTraceLimit = limit; return sites; }
const where = ⟪function where() { const [self, caller] = callsites(); return [self, caller].map((site) => site.getFunctionName() + site.getLineNumber() + ":" + site.getColumnNumber()).join(); }⟫;
function caller() { return where(); } console.log(caller());`,
  ],
  [
    'other realms',
    `import vm from "node:vm"; const f = ⟪function f(run) { return run(); }⟫;
console.log(f(vm.runInNewContext("() => new Error('other').stack")));
const other = vm.runInNewContext("Error"); console.log(other.stackTraceLimit, Object.hasOwn(other, "prepareStackTrace"));`,
  ],
  [
    'a stack that overflows',
    `const f = ⟪function f() { return f() + 1; }⟫; try { f() } catch (error) { console.log(error.stack.split("\\n").length, error.message); }`,
  ],
  [
    'an Error that it freezes',
    `Object.freeze(Error); const f = ⟪function f() { return new Error("x").stack; }⟫; console.log(f());`,
  ],
];

describe('StackTraces: a program sees the same of', () => {
  for (const [title, source] of PROGRAMS) {
    it(title, () => {
      const { status, stderr } = seesTheSame(source);
      assert.deepEqual([status, stderr], [0, '']);
    });
  }

  it('error.stack in a script', () => {
    seesTheSame('const f = ⟪function f() { return new Error("x").stack; }⟫; console.log(f.call({}));', {
      extension: 'cjs',
    });
  });
});
