import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runPatched } from './patched-program.js';

/** A package of each kind. */
const FILES = {
  'node_modules/tools/package.json': '{"name":"tools","version":"1.0.0-rc.1","main":"index.js"}',
  'node_modules/tools/index.js': `function tools(x) { return x; }
module.exports = tools;
module.exports.chunk = function chunk(list, size) { return [list.slice(0, size), list.slice(size)]; };
tools.alias = tools.chunk; tools.default = tools; tools.VERSION = '1';
class Mesh { constructor(n) { this.n = n; } refine(k) { return this.n * k; } get area() { return 7; } static of(n) { return new Mesh(n); } }
tools.Mesh = Mesh;`,
  'node_modules/tools/fp.js': 'exports.curry = function curry(f) { return f; };',
  'node_modules/@scope/pkg/package.json': `{"name":"@scope/pkg","version":"2.0.0","exports":{".":{"import":"./main.mjs","require":"./main.cjs"},"./sub":"./lib/sub.cjs"}}`,
  'node_modules/@scope/pkg/main.mjs': `export default function solve(x) { return x + 1; } export { solve as other }; export class Model { run() { return 'ran'; } }`,
  'node_modules/@scope/pkg/main.cjs': `exports.default = exports.other = function solve(x) { return x + 1; }; exports.Model = class Model { run() { return 'ran'; } };`,
  'node_modules/@scope/pkg/lib/sub.cjs': 'exports.deep = function deep() { return 1; };',
  'node_modules/compiled/package.json': '{"name":"compiled","version":"1.0.0"}',
  'node_modules/compiled/index.js': `"use strict"; Object.defineProperty(exports, "__esModule", { value: true });
let reads = 0; const inner = { add(a, b) { return a + b; } }; exports.count = 0; exports.bump = function bump() { exports.count++; };
Object.defineProperty(exports, "add", { enumerable: true, get: function () { reads++; return inner.add; } });
Object.defineProperty(exports, "reads", { enumerable: true, get: function () { return reads; } });`,
  'node_modules/frozen/package.json': '{"name":"frozen","version":"1.0.0"}',
  'node_modules/frozen/index.js': 'module.exports = Object.freeze({ twice(x) { return 2 * x; }, one: 1 });',
};

