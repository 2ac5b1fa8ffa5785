import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { programFolder, recordedCalls, recordedTexts, runNode } from './intercepted-program.js';

const INSTRUMENTATIONS = import.meta.resolve('callmonitor/instrumentations');
const EXPORTERS = import.meta.resolve('callmonitor/exporters');

const SOLVER = `export function solve(x, { tol = 1e-3 } = {}) { return x + tol; }
export function login(user, secretWord) { return { user, secretWord }; }
export function list(items) { return items.length; }
export function seldom(x) { return x; }
`;

/** How a program's `tracing.mjs` sets the SDK up: whole, or by hand. */
const SET_UPS = {
  NodeSDK: (config: string) => `import { NodeSDK } from '@opentelemetry/sdk-node';
import { CallMonitorInstrumentation } from '${INSTRUMENTATIONS}';
import { CallMonitorSpanProcessor } from '${EXPORTERS}';
const sdk = new NodeSDK({ spanProcessors: [new CallMonitorSpanProcessor()], instrumentations: [new CallMonitorInstrumentation(${config})] });
sdk.start();`,
  registerInstrumentations: (
    config: string,
  ) => `import { registerInstrumentations } from '@opentelemetry/instrumentation';
import { CallMonitorInstrumentation } from '${INSTRUMENTATIONS}';
globalThis.instrumentation = new CallMonitorInstrumentation(${config});
registerInstrumentations({ instrumentations: [globalThis.instrumentation] });`,
};

function runTraced(files: Readonly<Record<string, string>>, tracing: string) {
  const folder = programFolder({ ...files, 'tracing.mjs': tracing }, ['@opentelemetry']);
  const env = { OTEL_TRACES_EXPORTER: 'none', OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' };
  const { stdout, stderr } = runNode(folder, ['app.mjs'], { nodeArgs: ['--import', './tracing.mjs'], env });
  assert.equal(stderr, '');
  return { folder, stdout };
}

const OPTIONS = `{ include: [
  { target: './solver.mjs#solve', name: 'my.solve', when: (x) => x > 1, result: false },
  { target: './solver.mjs#login', redact: ['secretWord'] },
  { target: './solver.mjs#list', limits: { maxItems: 2 } },
  { target: './solver.mjs#seldom', sample: 0 },
] }`;

for (const [title, setUp] of Object.entries(SET_UPS)) {
  test(`CallMonitorInstrumentation in ${title} records what its targets name, each by its own options`, () => {
    const { folder, stdout } = runTraced(
      {
        'solver.mjs': SOLVER,
        'app.mjs': `import { solve, login, list, seldom } from './solver.mjs';
console.log(solve(1, { tol: 0 }), solve(2, { tol: 0 }), login('ann', 'abc').secretWord, list([1, 2, 3]), seldom(1));`,
      },
      setUp(OPTIONS),
    );
    assert.equal(stdout, '1 2 abc 3 1\n');
    const [solve, login, list, ...others] = recordedCalls(folder);
    assert.equal(others.length, 0);
    assert.deepEqual([solve?.function, solve?.arguments[0], solve?.result], ['my.solve', 2, undefined]);
    assert.deepEqual([login?.function, inspect(login?.arguments).includes('abc')], ['solver.login', false]);
    assert.equal(/truncated/i.test(inspect(list?.arguments)), true);
  });
}

const SWITCHED = `import { solve } from './solver.mjs'; import { double } from 'tools'; import tools from 'tools'; import { basename } from 'node:path'; import path from 'node:path';
const seen = []; function call(x) { solve(x); tools.double(x); path.basename(String(x)); seen.push(tools.double === double, path.basename === basename); }
call(1); instrumentation.disable(); call(2); instrumentation.enable(); call(3);
instrumentation.setConfig({ include: ['tools#double'] }); call(4); console.log(seen.join());`;

test('CallMonitorInstrumentation.disable() puts exports back, and enable() and setConfig() intercept again', () => {
  const { folder } = runTraced(
    {
      'solver.mjs': SOLVER,
      'app.mjs': SWITCHED,
      'node_modules/tools/package.json': '{"name":"tools","version":"1.0.0","main":"index.js"}',
      'node_modules/tools/index.js': 'exports.double = (x) => 2 * x;',
    },
    SET_UPS.registerInstrumentations(
      "{ include: ['./solver.mjs#solve', 'tools#double', 'node:path#basename'] }",
    ),
  );
  const texts = recordedTexts(folder);
  for (const [x, expected] of [
    [1, ['solver.solve(1)', 'tools.double(1)', 'path.basename("1")']],
    [2, []],
    [3, ['solver.solve(3)', 'tools.double(3)', 'path.basename("3")']],
  ] as const) {
    assert.deepEqual(
      texts.filter((text) => text.includes(String(x))),
      expected,
    );
  }
  assert.ok(texts.includes('tools.double(4)'));
  assert.ok(!texts.includes('path.basename("4")'));
});
