import assert from 'node:assert/strict';
import { chmodSync, rmSync, statSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { DatabaseNotFoundError, IncompatibleVersionError, verify, verifyCall } from 'callmonitor';
import { functionLine, inputLine, outputLine, temporaryFolder } from '../reading-fixture.js';
import { edit, LEFT, LINES, outsideOf, soundDatabase } from './upkeep-fixture.js';

const folder = temporaryFolder();
let count = 0;

function fresh(lines?: ReadonlyArray<object | string>, changes?: object): string {
  return soundDatabase(join(folder, `db-${count++}`), lines, changes);
}

/** What is found in a database that was changed: kind, file and line, severity and remedy. */
function found(root: string): string[] {
  return verify(root).findings.map(
    ({ kind, file, line, severity, repair }) =>
      `${severity} ${kind} ${file}${line === undefined ? '' : `:${line}`} ${repair}`,
  );
}

test('verify finds nothing in a sound database, whose unfinished calls are no damage', () => {
  const { damage, warnings, functions, calls, unfinished, state } = verify(fresh());
  assert.deepEqual(
    { damage, warnings, functions, calls, unfinished, state },
    { damage: 0, warnings: 0, functions: 2, calls: 4, unfinished: 1, state: 'closed' },
  );
});

const replaceLine = (at: number, line: object | string) =>
  LINES.map((each, index) => (index === at ? line : each));

/** How a sound database is damaged, and what is found. */
const DAMAGES: ReadonlyArray<readonly [string, (root: string) => void, readonly string[]]> = [
  [
    'a file of the view that is gone',
    (root) => rmSync(join(root, 'solve/1/output_descriptor.json')),
    ['damage view-missing solve/1/output_descriptor.json mends'],
  ],
  [
    'a file of the view that was changed',
    (root) => edit(join(root, 'solve/1/input_descriptor.json'), (text) => text.replace('[1]', '[2]')),
    ['damage view-differs solve/1/input_descriptor.json mends'],
  ],
  [
    'a file of the view that was cut',
    (root) => edit(join(root, 'solve/1/input_descriptor.json'), (text) => text.slice(0, 30)),
    ['damage view-differs solve/1/input_descriptor.json mends'],
  ],
  [
    'a line that the view has as it was',
    (root) => edit(join(root, 'calls.ndjson'), (text) => text.replace('"args":[1]', '"args":[1')),
    ['damage line calls.ndjson:2 mends'],
  ],
  [
    'a log that was cut',
    (root) =>
      edit(join(root, 'calls.ndjson'), (text) =>
        text.slice(0, text.indexOf('{"kind":"function","function":"smooth"')),
      ),
    [
      'damage log-missing smooth/function.json mends',
      'damage log-missing smooth/1/input_descriptor.json mends',
      'damage log-missing smooth/1/output_descriptor.json mends',
      'damage log-missing solve/3/input_descriptor.json mends',
      'damage log-missing solve/3/output_descriptor.json mends',
      'damage log calls.ndjson mends',
    ],
  ],
  [
    'a sidecar that is gone',
    (root) => rmSync(join(root, 'smooth/1/arg_0.npy')),
    ['damage sidecar smooth/1/arg_0.npy leaves'],
  ],
  [
    'a sidecar of another shape',
    (root) => edit(join(root, 'smooth/1/arg_0.npy'), (text) => text.replace('(3,)', '(4,)')),
    ['damage sidecar smooth/1/arg_0.npy leaves'],
  ],
  [
    'a sidecar that is a link',
    (root) => {
      rmSync(join(root, 'smooth/1/arg_0.npy'));
      symlinkSync(join(folder, 'elsewhere'), join(root, 'smooth/1/arg_0.npy'));
    },
    ['damage sidecar smooth/1/arg_0.npy leaves'],
  ],
  [
    'a file that belongs to no call',
    (root) => writeFileSync(join(root, 'solve/1/notes.txt'), '', { mode: 0o600 }),
    ['warning extra solve/1/notes.txt leaves'],
  ],
  [
    'counts of the summary that are too low',
    (root) => edit(join(root, 'db.json'), (text) => text.replace('"calls":3', '"calls":2')),
    ['damage summary db.json mends'],
  ],
  [
    'a summary that is no JSON',
    (root) => edit(join(root, 'db.json'), (text) => text.slice(1)),
    ['damage summary db.json mends'],
  ],
  [
    'rights that are too loose',
    (root) => chmodSync(join(root, 'solve/1/input_descriptor.json'), 0o644),
    ['warning permissions solve/1/input_descriptor.json leaves'],
  ],
];

for (const [what, damage, expected] of DAMAGES) {
  test(`verify finds ${what}`, () => {
    const root = fresh();
    damage(root);
    const sorted = (texts: readonly string[]) => [...texts].sort();
    assert.deepEqual(sorted(found(root)), sorted(expected));
  });
}

/** Lines that are wrong in themselves, in a packed database. */
const LINES_OF_DAMAGE: ReadonlyArray<readonly [string, number, object | string, string]> = [
  ['an id that is none', 1, inputLine('solve', 1, { trace_id: 'X' }), 'keys /trace_id'],
  ['a time that is none', 1, inputLine('solve', 1, { start_time: 'now' }), 'keys /start_time'],
  ['a number that is none', 1, inputLine('solve', 0), 'keys /invocation'],
  ['a status that is none', 2, outputLine('solve', 1, { status: 'fine' }), 'keys /status'],
  ['a folder outside', 0, functionLine('solve', { dir: '../outside' }), 'dir undefined'],
  ["another function's folder", 4, functionLine('smooth', { dir: 'solve' }), 'dir undefined'],
  ['an unknown kind of value', 1, inputLine('solve', 1, { args: [{ $: 'magic' }] }), 'value /args/0'],
  [
    'a reference to nothing',
    1,
    inputLine('solve', 1, { args: [{ $: 'ref', path: '/args/7' }] }),
    'value /args/0',
  ],
  [
    'a reference to itself',
    1,
    inputLine('solve', 1, { args: [{ $: 'ref', path: '/args/0' }] }),
    'value /args/0',
  ],
  [
    'Base64 of another length',
    2,
    outputLine('solve', 1, {
      result: { $: 'ndarray', class: 'Uint8Array', dtype: '|u1', shape: [9], base64: 'AAAA' },
    }),
    'value /result',
  ],
  [
    'an element type that is none',
    2,
    outputLine('solve', 1, {
      result: { $: 'ndarray', class: 'ndarray', dtype: '<f9', shape: [3], base64: 'AAAA' },
    }),
    'value /result',
  ],
  [
    'a sidecar outside',
    2,
    outputLine('solve', 1, {
      result: { $: 'ndarray', class: 'Uint8Array', dtype: '|u1', shape: [9], file: '../../x' },
    }),
    'value /result',
  ],
  ['text that is no JSON', 1, 'garbage', 'line undefined'],
  ['a line that was there before', 3, inputLine('solve', 1), 'duplicate undefined'],
];

for (const [what, at, line, expected] of LINES_OF_DAMAGE) {
  test(`verify finds in a line ${what}`, () => {
    const root = fresh(LINES, { layout: 'packed' });
    rmSync(join(root, 'solve'), { recursive: true });
    writeLines(root, replaceLine(at, line));
    const kinds = verify(root).findings.map(({ kind, pointer }) => `${kind} ${pointer}`);
    assert.ok(kinds.includes(expected), `${expected} in ${kinds}`);
  });
}

function writeLines(root: string, lines: ReadonlyArray<object | string>): void {
  const texts = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)));
  writeFileSync(join(root, 'calls.ndjson'), `${texts.join('\n')}\n`, { mode: 0o600 });
}

