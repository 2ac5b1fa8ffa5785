import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { intercept } from 'callmonitor';
import { seesTheSame } from './bare-and-intercepted.js';
import { runProgram } from './programs.js';
import { TestSdk, temporaryFolder } from './tracing.js';

const sdk = new TestSdk();
const folder = temporaryFolder();

/** The line on which this is called. */
function thisLine(): number {
  const [, , line] = String(new Error().stack).split('\n');
  return Number(/:(\d+):\d+\)?$/.exec(String(line))?.[1]);
}

function placeOf(name: string): [file: string, line: number] {
  const { attributes } = sdk.span(name);
  return [String(attributes['code.file.path']), Number(attributes['code.line.number'])];
}

describe('the place of a function is', () => {
  it('the line on which it is intercepted', () => {
    const [f, line] = [intercept(() => 1, { name: 'placed' }), thisLine()];
    f();
    const [file, found] = placeOf('placed');
    assert.match(file, /call-site\.test\.js$/);
    assert.equal(found, line);
  });

  it('the same whatever the program made of Error', () => {
    const { prepareStackTrace, stackTraceLimit } = Error;
    const prepare = () => assert.fail('the program’s code ran');
    Error.prepareStackTrace = prepare;
    Error.stackTraceLimit = 0;
    let f: () => number;
    let kept: unknown[];
    try {
      f = intercept(() => 1, { name: 'limited' });
      kept = [Error.prepareStackTrace === prepare, Error.stackTraceLimit];
    } finally {
      Object.assign(Error, { prepareStackTrace, stackTraceLimit });
    }
    f();
    assert.match(placeOf('limited')[0], /call-site\.test\.js$/);
    assert.deepEqual(kept, [true, 0]);
  });

  it('in the original source, where Node follows source maps', () => {
    const file = join(folder, 'original.ts');
    const url = (name: string) => JSON.stringify(import.meta.resolve(name));
    const source = `const { intercept } = await import(${url('callmonitor')});\nintercept(function mapped() {})();\n//# sourceMappingURL=program.mjs.map`;
    writeFileSync(join(folder, 'program.mjs'), source);
    // the second line of program.mjs is the fifth of original.ts
    writeFileSync(
      join(folder, 'program.mjs.map'),
      JSON.stringify({ version: 3, sources: ['original.ts'], names: [], mappings: ';AAIA' }),
    );
    writeFileSync(file, '');
    const root = join(folder, 'mapped');
    const { stderr } = spawnSync(process.execPath, ['--enable-source-maps', join(folder, 'program.mjs')], {
      env: { ...process.env, CALLMONITOR_ROOT: root },
      encoding: 'utf8',
    });
    assert.equal(stderr, '');
    const { file: found, line } = functionLine(root, 'mapped');
    assert.deepEqual([found, line], [file, 5]);
  });

  const evaluated: Record<string, string> = {
    eval: 'eval("wrap(function placeless() {})")();',
    'new Function': 'new Function("wrap", "return wrap(function placeless() {})")(wrap)();',
    'a data: URL':
      'globalThis.wrap = wrap; await import("data:text/javascript,wrap(function placeless() {})()");',
  };
  for (const [where, source] of Object.entries(evaluated)) {
    it(`no reason to fail in ${where}`, () => {
      const { stderr, status } = runProgram(source, { folder, setup: 'embedded' });
      assert.deepEqual([stderr, status], ['', 0]);
    });
  }

  it('found where Error is frozen', () => {
    mkdirSync(join(folder, 'frozen'));
    const { stderr, status } = runProgram('Object.freeze(Error); wrap(function f() {})();', {
      folder: join(folder, 'frozen'),
      setup: 'embedded',
    });
    assert.deepEqual([stderr, status], ['', 0]);
  });
});

describe('a stack trace', () => {
  seesTheSame('of the program has the frames of the program', (wrap) => {
    const inner = wrap(function inner() {
      return String(new Error('x').stack);
    });
    const outer = wrap(function outer() {
      return inner();
    });
    return outer()
      .split('\n')
      .map((line) => /at (inner|outer)\b/.exec(line)?.[1])
      .filter(Boolean);
  });
});

function functionLine(root: string, name: string): { file: string; line: number } {
  return JSON.parse(readFileSync(join(root, name, 'function.json'), 'utf8'));
}
