import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadAll } from 'callmonitor';
import callmonitor from 'callmonitor/vite';
import type { Plugin } from 'vite';
import { programFolder, recordedCalls, recordedTexts, runNode } from './intercepted-program.js';

const FILES = {
  'package.json': '{ "type": "module", "callmonitor": { "include": ["src/**#*"] } }',
  'vitest.config.mjs': `import callmonitor from 'callmonitor/vite';
export default { plugins: [callmonitor()] };
`,
  'src/solver.ts': `interface Options { tol: number }

const refine = (x: number): number => x * 2;

export function solve(x: number, options: Options = { tol: 1 }): number {
  return refine(x) + options.tol;
}
export function fail(): never { const text: string = 'too far'; throw new RangeError(text); }
`,
  'a.test.ts': `import { expect, test } from 'vitest';
import { fail, solve } from './src/solver';
test('solves', () => { expect(solve(2)).toBe(5); });
test('fails', () => { if (process.env.FAILS) fail(); });
`,
  'b.test.ts': "import { test } from 'vitest'; test('matches no target', () => {});",
};

test('callmonitor/vite is a plugin by the types of Vite', () => {
  const plugin: Plugin = callmonitor();
  assert.equal(plugin.name, 'callmonitor');
});

for (const pool of ['forks', 'threads', 'vmThreads']) {
  test(`callmonitor/vite records in Vitest's ${pool}, by the lines of the TypeScript`, () => {
    const folder = vitestFolder();
    const { status, stdout, stderr } = runVitest(folder, ['--pool', pool]);
    assert.deepEqual([status, stderr], [0, ''], stdout);
    assert.deepEqual(recordedTexts(folder), ['solver.solve(2)', 'solver.refine(2)']);
    const [solve, refine] = recordedCalls(folder);
    assert.equal(refine?.parentSpanId, solve?.spanId);
    const [db] = loadAll(folder);
    assert.deepEqual([db?.function('solver.solve').line, db?.function('solver.refine').line], [5, 3]);
  });
}

test('callmonitor/vite shows the place in the source where a test failed', () => {
  const { status, stderr } = runVitest(vitestFolder(), [], { FAILS: '1' });
  assert.equal(status, 1);
  assert.match(stderr, /RangeError: too far\n.*src\/solver\.ts:8:71\n/);
});

test('callmonitor/vite leaves builds alone', () => {
  const folder = vitestFolder();
  const build = `import { build } from 'vite';
    import callmonitor from 'callmonitor/vite';
    await build({ configFile: false, logLevel: 'silent', plugins: [callmonitor()],
      build: { minify: false, lib: { entry: 'src/solver.ts', formats: ['es'], fileName: 'solver' } } });`;
  assert.equal(runNode(folder, ['--input-type=module', '-e', build]).stderr, '');
  const source =
    "import { readFileSync } from 'node:fs'; console.log(readFileSync('dist/solver.js', 'utf8'))";
  const { stdout } = runNode(folder, ['--input-type=module', '-e', source]);
  assert.match(stdout, /function solve/);
  assert.doesNotMatch(stdout, /callmonitor/);
});

function vitestFolder(): string {
  return programFolder(FILES, ['callmonitor', 'vitest', 'vite']);
}

function runVitest(folder: string, words: readonly string[], env: Record<string, string> = {}) {
  return runNode(folder, ['node_modules/vitest/vitest.mjs', 'run', ...words], {
    env: { NO_COLOR: '1', ...env },
  });
}
