import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { TargetList } from '../../../instrumentations/targets/target-list.js';
import { programFolder } from '../intercepted-program.js';

const cwd = programFolder({
  'src/solver.js': '',
  'tool.mjs': '',
  'node_modules/lodash/package.json': '{ "name": "lodash" }',
  'linked/package.json': '{ "name": "@scope/linked" }',
});

/** A target, a file and a function in it, and the number of the target or nothing. */
const FILES: [target: string, file: string, name: string, isSelected: boolean][] = [
  ['./src/solver.js#solve', 'src/solver.js', 'solve', true],
  ['./src/solver.js#solve', 'src/solver.js', 'solver', false],
  ['./src/solver#solve', 'src/solver.js', 'solve', true],
  ['./src/solver.js#solve', 'src/solver.ts', 'solve', true],
  ['./src/solver.js#solve', 'src/solver.json', 'solve', false],
  ['./src#start', 'src/index.mjs', 'start', true],
  ['src/solver.js#*', 'src/solver.js', 'Mesh.refine', true],
  ['tool.mjs#run', 'tool.mjs', 'run', true],
  ['src/**#*', 'src/deep/er/.hidden/a.cjs', 'anonymous-1-2', true],
  ['src/**#*', 'lib/a.js', 'f', false],
  ['src/**#*', 'src/node_modules/lodash/a.js', 'f', false],
  ['**/*.js#*', 'a.js', 'f', true],
  ['./**#Mesh.*', 'a.js', 'Mesh.#up', true],
  ['./**#Mesh.*', 'a.js', 'Mesh.[Symbol.iterator]', true],
  ['./**#Mesh.*', 'a.js', 'Meshes.up', false],
  ['./a.js#Mesh.[Symbol.iterator]', 'a.js', 'Mesh.[Symbol.iterator]', true],
  ['./**#{on,off}*', 'a.js', 'onData', true],
  ['lodash/**#*', 'node_modules/lodash/fp/map.js', 'map', true],
  ['lodash/fp/map#*', 'node_modules/lodash/fp/map.js', 'map', true],
  ['lodash/**#*', 'node_modules/lodash/node_modules/other/a.js', 'f', false],
  ['lodash/**#*', 'node_modules/.pnpm/lodash@4/node_modules/lodash/a.js', 'f', true],
  ['@scope/pkg/lib/model.js#Model.*', 'node_modules/@scope/pkg/lib/model.js', 'Model.save', true],
  ['@scope/linked/**#*', 'linked/lib/a.js', 'f', true],
  ['lodash#*', 'node_modules/lodash/index.js', 'map', false],
];

for (const [target, file, name, isSelected] of FILES) {
  test(`${target} ${isSelected ? 'selects' : 'leaves alone'} ${name} in ${file}`, () => {
    const selection = new TargetList([target], { cwd }).forFile(join(cwd, file));
    assert.equal(selection?.select(name), isSelected ? 0 : undefined);
  });
}

const EXPORTS: [target: string, kind: 'package' | 'built-in', name: string][] = [
  ['lodash#chunk', 'package', 'lodash'],
  ['@scope/pkg#*', 'package', '@scope/pkg'],
  ['node:fs#readFileSync', 'built-in', 'fs'],
  ['fs#readFileSync', 'built-in', 'fs'],
  ['node:fs/promises#*', 'built-in', 'fs/promises'],
];

for (const [target, kind, name] of EXPORTS) {
  test(`${target} is of the exports of ${name}`, () => {
    const list = new TargetList([target], { cwd });
    assert.deepEqual(kind === 'package' ? list.packages : list.builtIns, [name]);
    assert.equal(list.forExports(kind, name)?.select(target.split('#')[1] ?? ''), 0);
    assert.equal(list.hasFiles, false);
  });
}

test('the first target that names a function has it, with its options', () => {
  const list = new TargetList([{ target: './src/*#solve', result: false }, 'src/**#*'], { cwd });
  const selection = list.forFile(join(cwd, 'src/solver.js'));
  assert.deepEqual(
    ['solve', 'other'].map((name) => selection?.select(name)),
    [0, 1],
  );
  assert.equal(list.at(0).options.result, false);
  assert.equal(selection?.baseName, 'solver');
});

for (const [what, include, exclude] of [
  ['a leading !', ['src/**#*', '!src/**#helper*'], []],
  ['exclude', ['src/**#*'], ['src/**#helper*']],
] as const) {
  test(`${what} leaves functions out`, () => {
    const selection = new TargetList(include, { cwd, exclude }).forFile(join(cwd, 'src/a.js'));
    assert.equal(selection?.select('helperOne'), undefined);
    assert.equal(selection?.select('solve'), 0);
  });
}

test('an exclusion without # leaves whole modules out', () => {
  const list = new TargetList(['src/**#*', '!src/vendor/**'], { cwd });
  assert.equal(list.forFile(join(cwd, 'src/vendor/a.js'))?.select('f'), undefined);
});

test('callmonitor itself is no target', () => {
  const list = new TargetList(['**#*', 'callmonitor#*', 'callmonitor/**#*'], { cwd: '/' });
  assert.equal(
    list.forFile(fileURLToPath(new URL('../../../instrumentations/register.js', import.meta.url))),
    undefined,
  );
  assert.equal(list.forExports('package', 'callmonitor'), undefined);
});

const REFUSED: [entry: unknown, message: string][] = [
  [
    'src/solver.js',
    "Expected <module>#<function>, such as 'lodash#chunk', 'src/**#*' or 'node:fs#readFileSync' for a target, got 'src/solver.js'",
  ],
  [
    '#solve',
    "Expected <module>#<function>, such as 'lodash#chunk', 'src/**#*' or 'node:fs#readFileSync' for a target, got '#solve'",
  ],
  [
    { target: 'src/**#*', name: 'x' },
    "Expected no name for the functions of a wildcard, got 'x' for src/**#*",
  ],
  [
    { target: 'a#b', nmae: 'x' },
    "Unknown option 'nmae' for intercept: expected one of name, result, this, argsAfter, when, sample, limits, redact, attributes",
  ],
];

for (const [entry, message] of REFUSED) {
  test(`TargetList refuses ${JSON.stringify(entry)}`, () => {
    assert.throws(() => new TargetList([entry as string], { cwd }), { name: 'TypeError', message });
  });
}