test('verify takes a torn last line of a killed writer for a warning', () => {
  const root = fresh(LINES.slice(0, 9), LEFT);
  edit(join(root, 'calls.ndjson'), (text) => `${text}{"kind":"inp`);
  assert.deepEqual(found(root), [
    'warning torn calls.ndjson:10 sets aside',
    'warning not-closed db.json mends',
  ]);
});

test('verify does not look at the view of a database that is being written', () => {
  const process_ = { pid: process.pid, host: hostname(), node: 'v20' };
  const root = fresh(LINES.slice(0, 9), { ...LEFT, process: process_ });
  rmSync(join(root, 'solve'), { recursive: true });
  const { state, damage } = verify(root);
  assert.deepEqual({ state, damage }, { state: 'open', damage: 0 });
});

test('verify follows no link in the place of a folder', () => {
  const root = fresh();
  const outside = outsideOf(folder);
  rmSync(join(root, 'solve'), { recursive: true });
  symlinkSync(outside, join(root, 'solve'));
  const texts = found(root);
  assert.ok(texts.every((text) => !text.includes('secret')));
  assert.ok(texts.includes('damage view-differs solve mends'));
});

test('verify reads a line of a million brackets', () => {
  const root = fresh();
  const deep = `{"kind":"input","function":"solve","invocation":9,"args":${'['.repeat(1e6)}${']'.repeat(1e6)}}`;
  edit(join(root, 'calls.ndjson'), (text) => `${deep}\n${text}`);
  assert.ok(verify(root).damage > 0);
});

test('verify does not read what is torn and longer than any line, but says so', () => {
  const root = fresh();
  const log = join(root, 'calls.ndjson');
  const { size } = statSync(log);
  truncateSync(log, size + 2 ** 30);
  const before = process.resourceUsage().maxRSS;
  assert.deepEqual(found(root), ['damage torn calls.ndjson:11 sets aside']);
  assert.ok(process.resourceUsage().maxRSS - before < 100 * 1024, 'kibibytes');
});

test('verify counts more findings than it holds', () => {
  const root = fresh();
  rmSync(join(root, 'solve'), { recursive: true });
  const { findings, damage } = verify(root, { mostFindings: 2 });
  assert.deepEqual([findings.length, damage], [2, 6]);
});

test('verify tells how far it is', () => {
  const phases = new Set<string>();
  verify(fresh(), { onProgress: ({ phase, done, total }) => void (done <= total && phases.add(phase)) });
  assert.deepEqual([...phases], ['log', 'view']);
});

test('verify refuses what is no database, and another major version', () => {
  assert.throws(() => verify(folder), DatabaseNotFoundError);
  assert.throws(() => verify(join(folder, 'nowhere')), DatabaseNotFoundError);
  assert.throws(() => verify(fresh(LINES, { version: '2.0' })), IncompatibleVersionError);
});

test('verifyCall compares the folder of a call with its log', () => {
  const root = fresh();
  assert.equal(verifyCall(join(root, 'smooth/1')).damage, 0);
  edit(join(root, 'smooth/1/input_descriptor.json'), (text) => text.replace('"shape":[3]', '"shape":[4]'));
  const kinds = verifyCall(join(root, 'smooth/1')).findings.map(({ kind }) => kind);
  assert.deepEqual(kinds, ['sidecar', 'view-differs']);
});
