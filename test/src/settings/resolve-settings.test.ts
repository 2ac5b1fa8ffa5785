import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type DiagLogger, diag } from '@opentelemetry/api';
import type { Environment } from '../../../src/settings/environment.js';
import { resolveSettings, resolveWithOrigins } from '../../../src/settings/resolve-settings.js';
import type { Settings, SettingsInput } from '../../../src/settings/settings.js';
import { temporaryFolder } from './temporary-folder.js';

interface World {
  code?: SettingsInput;
  env?: Environment;
  file?: string;
}

function resolveIn(t: TestContext, { code = {}, env = {}, file }: World) {
  const cwd = temporaryFolder(t, file === undefined ? {} : { 'callmonitor.config.json': file });
  const warnings: string[] = [];
  const resolved = resolveWithOrigins(code, { env, cwd, warn: (message) => warnings.push(message) });
  return { ...resolved, warnings, cwd };
}

test('resolveSettings() gives the defaults where nothing is set', (t) => {
  const settings = resolveSettings({}, { env: {}, cwd: temporaryFolder(t) });
  assert.ok(Object.isFrozen(settings));
  assert.deepEqual(settings, {
    enabled: true,
    root: 'call-monitor',
    layout: 'folders',
    durability: 'call',
    inlineBytes: 4096,
    flushIntervalMs: 100,
    flushBytes: 1_048_576,
    spans: 'calls',
    overflow: 'block',
    shutdownTimeoutMs: 30_000,
    maxDatabaseBytes: 16 * 1024 ** 3,
    minFreeBytes: 512 * 1024 ** 2,
    attributeBytes: 4096,
    include: [],
    exclude: [],
    thin: 1000,
    limits: {},
    redact: [],
    result: true,
    this: true,
    url: '',
  });
});

const LEVELS: [string, World, root: string, origin: string][] = [
  [
    'code before all',
    { code: { root: 'c' }, env: { CALLMONITOR_ROOT: 'e' }, file: '{"root":"f"}' },
    'c',
    'code',
  ],
  ['environment before file', { env: { CALLMONITOR_ROOT: 'e' }, file: '{"root":"f"}' }, 'e', 'environment'],
  [
    'file before default',
    { code: { root: undefined }, env: { CALLMONITOR_ROOT: '' }, file: '{"root":"f"}' },
    'f',
    'file',
  ],
  ['default last', { file: '{}' }, 'call-monitor', 'default'],
];

for (const [what, world, root, origin] of LEVELS) {
  test(`resolveWithOrigins() takes ${what}`, (t) => {
    const { settings, origins, cwd } = resolveIn(t, world);
    assert.equal(settings.root, root);
    assert.equal(origins.root, origin === 'file' ? join(cwd, 'callmonitor.config.json') : origin);
  });
}

const VARIABLES: [variable: string, text: string, key: keyof Settings, value: unknown][] = [
  ['CALLMONITOR_ENABLED', 'false', 'enabled', false],
  ['CALLMONITOR_MAX_DATABASE_BYTES', '1000', 'maxDatabaseBytes', 1000],
  ['CALLMONITOR_FLUSH_INTERVAL_MS', '5', 'flushIntervalMs', 5],
  ['CALLMONITOR_THIS', 'False', 'this', false],
  ['CALLMONITOR_SPANS', 'all', 'spans', 'all'],
  ['CALLMONITOR_URL', 'https://j.example/{traceId}', 'url', 'https://j.example/{traceId}'],
  ['CALLMONITOR_LIMITS', 'preview', 'limits', 'preview'],
  ['CALLMONITOR_LIMITS', '{"maxDepth":3}', 'limits', { maxDepth: 3 }],
  ['CALLMONITOR_REDACT', 'false', 'redact', false],
  ['CALLMONITOR_REDACT', 'true', 'redact', []],
  ['CALLMONITOR_REDACT', 'ssn, args[0].pan', 'redact', ['ssn', 'args[0].pan']],
];

for (const [variable, text, key, value] of VARIABLES) {
  test(`resolveSettings() reads ${variable}=${text}`, (t) => {
    const { settings, warnings } = resolveIn(t, { env: { [variable]: text } });
    assert.deepEqual(settings[key], value);
    assert.deepEqual(warnings, []);
  });
}

