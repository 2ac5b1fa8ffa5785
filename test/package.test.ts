import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const project = fileURLToPath(new URL('../../', import.meta.url));
const tsc = join(project, 'node_modules/typescript/bin/tsc');
const folder = mkdtempSync(join(tmpdir(), 'callmonitor-package-'));

const API = readFileSync(join(project, 'node_modules/@opentelemetry/api/package.json'), 'utf8');
/** The SDK line that is installed here: the packages of one refuse the API of the other. */
const SDK = (JSON.parse(API) as { version: string }).version.startsWith('1.9.')
  ? {
      packages: ['@opentelemetry/api@1.9.1', '@opentelemetry/sdk-trace-base@2.12.1'],
      imports: `{ BasicTracerProvider as TracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base'`,
      batch: 'new BatchSpanProcessor(new CallMonitorSpanExporter())',
    }
  : {
      packages: ['@opentelemetry/api@1.10.0', '@opentelemetry/sdk-trace@3.1.1'],
      imports: `{ TracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace'`,
      batch: 'new BatchSpanProcessor({ exporter: new CallMonitorSpanExporter() })',
    };

const OPTIONS = { cwd: folder, env: { ...process.env, npm_config_loglevel: 'error' } };

/** The package as its users get it, in a project that was empty before. */
before(async () => {
  const pack = await run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
    ...OPTIONS,
    cwd: project,
  });
  const [{ filename }] = JSON.parse(pack.stdout) as [{ filename: string }];
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  await run('npm', ['install', '--no-audit', '--no-fund', join(folder, filename), ...SDK.packages], OPTIONS);
});

after(() => rmSync(folder, { recursive: true, force: true }));

const USE = `
const { root } = { root: intercept(function add(a, b) { return a + b; })(1, 2) && snapshot()[0] };
const call = load(root).call('add', 1);
if (call.arguments.join() !== '1,2' || call.result !== 3) throw new Error('unexpected ' + call);
if (!CallMonitorSpanProcessor || !CallMonitorInstrumentation) throw new Error('an entry is missing');
console.log('works');
`;

const PROGRAMS = [
  {
    name: 'an ES module imports it',
    file: 'use.mjs',
    source: `import { intercept, load, snapshot } from 'callmonitor';
import { CallMonitorSpanProcessor } from 'callmonitor/exporters';
import { CallMonitorInstrumentation } from 'callmonitor/instrumentations';${USE}`,
  },
  {
    name: 'a CommonJS module requires it',
    file: 'use.cjs',
    source: `const { intercept, load, snapshot } = require('callmonitor');
const { CallMonitorSpanProcessor } = require('callmonitor/exporters');
const { CallMonitorInstrumentation } = require('callmonitor/instrumentations');${USE}`,
  },
];

for (const { name, file, source } of PROGRAMS) {
  test(`the package works when ${name}`, async () => {
    writeFileSync(join(folder, file), source);
    const { stdout, stderr } = await run(process.execPath, [file], OPTIONS);
    assert.equal(stdout, 'works\n');
    assert.equal(stderr, '');
  });
}

const ALONE = `
import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import { intercept, load, snapshot } from 'callmonitor';
const add = intercept(function add(a, b) { return a + b; });
add(1, 2);
const call = load(snapshot()[0]).call('add', 1);
console.log(call.args, call.result, call.traceId.length);
const manager = { active: () => ROOT_CONTEXT, with: (_, run) => run(), bind: (_, value) => value, enable() { return manager; }, disable() { return manager; } };
context.setGlobalContextManager(manager);
console.log(add(3, 4), snapshot());
`;

test('the package records without an SDK, and says what to install where it needs one', async (t) => {
  const alone = mkdtempSync(join(tmpdir(), 'callmonitor-alone-'));
  t.after(() => rmSync(alone, { recursive: true, force: true }));
  writeFileSync(join(alone, 'package.json'), '{ "private": true }\n');
  writeFileSync(join(alone, 'use.mjs'), ALONE);
  const [packed = ''] = readdirSync(folder).filter((file) => file.endsWith('.tgz'));
  const options = { ...OPTIONS, cwd: alone };
  const packages = [join(folder, packed), '@opentelemetry/api'];
  await run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', ...packages], options);
  const { stdout, stderr } = await run(process.execPath, ['use.mjs'], options);
  assert.equal(stdout, '[ 1, 2 ] 3 32\n7 []\n');
  assert.match(
    stderr,
    /no OpenTelemetry SDK is installed, so nothing is recorded: npm install @opentelemetry/,
  );
});

