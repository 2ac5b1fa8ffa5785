import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import Module from 'node:module';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { loadAll } from 'callmonitor';
import { programFolder, REGISTER, recordedCalls, recordedTexts, runNode } from './intercepted-program.js';

const SOLVER = `export function solve(x, { tol = 1e-3 } = {}) { return refine(x) + tol; }
const refine = (x) => x * 2;
export class Mesh { #n = 1; grow(by) { return this.#add(by); } #add(by) { return (this.#n += by); } }
export default function () { return 'default'; }
`;

test('register records functions of ES modules that targets name, exported or not', () => {
  const folder = programFolder({
    'solver.mjs': SOLVER,
    'app.mjs': `import fallback, { solve, Mesh } from './solver.mjs';
      console.log(solve(2, { tol: 1 }), new Mesh().grow(4), fallback(), fallback.name);`,
  });
  const { stdout, stderr, status } = runNode(folder, ['app.mjs'], { include: ['./solver.mjs#*'] });
  assert.deepEqual([stdout, stderr, status], ['5 5 default default\n', '', 0]);
  assert.deepEqual(recordedTexts(folder), [
    'solver.solve(2, {"tol":1})',
    'solver.refine(2)',
    'solver.Mesh.grow(4)',
    'solver.Mesh.#add(4)',
    'solver.default()',
  ]);
  const [solve, refine] = recordedCalls(folder);
  assert.equal(refine?.parentSpanId, solve?.spanId);
  assert.deepEqual(solve?.kwargs, { tol: 1 });
});

test('register records functions of CommonJS modules, required and imported', () => {
  const folder = programFolder({
    'solver.cjs': `exports.solve = function (x) { return helper(x); };
      function helper(x) { return x + 1; }
      module.exports.twice = (x) => 2 * x;`,
    'app.mjs': `import solver, { twice } from './solver.cjs';
      console.log(solver.solve(1), twice(2), solver.twice === twice);`,
    'app.cjs': `console.log(require('./solver.cjs').solve(1));`,
  });
  assert.equal(runNode(folder, ['app.mjs'], { include: ['./solver.cjs#*'] }).stdout, '2 4 true\n');
  assert.equal(runNode(folder, ['app.cjs'], { include: ['./solver.cjs#*'] }).stdout, '2\n');
  assert.deepEqual(recordedTexts(folder), [
    'solver.solve(1)',
    'solver.helper(1)',
    'solver.twice(2)',
    'solver.solve(1)',
    'solver.helper(1)',
  ]);
});

test('register keeps a handler that takes itself off', () => {
  const folder = programFolder({
    'app.mjs': `import { EventEmitter } from 'node:events';
      const emitter = new EventEmitter();
      emitter.on('x', function once() { emitter.off('x', once); console.log('once'); });
      emitter.emit('x'); emitter.emit('x');`,
  });
  assert.equal(runNode(folder, ['app.mjs'], { include: ['**#*'] }).stdout, 'once\n');
  assert.deepEqual(recordedTexts(folder), ['app.once()']);
});

test('register keeps cycles of ES modules that call each other early', () => {
  const folder = programFolder({
    'a.mjs': `import { early } from './b.mjs'; export function fromA(x) { return x + 1; } console.log(early);`,
    'b.mjs': `import { fromA } from './a.mjs'; export const early = fromA(1);`,
  });
  const { stdout, stderr } = runNode(folder, ['a.mjs'], { include: ['**#*'] });
  assert.deepEqual([stdout, stderr], ['2\n', '']);
});

test('register leaves a file alone that it cannot parse, and says so once', () => {
  const folder = programFolder({
    'app.mjs': `try { await import('./broken.mjs'); } catch (error) { console.log(error.name); }`,
    'broken.mjs': 'export const x = ;',
  });
  const { stdout, stderr } = runNode(folder, ['app.mjs'], { include: ['./broken.mjs#*'] });
  assert.equal(stdout, 'SyntaxError\n');
  assert.match(
    stderr.split('\n')[0] ?? '',
    /^callmonitor: .*broken\.mjs could not be parsed and is left alone: Unexpected token \(1:17\)$/,
  );
});

