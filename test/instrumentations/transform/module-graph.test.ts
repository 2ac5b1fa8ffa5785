import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { transformSource } from '../../../instrumentations/transform/transform-source.js';
import { RecordingRuntime } from './recording-runtime.js';

/** Files of a program, by name; `main.mjs` exports what it sees as `seen`. */
type Files = Readonly<Record<string, string>>;

const root = mkdtempSync(join(tmpdir(), 'callmonitor-graph-'));
after(() => rmSync(root, { recursive: true, force: true }));

async function seenBy(files: Files, runtime: RecordingRuntime | undefined): Promise<unknown> {
  const folder = mkdtempSync(join(root, 'program-'));
  for (const [name, text] of Object.entries(files)) {
    const url = pathToFileURL(join(folder, name)).href;
    const kind = name.endsWith('.cjs') ? 'commonjs' : 'module';
    const transformed = runtime && transformSource({ text, url, kind }, { select: () => 1 });
    if (transformed !== undefined) runtime?.add(transformed.file);
    writeFileSync(new URL(url), transformed?.code ?? text);
  }
  Reflect.set(globalThis, '__callmonitor__', runtime?.handleOf);
  try {
    const main = (await import(pathToFileURL(join(folder, 'main.mjs')).href)) as { seen: unknown };
    return main.seen;
  } finally {
    Reflect.deleteProperty(globalThis, '__callmonitor__');
  }
}

async function seesTheSame(files: Files): Promise<readonly string[]> {
  const runtime = new RecordingRuntime();
  const bare = await seenBy(files, undefined);
  assert.notEqual(bare, undefined);
  assert.deepEqual(await seenBy(files, runtime), bare);
  return runtime.calls;
}

describe('transformSource(): modules that import each other', () => {
  it('a cycle may call a hoisted function before its module has run, unrecorded', async () => {
    const calls = await seesTheSame({
      'main.mjs': `import { early } from './other.mjs'; export function solve(x) { return x * 2; }
export const seen = [early, solve(2)];`,
      'other.mjs': `import { solve } from './main.mjs'; export const early = solve(1);`,
    });
    assert.deepEqual(calls, ['solve']);
  });

  it('exports are one object by whatever name, and live', async () => {
    const calls = await seesTheSame({
      'main.mjs': `import * as all from './lib.mjs'; import { f, g, change } from './lib.mjs'; import { f as again } from './again.mjs';
const before = f; const seen = [f === g, all.f === f, again === f, f(), all.h.name]; change(); seen.push(f === before, f(), g === f); export { seen };`,
      'again.mjs': `export { f } from './lib.mjs'; export * from './lib.mjs';`,
      'lib.mjs': `export function f() { return 1; } export { f as g }; export const h = () => 2; export function change() { f = () => 3; }`,
    });
    assert.deepEqual(calls, ['f', 'change', 'f']);
  });

  it('default exports without a name keep theirs, and their text', async () => {
    const calls = await seesTheSame({
      'main.mjs': `import a from './a.mjs'; import b from './b.mjs'; import c from './c.mjs'; import d from './d.mjs'; import e from './e.mjs';
export const seen = [[a, b, c, d, e].map(({ name, length }) => [name, length]), [a, b, e].map((f) => f.toString()), a(1), b(), new c().m(), d(2).next(), e()];`,
      'a.mjs': `import './early.mjs'; export default function /* a ( */ (x) { return x; }`,
      'early.mjs': `import a from './a.mjs'; if (a(5) !== 5) throw new Error('hoisted');`,
      'b.mjs': `export default () => 1`,
      'c.mjs': `export default class { m() { return 2; } }`,
      'd.mjs': `export default function* (x) { yield x }`,
      'e.mjs': `export default (function () { return 3; })`,
    });
    const named = calls.filter((name) => !name.startsWith('anonymous'));
    assert.deepEqual(named, ['default', 'default', 'default.m', 'default', 'default']);
  });

  it('CommonJS is required, imported by name, and may be a cycle', async () => {
    const calls = await seesTheSame({
      'main.mjs': `import lib, { solve, cut } from './lib.cjs'; export const seen = [solve(1), cut(), lib.solve === solve, lib.early];`,
      'lib.cjs': `exports.solve = solve; exports.cut = () => require('./other.cjs').hidden(); exports.early = require('./other.cjs').early; function solve(x) { return x; }`,
      'other.cjs': `exports.early = require('./lib.cjs').solve(5); exports.hidden = function () { return inner(); }; function inner() { return 'inner'; }`,
    });
    assert.deepEqual(calls, ['solve', 'solve', 'cut', 'hidden', 'inner']);
  });
});