test('the package has a command that says how it is used', async () => {
  const { stdout } = await run('npx', ['callmonitor', '--help'], OPTIONS);
  assert.match(stdout, /Usage: callmonitor/);
});

const RECORDED = `
import { load } from 'callmonitor';
console.log(load('by-register').get('app.solve', 1).args, load('by-run').get('app.solve', 1).args);
`;

test('the package records what its command and its register reach', async () => {
  writeFileSync(join(folder, 'app.mjs'), 'const solve = (x) => x; solve(1);');
  writeFileSync(join(folder, 'recorded.mjs'), RECORDED);
  const env = { ...OPTIONS.env, CALLMONITOR_INCLUDE: './app.mjs#solve', CALLMONITOR_ROOT: 'by-register' };
  await run(process.execPath, ['--import', 'callmonitor/register', 'app.mjs'], { ...OPTIONS, env });
  const options = ['--include', './app.mjs#solve', '--root', 'by-run'];
  const { stderr } = await run('npx', ['callmonitor', 'run', ...options, '--', 'node', 'app.mjs'], OPTIONS);
  assert.match(stderr, /callmonitor: recorded 1 of 1 calls in by-run; no limit cut any\n$/);
  const { stdout } = await run(process.execPath, ['recorded.mjs'], OPTIONS);
  assert.equal(stdout, '[ 1 ] [ 1 ]\n');
});

const TYPED = `
import ${SDK.imports};
import { type Call, type DB, intercept, load, registry, settings } from 'callmonitor';
import { CallMonitorSpanExporter, CallMonitorSpanProcessor } from 'callmonitor/exporters';
import { createTransformer, type JestTransformerOptions } from 'callmonitor/jest';
import callmonitor, { type VitestPlugin } from 'callmonitor/vite';

export const plugins: VitestPlugin[] = [callmonitor()];
export const jest: JestTransformerOptions = { transformer: ['ts-jest', {}] };
export const transformer = createTransformer(jest);
export const provider = new TracerProvider({
  spanProcessors: [new CallMonitorSpanProcessor({ root: 'x' }), ${SDK.batch}],
});
export const add: (a: number, b?: number) => number = intercept((a: number, b = 1) => a + b, { when: (a) => a > 0 });
export const db: DB = load('call-monitor');
export const call: Call = db.call('add', 1);
export const texts: string[] = [String(registry), String(settings)];
export class Mesh {
  @intercept refine(n: number): number { return n; }
  @intercept({ name: 'Mesh.cut' }) static cut(): void {}
}
`;

/** `@opentelemetry/instrumentation`, which it extends, needs Node's types by itself. */
const TYPED_INSTRUMENTATION = `
import { CallMonitorInstrumentation } from 'callmonitor/instrumentations';
export const instrumentation = new CallMonitorInstrumentation({ limits: 'preview' });
`;

const COMPILED = [
  { name: 'without further packages', file: 'typed.ts', source: TYPED, types: [] },
  { name: "with Node's types", file: 'instrumentation.ts', source: TYPED_INSTRUMENTATION, types: ['node'] },
];

for (const { name, file, source, types } of COMPILED) {
  test(`the package's types compile under skipLibCheck: false, ${name}`, async () => {
    const compilerOptions = {
      noEmit: true,
      strict: true,
      skipLibCheck: false,
      module: 'nodenext',
      target: 'es2022',
      types,
      typeRoots: [join(project, 'node_modules/@types')],
    };
    writeFileSync(join(folder, file), source);
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: [file] }));
    const { stdout } = await run(process.execPath, [tsc, '-p', 'tsconfig.json'], OPTIONS).catch(
      (error: { stdout: string }) => error,
    );
    assert.equal(stdout, '');
  });
}
