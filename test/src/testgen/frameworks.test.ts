import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Project } from './project.js';

const BIOME =
  '{"formatter":{"indentStyle":"space","indentWidth":2,"lineWidth":80},"javascript":{"formatter":{"quoteStyle":"single"}}}';
const TSCONFIG = JSON.stringify({
  compilerOptions: {
    strict: true,
    noEmit: true,
    module: 'nodenext',
    target: 'es2022',
    types: ['node'],
    skipLibCheck: true,
    allowImportingTsExtensions: true,
  },
  include: ['typed'],
});
/** As many as there are calls that make a test. */
const MANY = ['--max', '100', '--all', '--module'];
const VM_MODULES = { NODE_OPTIONS: '--experimental-vm-modules' };

for (const type of ['module', 'commonjs'] as const) {
  describe(`testgen for every sort of function and value, in a package of type ${type}`, () => {
    const project = new Project(type);
    after(() => project.remove());
    before(() => {
      project.write('src/library.js', libraryText(type));
      project.write('biome.json', BIOME);
      const library = pathToFileURL(project.path('src/library.js')).href;
      assert.equal(
        project.node([fileURLToPath(new URL('record-library.js', import.meta.url)), library]).stderr,
        '',
      );
    });

    test('writes tests that node runs, and that pass', () => {
      generate(project, ['src/library.js', '-o', 'node/library.test.js']);
      const { stdout, status } = project.node(['--test', '--test-reporter=tap', 'node/library.test.js']);
      assert.equal(status, 0, stdout);
      assert.ok(Number(/^# pass (\d+)$/m.exec(stdout)?.[1]) > 50, stdout);
    });

    test('writes tests that jest runs, and that pass', () => {
      generate(project, ['src/library.js', '--framework', 'jest', '-o', 'jest/library.test.js']);
      const { stderr, status } = project.node([project.bin('jest/bin/jest.js'), 'jest/'], VM_MODULES);
      assert.equal(status, 0, stderr);
      assert.match(stderr, /^Tests:\s+[5-9]\d passed, [5-9]\d total$/m);
    });

    test('leaves nothing for a formatter to do', () => {
      const { stdout, stderr, status } = spawnSync(
        process.execPath,
        [project.bin('@biomejs/biome/bin/biome'), 'format', 'node', 'jest'],
        { cwd: project.folder, encoding: 'utf8' },
      );
      assert.equal(status, 0, stdout + stderr);
    });

    test('passes over what cannot be made again or compared, and says why', () => {
      const { stdout } = project.callmonitor([
        'testgen',
        ...MANY,
        'src/library.js',
        '-o',
        'node/again.test.js',
        '--json',
      ]);
      const functions: ReadonlyArray<{ function: string; passedOver: ReadonlyArray<{ reason: string }> }> =
        JSON.parse(stdout).functions;
      const reasons = functions.flatMap(({ function: name, passedOver }) =>
        passedOver.map(({ reason }) => `${name}: ${reason}`),
      );
      assert.deepEqual(reasons, [
        'echo: its arguments were not all recorded',
        'countTo: its caller stopped the generator early',
        'next: the same arguments had other outcomes',
        'callBack: its arguments were not all recorded',
        'Safe.opens: its receiver has #private parts, which no recording keeps',
      ]);
    });

    test('records nothing while the tests run', () => {
      assert.equal(existsSync(project.path('call-monitor-1')), false);
    });
  });
}

describe('testgen for vitest and TypeScript', () => {
  const project = new Project('module');
  after(() => project.remove());
  before(() => {
    project.write('src/library.js', libraryText('module'));
    project.write('tsconfig.json', TSCONFIG);
    copyFileSync(
      fileURLToPath(new URL('../../../../test/src/testgen/library.ts', import.meta.url)),
      project.path('src/library.ts'),
    );
    const library = pathToFileURL(project.path('src/library.js')).href;
    assert.equal(
      project.node([fileURLToPath(new URL('record-library.js', import.meta.url)), library]).stderr,
      '',
    );
  });

  test('writes tests that vitest runs, and that pass', () => {
    generate(project, ['src/library.js', '--framework', 'vitest', '-o', 'vitest/library.test.js']);
    const { stdout, stderr, status } = project.node([project.bin('vitest/vitest.mjs'), 'run', 'vitest/']);
    assert.equal(status, 0, stdout + stderr);
    assert.match(stdout, /Tests\s+[5-9]\d passed/);
  });

  test('writes TypeScript that passes the compiler, and runs', () => {
    const tsx = { NODE_OPTIONS: '--import tsx' };
    generate(project, ['src/library.ts', '-o', 'typed/library.test.ts'], tsx);
    const compiled = project.node([project.bin('typescript/bin/tsc'), '-p', '.']);
    assert.equal(compiled.status, 0, compiled.stdout);
    const { stdout, status } = project.node(['--test', 'typed/library.test.ts'], tsx);
    assert.equal(status, 0, stdout);
  });

  test('refuses to have vitest required', () => {
    const { status, stderr } = project.callmonitor([
      'testgen',
      ...MANY,
      'src/library.js',
      '--framework',
      'vitest',
      '--format',
      'cjs',
    ]);
    assert.equal(status, 2);
    assert.match(stderr, /cannot be required/);
  });
});

function generate(
  project: Project,
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
): void {
  const { status, stderr } = project.callmonitor(['testgen', 'call-monitor', ...MANY, ...words], env);
  assert.deepEqual({ status, stderr }, { status: 0, stderr: '' });
}

/** The library as it is compiled, or the same with `module.exports`. */
function libraryText(type: 'module' | 'commonjs'): string {
  const text = readFileSync(new URL('library.js', import.meta.url), 'utf8').replace(/^\/\/# source.*$/m, '');
  if (type === 'module') return text;
  const names: string[] = [];
  const declared = text
    .replace(/^export default /gm, '')
    .replace(/^export ((?:async )?(?:function\*?|class|const) (\w+))/gm, (_, declaration, name) => {
      names.push(name);
      return declaration;
    });
  return `${declared}\nmodule.exports = { ${names.join(', ')} };\n`;
}
