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
  'node_modules/@scope/pkg/package.json': `{"name":"@scope/pkg","version":"2.0.0","exports":{".":{"import":"./main.mjs","require":"./main.cjs"}}}`,
  'node_modules/@scope/pkg/main.mjs': `export default function solve(x) { return x + 1; } export { solve as other }; export class Model { run() { return 'ran'; } }`,
  'node_modules/@scope/pkg/main.cjs': `exports.default = exports.other = function solve(x) { return x + 1; }; exports.Model = class Model { run() { return 'ran'; } };`,
  'node_modules/compiled/package.json': '{"name":"compiled","version":"1.0.0"}',
  'node_modules/compiled/index.js': `"use strict"; Object.defineProperty(exports, "__esModule", { value: true });
let reads = 0; const inner = { add(a, b) { return a + b; } }; exports.count = 0; exports.bump = function bump() { exports.count++; };
Object.defineProperty(exports, "add", { enumerable: true, get: function () { reads++; return inner.add; } });
Object.defineProperty(exports, "reads", { enumerable: true, get: function () { return reads; } });`,
  'node_modules/frozen/package.json': '{"name":"frozen","version":"1.0.0"}',
  'node_modules/frozen/index.js': 'module.exports = Object.freeze({ twice(x) { return 2 * x; }, one: 1 });',
};

describe('patchPackage()', () => {
  it('has functions of a required package recorded, under all names one', () => {
    const { printed, recorded } = runPatched(
      `const tools = require('tools'); tools.chunk([1, 2], 1); tools.alias([1], 1); tools(1);
console.log(JSON.stringify([tools.alias === tools.chunk, tools.default === tools, tools.VERSION, tools.Mesh.of(3).refine(2), new tools.Mesh(1).area, new tools.Mesh(1).constructor === tools.Mesh, require('tools') === tools]));`,
      {
        files: FILES,
        extension: 'cjs',
        include: [
          'tools#chunk',
          'tools#default',
          'tools#Mesh.refine',
          'tools#Mesh.of',
          'tools#Mesh.area.get',
        ],
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
      { files: FILES, include: ['tools#chunk', 'tools#default'] },
    );
    assert.deepEqual(printed, [[true, true, true, true]]);
    assert.deepEqual(recorded, { 'tools.chunk': 3, 'tools.default': 2 });
  });

  it('reaches ES modules: default and named exports of one function are one interception', () => {
    const { printed, recorded } = runPatched(
      `import solve, { other, Model } from '@scope/pkg'; solve(1); other(2); new Model().run(); console.log(JSON.stringify([solve === other, solve.name]));`,
      { files: FILES, include: ['@scope/pkg#default', '@scope/pkg#Model.run'] },
    );
    assert.deepEqual(printed, [[true, 'solve']]);
    assert.deepEqual(recorded, { 'pkg.default': 2, 'pkg.Model.run': 1 });
  });

  it('gives a substitute for getters of a compiler and for frozen exports, which stays alive', () => {
    const { printed, recorded } = runPatched(
      `const compiled = require('compiled'), frozen = require('frozen');
const before = compiled.reads; compiled.add(1, 2); compiled.bump(); frozen.twice(2);
console.log(JSON.stringify([before, compiled.count, compiled.add === compiled.add, Object.keys(compiled), compiled.__esModule, frozen.one]));`,
      { files: FILES, extension: 'cjs', include: ['compiled#add', 'frozen#twice'] },
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
        include: ['tools#chunk', 'tools#Mesh', 'tools#Mesh.refine', 'compiled#add'],
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

  it('says which names there are when a target matched none', () => {
    const { printed } = runPatched(
      `require('tools'); console.log(JSON.stringify([...instrumentation.interception.unmatched().values()]));`,
      { files: FILES, extension: 'cjs', include: ['tools#chunck', 'tools#Mesh.refin', 'missing#f'] },
    );
    const [[chunk, refine, missing] = []] = printed as string[][];
    assert.match(chunk ?? '', /^the target tools#chunck matched no function of .*chunk/);
    assert.match(refine ?? '', /Mesh\.refine/);
    assert.equal(missing, 'the target missing#f matched nothing: no such module was loaded');
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
        `process.noDeprecation = true; register(new URL('../../../../node_modules/@opentelemetry/instrumentation/hook.mjs', ${JSON.stringify(import.meta.url)}))`,
      ),
    );
    const { printed, recorded } = runPatched(
      `import { chunk } from 'tools'; import frozen from 'frozen'; chunk([1], 1); frozen.twice(1); console.log(JSON.stringify(seen.includes('frozen')));`,
      { files: FILES, include: ['tools#chunk'], before },
    );
    assert.deepEqual(printed, [true]);
    assert.deepEqual(recorded, { 'tools.chunk': 1 });
  });
});
