import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadAll } from 'callmonitor';
import {
  programFolder,
  type RunOptions,
  recordedCalls,
  recordedTexts,
  runNode,
} from './intercepted-program.js';

const SOLVER = `function refine(x) {
  return x * 2;
}
exports.solve = (x, { tol = 1 } = {}) => refine(x) + tol;
exports.Mesh = class Mesh { #n = 1; grow(by) { return (this.#n += by); } };
exports.fail = function () { throw new RangeError('too far'); };
`;
const TEST = `const { solve, Mesh, fail } = require('./src/solver.js');
test('solves', () => {
  expect(solve(2)).toBe(5);
  expect(new Mesh().grow(2)).toBe(3);
  expect(fail).toThrow(RangeError);
});
`;

test('callmonitor/jest records in Jest, in each of its processes, and again out of its cache', () => {
  const files = { 'src/solver.js': SOLVER, 'a.test.js': TEST, 'b.test.js': TEST };
  const folder = jestFolder(files, { transform: { '\\.[cm]?[jt]sx?$': 'callmonitor/jest' } });
  assert.equal(runJest(folder, ['--maxWorkers', '2']).status, 0);
  assert.equal(loadAll(folder).length, 2);
  const once = ['solver.solve(2)', 'solver.refine(2)', 'solver.Mesh.grow(2)', 'solver.fail()'];
  assert.deepEqual(recordedTexts(folder), [...once, ...once]);
  const [solve, refine] = recordedCalls(folder);
  assert.equal(refine?.parentSpanId, solve?.spanId);
  assert.equal(loadAll(folder)[0]?.function('solver.solve').line, 4);

  assert.equal(runJest(folder, ['--runInBand']).status, 0);
  assert.deepEqual(recordedTexts(folder), [...once, ...once, ...once, ...once]);
});

test('callmonitor/jest shows the place in the source where a test failed', () => {
  const failing = "test('fails', () => { require('./src/solver.js').fail(); });";
  const folder = jestFolder(
    { 'src/solver.js': SOLVER, 'a.test.js': failing },
    { transform: { '\\.js$': 'callmonitor/jest' } },
  );
  const { status, stderr } = runJest(folder);
  assert.equal(status, 1);
  assert.match(stderr, /RangeError: too far\n.*at (?:Object\.\S+ \()?src\/solver\.js:6:36/s);
});

test('callmonitor/jest records ES modules, with another transformer before it', () => {
  const folder = jestFolder(
    {
      'src/solver.js': `const refine = async (x) => x * FACTOR;
export async function solve(x) { return await refine(x); }
export const now = await Promise.resolve(3);
`,
      'a.test.js': `import { solve, now } from './src/solver.js';
test('solves', async () => expect(await solve(now)).toBe(6));
`,
      'factor.cjs': `class Transformer {
  constructor({ factor }) { this.factor = factor; }
  process(code) { return { code: code.replace('FACTOR', this.factor) }; }
}
Object.defineProperty(exports, '__esModule', { value: true });
exports.default = { createTransformer: (options) => new Transformer(options) };
`,
    },
    {
      transform: { '\\.js$': ['callmonitor/jest', { transformer: ['./factor.cjs', { factor: 2 }] }] },
    },
    'module',
  );
  const { status, stderr } = runJest(folder, [], { nodeArgs: ['--experimental-vm-modules'] });
  assert.equal(status, 0, stderr);
  assert.deepEqual(recordedTexts(folder), ['solver.solve(3)', 'solver.refine(3)']);
});

test('callmonitor/jest says which transformer is missing', () => {
  const folder = jestFolder(
    { 'a.test.js': TEST },
    { transform: { '\\.js$': ['callmonitor/jest', { transformer: 'no-such-jest' }] } },
  );
  const { status, stderr } = runJest(folder);
  assert.equal(status, 1);
  assert.match(stderr, /Expected a transformer for Jest, found no module 'no-such-jest': install it/);
});

function jestFolder(files: Record<string, string>, jest: object, type = 'commonjs'): string {
  const description = { type, jest, callmonitor: { include: ['src/**#*'] } };
  const packages = ['callmonitor', 'jest', 'babel-jest'];
  return programFolder({ ...files, 'package.json': JSON.stringify(description) }, packages);
}

function runJest(folder: string, words: readonly string[] = [], options: RunOptions = {}) {
  const jest = ['node_modules/jest/bin/jest.js', '--cacheDirectory', `${folder}/.cache`];
  return runNode(folder, [...jest, ...words], options);
}