describe('moduleDefinitions()', () => {
  it('has functions of a required package recorded, under all names one', () => {
    const { printed, recorded } = runPatched(
      `const tools = require('tools'); tools.chunk([1, 2], 1); tools.alias([1], 1); tools(1);
console.log(JSON.stringify([tools.alias === tools.chunk, tools.default === tools, tools.VERSION, tools.Mesh.of(3).refine(2), new tools.Mesh(1).area, new tools.Mesh(1).constructor === tools.Mesh, require('tools') === tools]));`,
      {
        files: FILES,
        extension: 'cjs',
        modules: { tools: ['chunk', 'default', 'Mesh.refine', 'Mesh.of', 'Mesh.area.get'] },
      },
    );
    assert.deepEqual(printed, [[true, true, '1', 6, 7, true, true]]);
    assert.deepEqual(recorded, {
      'tools.chunk': 2,
      'tools.default': 1,
      'tools.Mesh.of': 1,
      'tools.Mesh.refine': 1,
      'tools.Mesh.area.get': 1,
    });
  });

  it('has the same functions recorded where the package is imported, and required beside it', () => {
    const { printed, recorded } = runPatched(
      `import tools, { chunk } from 'tools'; import * as all from 'tools'; import { createRequire } from 'node:module';
const required = createRequire(import.meta.url)('tools'); chunk([1], 1); tools.chunk([1], 1); required.chunk([1], 1); tools(1); required(2);
console.log(JSON.stringify([chunk === tools.chunk, tools.chunk === required.chunk, all.default === tools, tools === required]));`,
      { files: FILES, modules: { tools: ['chunk', 'default'] } },
    );
    assert.deepEqual(printed, [[true, true, true, true]]);
    assert.deepEqual(recorded, { 'tools.chunk': 3, 'tools.default': 2 });
  });

  it('reaches ES modules: default and named exports of one function are one interception', () => {
    const { printed, recorded } = runPatched(
      `import solve, { other, Model } from '@scope/pkg'; solve(1); other(2); new Model().run(); console.log(JSON.stringify([solve === other, solve.name]));`,
      { files: FILES, modules: { '@scope/pkg': ['default', 'Model.run'] } },
    );
    assert.deepEqual(printed, [[true, 'solve']]);
    assert.deepEqual(recorded, { '@scope/pkg.default': 2, '@scope/pkg.Model.run': 1 });
  });

  it('reaches entries below a package, by their name and by the package’s map', () => {
    const source = (load: string) => `${load} fp.curry(1); sub.deep(); console.log('1');`;
    const wanted = { files: FILES, modules: { 'tools/fp': ['curry'], '@scope/pkg/sub': ['deep'] } };
    const expected = { 'tools/fp.curry': 1, '@scope/pkg/sub.deep': 1 };
    const required = source("const fp = require('tools/fp'), sub = require('@scope/pkg/sub');");
    assert.deepEqual(runPatched(required, { ...wanted, extension: 'cjs' }).recorded, expected);
    const imported = source("import * as fp from 'tools/fp.js'; import * as sub from '@scope/pkg/sub';");
    assert.deepEqual(
      runPatched(imported, { ...wanted, modules: { 'tools/fp.js': ['curry'], '@scope/pkg/sub': ['deep'] } })
        .recorded,
      { 'tools/fp.js.curry': 1, '@scope/pkg/sub.deep': 1 },
    );
  });

  it('gives a substitute for getters of a compiler and for frozen exports, which stays alive', () => {
    const { printed, recorded } = runPatched(
      `const compiled = require('compiled'), frozen = require('frozen');
const before = compiled.reads; compiled.add(1, 2); compiled.bump(); frozen.twice(2);
console.log(JSON.stringify([before, compiled.count, compiled.add === compiled.add, Object.keys(compiled), compiled.__esModule, frozen.one]));`,
      { files: FILES, extension: 'cjs', modules: { compiled: ['add'], frozen: ['twice'] } },
    );
    assert.deepEqual(printed, [[0, 1, true, ['count', 'bump', 'add', 'reads'], true, 1]]);
    assert.deepEqual(recorded, { 'compiled.add': 1, 'frozen.twice': 1 });
  });

  it('takes everything back with disable(), and again with enable(), but for what another has wrapped since', () => {
    const { printed, recorded } = runPatched(
      `const tools = require('tools'), compiled = require('compiled'); const { chunk, Mesh } = tools; const wrapped = (...args) => chunk(...args);
instrumentation.disable(); tools.chunk([1], 1); new tools.Mesh(1).refine(1); compiled.add(1, 1);
const seen = [tools.chunk === chunk, tools.Mesh === Mesh];
instrumentation.enable(); tools.chunk([1], 1); new tools.Mesh(1).refine(1); compiled.add(1, 1);
seen.push(tools.chunk === chunk, tools.Mesh === Mesh); tools.chunk = wrapped; instrumentation.disable(); seen.push(tools.chunk === wrapped);
console.log(JSON.stringify(seen));`,
      {
        files: FILES,
        extension: 'cjs',
        modules: { tools: ['chunk', 'Mesh', 'Mesh.refine'], compiled: ['add'] },
      },
    );
    assert.deepEqual(printed, [[false, false, true, true, true]]);
    assert.deepEqual(recorded, {
      'tools.chunk': 1,
      'tools.Mesh': 1,
      'tools.Mesh.refine': 1,
      'compiled.add': 1,
    });
  });

  it('knows the names of what could have been named', () => {
    const { printed } = runPatched(
      `require('tools'); console.log(JSON.stringify(moduleNames().get('tools').filter((name) => /^Mesh|chunk$/.test(name))));`,
      { files: FILES, extension: 'cjs', modules: { tools: ['chunck'] } },
    );
    const [names] = printed as string[][];
    for (const name of ['chunk', 'Mesh', 'Mesh.refine', 'Mesh.of', 'Mesh.area.get'])
      assert.ok(names?.includes(name), name);
  });
});

describe('registerImportHook()', () => {
  const wrapping = (register: string) =>
    `data:text/javascript,${encodeURIComponent(
      `import { createRequire, register } from 'node:module'; const require = createRequire(${JSON.stringify(import.meta.url)});
const { Hook } = require(createRequire(require.resolve('@opentelemetry/instrumentation')).resolve('import-in-the-middle'));
${register}
globalThis.seen = []; new Hook((exports, name) => { seen.push(name.split('/').pop()); });`,
    )}`;

  it('leaves the hook of another instrumentation its own modules', () => {
    const before = wrapping(
      `register(import.meta.resolve?.('x') ?? 'x', { data: {} });`.replace(
        /register\(.*\)/,
        `register(new URL('../../../../node_modules/@opentelemetry/instrumentation/hook.mjs', ${JSON.stringify(import.meta.url)}))`,
      ),
    );
    const { printed, recorded } = runPatched(
      `import { chunk } from 'tools'; import frozen from 'frozen'; chunk([1], 1); frozen.twice(1); console.log(JSON.stringify(seen.includes('frozen')));`,
      { files: FILES, modules: { tools: ['chunk'] }, before },
    );
    assert.deepEqual(printed, [true]);
    assert.deepEqual(recorded, { 'tools.chunk': 1 });
  });
});