const WARNINGS: [variable: string, text: string, warning: string][] = [
  [
    'CALLMONITOR_FLUSH_BYTES',
    'lots',
    "Expected a positive integer for CALLMONITOR_FLUSH_BYTES, got 'lots'; CALLMONITOR_FLUSH_BYTES is ignored",
  ],
  [
    'CALLMONITOR_LIMITS',
    '{"maxDepth":',
    `Expected 'full', 'preview' or an object of limits for limits, got '{"maxDepth":'; CALLMONITOR_LIMITS is ignored`,
  ],
  [
    'CALLMONITOR_LIMITS',
    '{"maxDepth":-1}',
    'Expected a positive integer or zero for limits.maxDepth, got -1; CALLMONITOR_LIMITS is ignored',
  ],
  ['CALLMONITOR_ROT', 'there', 'Unknown variable CALLMONITOR_ROT, did you mean CALLMONITOR_ROOT?'],
  [
    'CALLMONITOR_CONFIG',
    'absent.json',
    "Expected a file for CALLMONITOR_CONFIG, got 'absent.json'; CALLMONITOR_CONFIG is ignored",
  ],
  [
    'OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT',
    '-1',
    "Expected a positive integer or zero for OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT, got '-1'; OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT is ignored",
  ],
];

for (const [variable, text, warning] of WARNINGS) {
  test(`resolveSettings() warns of ${variable}=${text} and goes on`, (t) => {
    const { warnings, settings } = resolveIn(t, { env: { [variable]: text } });
    assert.deepEqual(warnings, [warning]);
    assert.deepEqual(settings, resolveSettings({}, { env: {}, cwd: temporaryFolder(t) }));
  });
}

test('resolveSettings() warns through diag unless told otherwise', (t) => {
  const warnings: unknown[] = [];
  const logger = { warn: (message: string) => warnings.push(message) } as unknown as DiagLogger; // all that is called
  diag.setLogger(logger, { suppressOverrideMessage: true });
  t.after(() => diag.disable());
  resolveSettings({}, { env: { CALLMONITOR_ENABLED: 'yes' }, cwd: temporaryFolder(t) });
  assert.deepEqual(warnings, [
    "callmonitor: Expected true or false for CALLMONITOR_ENABLED, got 'yes'; CALLMONITOR_ENABLED is ignored",
  ]);
});

const ERRORS: [values: object, message: string][] = [
  [{ rooot: 'x' }, "Unknown setting 'rooot', did you mean 'root'?"],
  [JSON.parse('{"__proto__":{}}'), "Unknown setting '__proto__', did you mean 'root'?"],
  [{ flushBytes: 'lots' }, "Expected a positive integer for flushBytes, got 'lots'"],
  [{ layout: 'flat' }, "Expected 'folders' or 'packed' for layout, got 'flat'"],
  [{ limits: { maxDepth: -1 } }, 'Expected a positive integer or zero for limits.maxDepth, got -1'],
  [
    { redact: [7] },
    'Expected a name, a path from args, kwargs, this, result, error or attributes, a RegExp, or a function for redact[0], got 7',
  ],
  [['root'], "Expected an object for the settings, got [ 'root' ]"],
];

for (const [values, message] of ERRORS) {
  test(`resolveSettings() throws in code: ${message}`, (t) => {
    assert.throws(() => resolveIn(t, { code: values }), { name: 'TypeError', message });
  });

  test(`resolveSettings() throws in a file: ${message}`, (t) => {
    const cwd = temporaryFolder(t, { 'callmonitor.config.json': JSON.stringify(values) });
    const place = ` (in ${join(cwd, 'callmonitor.config.json')})`;
    assert.throws(() => resolveSettings({}, { env: {}, cwd }), {
      name: 'TypeError',
      message: message + place,
    });
  });
}

test('resolveSettings() reads the file that CALLMONITOR_CONFIG names, from the working directory', (t) => {
  const cwd = temporaryFolder(t, {
    'callmonitor.config.json': '{"root":"found"}',
    'my/own.json': '{"root":"named"}',
  });
  assert.equal(resolveSettings({}, { env: { CALLMONITOR_CONFIG: 'my/own.json' }, cwd }).root, 'named');
});

const OTEL: [what: string, World, Partial<Settings>][] = [
  [
    'OTEL_SDK_DISABLED disables whatever code says',
    { code: { enabled: true }, env: { OTEL_SDK_DISABLED: 'true' } },
    { enabled: false },
  ],
  ['OTEL_SDK_DISABLED=1 disables nothing', { env: { OTEL_SDK_DISABLED: '1' } }, { enabled: true }],
  [
    'the span limit lowers attributeBytes',
    { code: { attributeBytes: 500 }, env: { OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT: '64' } },
    { attributeBytes: 64 },
  ],
  [
    'the general limit lowers it too',
    { env: { OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: '64' } },
    { attributeBytes: 64 },
  ],
  [
    'the span limit goes before the general one',
    { env: { OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT: '100', OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: '64' } },
    { attributeBytes: 100 },
  ],
  [
    'a limit raises nothing',
    { env: { OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: '99999' } },
    { attributeBytes: 4096 },
  ],
];

for (const [what, world, expected] of OTEL) {
  test(`resolveSettings(): ${what}`, (t) => {
    const { settings, warnings } = resolveIn(t, world);
    assert.deepEqual({ ...settings, ...expected }, settings);
    assert.deepEqual(warnings, []);
  });
}