test('register says at the end which targets matched nothing, with the nearest names', () => {
  const folder = programFolder({ 'solver.mjs': SOLVER });
  const { stderr } = runNode(folder, ['solver.mjs'], {
    include: ['**#*', './solver.mjs#sovle', './nowhere.js#f'],
  });
  assert.match(stderr, /the target \.\/solver\.mjs#sovle matched no function .*\(solve, /);
  assert.match(stderr, /the target \.\/nowhere\.js#f matched nothing: no such module was loaded/);
});

test('register says what is wrong with the settings, and lets the program run', () => {
  const folder = programFolder({
    'callmonitor.config.json': '{ "include": ["solver"] }',
    'app.mjs': 'console.log(1)',
  });
  const { stdout, stderr, status } = runNode(folder, ['--import', REGISTER, 'app.mjs']);
  assert.deepEqual([stdout, status], ['1\n', 0]);
  assert.match(
    stderr,
    /^callmonitor: nothing is intercepted: Expected <module>#<function>, .* got 'solver'\n$/,
  );
});

test('register records in worker threads and child processes, each into a database of its own', () => {
  const folder = programFolder({
    'solver.mjs': SOLVER,
    'worker.mjs': `import { solve } from './solver.mjs'; solve(2);`,
    'child.mjs': `import { solve } from './solver.mjs'; solve(3);`,
    'app.mjs': `import { solve } from './solver.mjs';
      import { fork } from 'node:child_process';
      import { once } from 'node:events';
      import { Worker } from 'node:worker_threads';
      solve(1);
      await once(new Worker(new URL('./worker.mjs', import.meta.url)), 'exit');
      await once(fork('./child.mjs'), 'exit');`,
  });
  const { stderr } = runNode(folder, ['app.mjs'], { include: ['./solver.mjs#solve'] });
  assert.equal(stderr, '');
  const databases = loadAll(folder).map(({ root }) => root.slice(folder.length + 1));
  assert.match(databases.join(' '), /^call-monitor call-monitor-1 call-monitor-tid=\d$/); // Node 20 has a thread for hooks
  assert.deepEqual(recordedTexts(folder).sort(), ['solver.solve(1)', 'solver.solve(2)', 'solver.solve(3)']);
});

test('register thins the calls of a wildcard, and keeps all of a function named by itself', () => {
  const folder = programFolder({
    'app.mjs': `const many = (i) => i; const named = (i) => i;
      for (let i = 1; i <= 40; i++) { many(i); named(i); }`,
  });
  const options = { include: ['./app.mjs#named', './app.mjs#m*'], env: { CALLMONITOR_THIN: '10' } };
  runNode(folder, ['app.mjs'], options);
  const [db] = loadAll(folder);
  assert.deepEqual(
    [...(db?.calls('app.many') ?? [])].map(({ invocation }) => invocation),
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 30, 40],
  );
  assert.equal(db?.functions.get('app.named')?.recorded, 40);
  assert.equal(db?.counts['app.many'], 40);
});

test('register leaves a worker without it as it is', () => {
  const folder = programFolder({
    'worker.mjs': `export function f() { return 1; } console.log(f());`,
    'app.mjs': `import { Worker } from 'node:worker_threads';
      const start = (path) => new Worker(new URL(path, import.meta.url), { execArgv: [], env: {} });
      start('./worker.mjs');`,
  });
  const { stdout, stderr } = runNode(folder, ['app.mjs'], { include: ['**#*'] });
  assert.deepEqual([stdout, stderr], ['1\n', '']);
});

test('register is preloaded by --require as well, which leaves the stacks of scripts as they are', () => {
  const folder = programFolder({
    'app.cjs': 'const own = () => new Error("x").stack; console.log(own());',
    'worker.cjs': `const { Worker, isMainThread } = require('node:worker_threads');
      if (isMainThread) new Worker(__filename); else (function inWorker() {})();`,
    'app.mjs': 'const own = () => new Error("x").stack; console.log(own());',
  });
  const preload = ['--require', fileURLToPath(REGISTER)];
  for (const file of ['app.cjs', 'app.mjs', 'worker.cjs']) {
    const env = { CALLMONITOR_INCLUDE: '["**#*"]' };
    const { stdout, stderr } = runNode(folder, [file], { nodeArgs: preload, env });
    assert.deepEqual([stdout, stderr], [runNode(folder, [file]).stdout, '']);
  }
  assert.deepEqual(recordedTexts(folder).sort(), ['app.own()', 'app.own()', 'worker.inWorker()']);
});

test('register imported twice records once', () => {
  const folder = programFolder({ 'solver.mjs': `${SOLVER}solve(1);` });
  runNode(folder, ['--import', `${REGISTER}?again`, 'solver.mjs'], { include: ['./solver.mjs#solve'] });
  assert.deepEqual(recordedTexts(folder), ['solver.solve(1)']);
});

test('register sees what tsx makes of TypeScript, with the names and lines of the TypeScript', () => {
  const folder = programFolder(
    {
      'tsconfig.json': '{}',
      'package.json': '{ "type": "module" }',
      'solver.ts': `interface Options { tol: number }

export function solve(x: number, options: Options): number {
  return x + options.tol;
}
`,
      'app.ts': `import { solve } from './solver';
const answer: number = solve(1, { tol: 2 });
console.log(answer);
`,
    },
    ['tsx'],
  );
  const { stdout, stderr } = runNode(folder, ['--import', 'tsx', 'app.ts'], {
    include: ['./solver.ts#solve'],
  });
  assert.deepEqual([stdout, stderr], ['3\n', '']);
  const [db] = loadAll(folder);
  const { file, line } = db?.function('solver.solve') ?? {};
  assert.deepEqual([file?.slice(folder.length), line], ['/solver.ts', 3]);
});

test('register needs nothing from the program, and leaves nothing where nothing was called', () => {
  const folder = programFolder({ 'app.mjs': 'console.log(Object.keys(globalThis).length)' });
  const bare = runNode(folder, ['app.mjs']);
  const { stdout, stderr } = runNode(folder, ['app.mjs'], { include: ['./app.mjs#*'] });
  assert.equal(stdout, bare.stdout);
  assert.match(stderr, /matched no function of the modules/);
  assert.deepEqual(readdirSync(folder), ['app.mjs']);
});

test('register leaves a recursion most of its depth', () => {
  const folder = programFolder({
    'app.cjs': `function depth(n) { return n === 0 ? 0 : 1 + depth(n - 1); }
      let [deep, tooDeep] = [100, 1e6];
      while (tooDeep - deep > 50) {
        const middle = (deep + tooDeep) >> 1;
        try { depth(middle); deep = middle; } catch { tooDeep = middle; }
      }
      console.log(deep);`,
  });
  const bare = Number(runNode(folder, ['app.cjs']).stdout);
  const env = { CALLMONITOR_LAYOUT: 'packed' };
  const { stdout, stderr } = runNode(folder, ['app.cjs'], { include: ['./app.cjs#depth'], env });
  assert.ok(Number(stdout) >= bare / 2, `${stdout.trim()} of ${bare} levels`);
  assert.match(stderr, /^callmonitor: a recursion is more than 1000 intercepted calls deep/);
});

test('register shows programs their own stacks, texts and names', () => {
  const source = `class Mesh { #secret(n) { return [n, new Error('secret').stack]; } refine(n) { return this.#secret(n); } }
const fail = (n) => { if (n > 0) return fail(n - 1); throw new TypeError('deep'); };
function show(fn) { return Function.prototype.toString.call(fn); } const own = function inner() { return inner.name; };
console.log(new Mesh().refine(2)[1], show(Mesh), show(fail), show(show), own(), Mesh.prototype.refine.name);
try { fail(3); } catch (error) { console.log(error.stack); }`;
  const folder = programFolder({ 'app.mjs': source, 'app.cjs': source });
  for (const file of ['app.mjs', 'app.cjs']) {
    // Any `--import` has Node start a CommonJS program by its loader of modules.
    const bare = runNode(folder, [file], { nodeArgs: ['--import', 'data:text/javascript,'] });
    const recorded = runNode(folder, [file], { include: ['**#*'] });
    assert.deepEqual([recorded.stdout, recorded.stderr], [bare.stdout, bare.stderr]);
  }
  assert.equal(recordedCalls(folder).length, 2 * 10);
});

test('register leaves functions the names that V8 infers for stacks, and objects their types there', () => {
  const folder = programFolder({
    'app.cjs': `const show = (title) => console.log(title, new Error('x').stack);
      function Test() {} function Sub() { Test.call(this); } const api = { deep: {} }; const yes = 1;
      Test.prototype.run = function () { show('sloppy'); };
      Test.prototype.strict = () => { 'use strict'; show('strict'); };
      Test.prototype.named = function named() { show('named'); };
      Sub.prototype = Object.create(Test.prototype, { constructor: { value: Sub } });
      api.deep.er = async function () { show('deep'); }; api.lines = function* () { console.log(yield 1); };
      api.chosen = yes ? function () { show('chosen'); } : null;
      const owner = { held: yes && function () { show('held'); } }; let later; later = api.x = () => show('later');
      for (const made of [new Test(), new Sub()]) { made.run(); made.strict(); made.named(); }
      api.deep.er(); api.chosen(); owner.held(); later(); console.log(api.lines());
      [1].map(function () { show('callback'); }); (function () { show('called'); })();
      setTimeout(function () { show('timeout'); }); setTimeout(function tick() { show('named timeout'); });
      setTimeout(() => show('interval'), 5);
      console.log([api.deep.er, api.x, api.chosen, Test.prototype.run].map(({ name }) => name));`,
  });
  const bare = runNode(folder, ['app.cjs']).stdout;
  assert.match(bare, /at Test\.run .*at Sub\.named .*at api\.deep\.er /s);
  const env = { CALLMONITOR_INCLUDE: '["**#*"]' };
  const { stdout } = runNode(folder, ['app.cjs'], { nodeArgs: ['--require', fileURLToPath(REGISTER)], env });
  assert.equal(stdout, bare);
});

test('register keeps no closure alive for the name that V8 infers for it', () => {
  const folder = programFolder({
    'app.mjs': `const api = {};
      const make = () => { const held = {}; api.last = function () { return held; }; return new WeakRef(held); };
      make(); const made = make(); api.last = undefined; // what a place makes first is kept, for its signature
      setTimeout(() => { gc(); console.log(made.deref()); });`,
  });
  const include = ['./app.mjs#api.*', './app.mjs#anonymous-*'];
  const { stdout } = runNode(folder, ['app.mjs'], { include, nodeArgs: ['--expose-gc'] });
  assert.equal(stdout, 'undefined\n');
});

/** Where hooks run on the program's thread, Node asks those of packages' exports at each `require`, which its stack shows. */
const showsHooks = 'registerHooks' in Module;

test('register leaves the stacks of what fails while it is required, with targets of any kind', () => {
  const folder = programFolder({
    'app.cjs': `Error.stackTraceLimit = 100;
      const own = (name) => { try { require(name); } catch (error) { console.log(error.stack); } };
      own('./inner.cjs'); console.log(require.cache[__filename].require.name);`,
    'inner.cjs': "require('./missing.cjs');",
  });
  const bare = runNode(folder, ['app.cjs']).stdout;
  assert.match(bare, /Cannot find module/);
  for (const include of [['./app.cjs#*'], ['./app.cjs#*', 'tools#double']]) {
    const env = { CALLMONITOR_INCLUDE: JSON.stringify(include) };
    const { stdout } = runNode(folder, ['app.cjs'], {
      nodeArgs: ['--require', fileURLToPath(REGISTER)],
      env,
    });
    const hasHooks = showsHooks && include.length > 1;
    assert.equal(hasHooks ? withoutHooks(stdout) : stdout, hasHooks ? withoutHooks(bare) : bare);
  }
});

function withoutHooks(stack: string): string {
  return stack.replaceAll(
    /^ +at (?:nextStep|defaultResolve|resolveWithHooks|resolveForCJSWithHooks) .*\n/gm,
    '',
  );
}

test('register intercepts exports of packages and of Node, beside files', () => {
  const folder = programFolder({
    'app.mjs': `import { double } from 'tools'; import { basename } from 'node:path'; function own(x) { return double(x); } console.log(own(2), basename('/a/b'));`,
    'node_modules/tools/package.json': '{"name":"tools","version":"1.0.0","main":"index.js"}',
    'node_modules/tools/index.js': 'exports.double = (x) => 2 * x;',
  });
  const include = ['tools#double', 'node:path#basename', './app.mjs#own'];
  const { stdout, stderr } = runNode(folder, ['app.mjs'], { include });
  assert.deepEqual([stdout, stderr], ['4 b\n', '']);
  assert.deepEqual(recordedTexts(folder), ['app.own(2)', 'tools.double(2)', 'path.basename("/a/b")']);
});
