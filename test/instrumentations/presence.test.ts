import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { programFolder, REGISTER, recordedTexts, runNode } from './intercepted-program.js';

const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));
const PACKAGES = ['callmonitor', '@opentelemetry', 'pino', 'tsx'];
const QUIET = { OTEL_TRACES_EXPORTER: 'none', OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' };

/** A tracing config as users write it, that prints the spans at the end; `ORDER` says who comes first. */
const SDK = `import { NodeSDK } from '@opentelemetry/sdk-node';
import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { InstrumentationBase, InstrumentationNodeModuleDefinition } from '@opentelemetry/instrumentation';
import { CallMonitorInstrumentation } from 'callmonitor/instrumentations';
import { CallMonitorSpanProcessor } from 'callmonitor/exporters';

class Logging extends InstrumentationBase {
  constructor() { super('logging', '1', {}); }
  init() {
    return new InstrumentationNodeModuleDefinition('pino', ['*'], (pino) => {
      const logging = (...args) => { console.log('logging', pino.name); return pino(...args); };
      return Object.assign(logging, pino, { pino: logging, default: logging });
    });
  }
}
const include = JSON.parse(process.env.IN_CODE ?? 'null');
const own = () => (include ? [new CallMonitorInstrumentation({ include })] : []);
const others = () => [new HttpInstrumentation(), new Logging()];
const instrumentations = process.env.ORDER === 'others' ? [...others(), ...own()] : [...own(), ...others()];
const memory = new InMemorySpanExporter();
const spanProcessors = [new CallMonitorSpanProcessor(), new SimpleSpanProcessor(memory)];
const sdk = new NodeSDK({ instrumentations, spanProcessors });
sdk.start();
export async function end() {
  await Promise.all(spanProcessors.map((each) => each.forceFlush()));
  console.log(memory.getFinishedSpans().map(({ name }) => name).sort().join(' '));
  await sdk.shutdown();
}
`;

const APP = `(async () => {
  const { end } = await import('./sdk.mjs');
  const http = require('node:http');
  const pino = require('pino');
  pino({ level: 'silent' });
  const server = http.createServer((request, response) => response.end('hello'));
  await new Promise((resolve) => server.listen(0, resolve));
  await new Promise((resolve) => http.get({ port: server.address().port }, (response) => {
    response.resume();
    response.on('end', resolve);
  }));
  await new Promise((resolve) => server.close(resolve));
  await end();
})();
`;

const TARGETS = JSON.stringify(['node:http#createServer', 'pino#pino', './app.cjs#*']);
const WAYS: { how: string; nodeArgs: string[]; env: Record<string, string> }[] = [
  { how: 'in a tracing config, before', nodeArgs: [], env: { IN_CODE: TARGETS } },
  { how: 'in a tracing config, behind', nodeArgs: [], env: { IN_CODE: TARGETS, ORDER: 'others' } },
  { how: 'by --import', nodeArgs: ['--import', REGISTER], env: { CALLMONITOR_INCLUDE: TARGETS } },
  {
    how: 'by --require',
    nodeArgs: ['--require', fileURLToPath(REGISTER)],
    env: { CALLMONITOR_INCLUDE: TARGETS },
  },
];

describe('callmonitor beside other instrumentations of the same modules', () => {
  for (const { how, nodeArgs, env } of WAYS) {
    test(`records, and they trace: ${how} them`, () => {
      const folder = programFolder({ 'sdk.mjs': SDK, 'app.cjs': APP }, PACKAGES);
      const { stdout, stderr } = runNode(folder, ['app.cjs'], { nodeArgs, env: { ...QUIET, ...env } });
      assert.equal(stderr, '');
      assert.match(stdout, /^logging pino\n(.* )?GET GET( .*)?\n$/);
      const recorded = recordedTexts(folder);
      assert.equal(recorded.filter((text) => text.startsWith('http.createServer(')).length, 1);
      assert.equal(recorded.filter((text) => text.startsWith('pino.pino(')).length, 1);
    });
  }

  test('an instrumentation in code sends what register records to its tracer, and nothing twice', () => {
    const folder = programFolder(
      {
        'sdk.mjs': SDK,
        'solver.mjs': 'export const solve = (x) => x + 1;',
        'app.mjs': `import { end } from './sdk.mjs';
const { solve } = await import('./solver.mjs');
solve(1);
await end();`,
      },
      PACKAGES,
    );
    const targets = JSON.stringify(['./solver.mjs#solve']);
    const { stdout, stderr } = runNode(folder, ['--import', REGISTER, 'app.mjs'], {
      env: { ...QUIET, CALLMONITOR_INCLUDE: targets, IN_CODE: targets },
    });
    assert.deepEqual([stdout, stderr], ['solver.solve\n', '']);
    assert.deepEqual(recordedTexts(folder), ['solver.solve(1)']);
  });
});

describe('callmonitor beside another copy of itself', () => {
  const FILES = {
    'solver.mjs': 'export function solve(x) { return x + 1; }',
    'dep/index.mjs': `import { intercept } from 'callmonitor';
import { solve } from '../solver.mjs';
export const own = intercept(function own(x) { return x; });
export const again = intercept(solve, { name: 'again' });`,
    'app.mjs': `import { own, again } from './dep/index.mjs';
import { solve } from './solver.mjs';
own(1); again(2); solve(3);`,
    'talk.mjs': `import { diag } from '@opentelemetry/api';
const say = (...words) => console.log(...words);
diag.setLogger({ error: say, warn: say, info() {}, debug() {}, verbose() {} });`,
  };

  test('each call is recorded once', () => {
    const folder = programFolder(FILES, PACKAGES);
    copyInto(folder);
    const { stdout, stderr } = runNode(folder, ['app.mjs'], { include: ['./solver.mjs#solve'] });
    assert.deepEqual([stdout, stderr], ['', '']);
    assert.deepEqual(recordedTexts(folder).sort(), ['again(2)', 'own(1)', 'solver.solve(3)']);
  });

  test('the one that is registered second leaves it to the first, and says so', () => {
    const folder = programFolder(FILES, PACKAGES);
    const second = join(copyInto(folder), 'dist/instrumentations/register.js');
    const { stdout, stderr } = runNode(
      folder,
      ['--import', './talk.mjs', '--import', REGISTER, '--import', second, 'app.mjs'],
      {
        env: { CALLMONITOR_INCLUDE: './solver.mjs#solve' },
      },
    );
    assert.equal(stderr, '');
    assert.match(
      stdout,
      /^callmonitor: version \S+ at \S+ intercepts already; version 0\.0\.9 at \S+ leaves it to that/,
    );
    assert.deepEqual(recordedTexts(folder).sort(), ['again(2)', 'own(1)', 'solver.solve(3)']);
  });
});

test('callmonitor under --enable-source-maps and tsx leaves stack traces as they were', () => {
  const folder = programFolder(
    {
      'package.json': '{ "type": "module" }',
      'solver.ts': `interface Options { tol: number }

export function fail(x: number, options: Options): number {
  throw new RangeError(\`\${x} is beyond \${options.tol}\`);
}
`,
      'app.ts': `import { fail } from './solver';
try { fail(2, { tol: 1 }); } catch (error) { console.log((error as Error).stack); }
`,
    },
    PACKAGES,
  );
  for (const nodeArgs of [
    ['--import', 'tsx'],
    ['--enable-source-maps', '--import', 'tsx'],
  ]) {
    const bare = runNode(folder, ['app.ts'], { nodeArgs });
    const own = runNode(folder, ['app.ts'], { nodeArgs, include: ['./solver.ts#fail'] });
    assert.match(own.stdout, /solver\.ts:4:9/);
    assert.deepEqual([own.stdout, own.stderr], [bare.stdout, bare.stderr]);
  }
  assert.deepEqual(recordedTexts(folder), ['solver.fail(2, {"tol":1})', 'solver.fail(2, {"tol":1})']);
});

/** Another version, in the packages of `dep`. */
function copyInto(folder: string): string {
  const copy = join(folder, 'dep/node_modules/callmonitor');
  mkdirSync(copy, { recursive: true });
  for (const part of ['src', 'instrumentations', 'exporters']) {
    cpSync(join(PROJECT, 'dist', part), join(copy, 'dist', part), { recursive: true });
  }
  symlinkSync(join(PROJECT, 'node_modules'), join(copy, 'node_modules'));
  const description = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8'));
  writeFileSync(join(copy, 'package.json'), JSON.stringify({ ...description, version: '0.0.9' }));
  return copy;
}
