import assert from 'node:assert/strict';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { traceText } from '../../../src/cli/trace-text.js';
import { load } from '../../../src/database/load.js';
import {
  inputLine,
  outputLine,
  spanLine,
  summaryOf,
  TRACE_ID,
  temporaryFolder,
  writeDatabase,
} from '../database/reading-fixture.js';
import { PLAIN_TERMINAL } from './plain-terminal.js';
import { recordedFolder, runCli, runIn } from './run-cli.js';

const folder = temporaryFolder();
const HOSTILE = '\u001b[31m\u202e\nGET';
const id = (number: number) => number.toString(16).padStart(16, '0');
const start = (ms: number) => ({ start_time: String(1_795_407_846_000_000_000n + BigInt(ms) * 1_000_000n) });

writeDatabase(join(folder, 'call-monitor-client'), [
  inputLine('ask', 1, { ...start(0), span_id: id(1) }),
  spanLine('GET', { ...start(1), span_id: id(2), parent_span_id: id(1), span_kind: 'client' }),
  outputLine('ask', 1, { status: 'error', duration_ns: 2_500_000 }),
  inputLine('other', 1, { trace_id: `0af76519${'0'.repeat(24)}` }),
]);
writeDatabase(
  join(folder, 'call-monitor-server'),
  [
    inputLine('solve', 1, { ...start(2), span_id: id(4), parent_span_id: id(3) }),
    inputLine('solve', 2, { ...start(4), span_id: id(5), parent_span_id: id(9) }),
    outputLine('solve', 2, { status: 'yielded' }),
    spanLine(HOSTILE, { ...start(1), span_id: id(3), parent_span_id: id(2) }),
  ],
  summaryOf({ locked: false, process: { pid: process.pid, host: hostname() } }),
);

const TREE = [
  `trace ${TRACE_ID}`,
  '2026-11-23T09:54:06.000+05:30, 3 calls, 2 other spans, 2 databases',
  '',
  'SPAN                                     TOOK  STATUS           WHERE',
  'ask                                    2.5 ms  error            call-monitor-client/ask/1',
  '└─ GET (client)                         798 ms                   call-monitor-client',
];

test('trace draws one tree of all call-monitor* here', async () => {
  const { status, stdout, stderr } = await runIn(folder, ['trace', '0af7651916']);
  assert.deepEqual([status, stderr], [0, '']);
  const lines = stdout.trimEnd().split('\n');
  assert.deepEqual(lines.slice(0, 3), TREE.slice(0, 3));
  assert.deepEqual(
    lines.slice(3).map((line) => line.trim().split(/ {2,}(?=\S)/)),
    [
      ['SPAN', 'TOOK', 'STATUS', 'WHERE'],
      ['ask', '2.5 ms', 'error', 'call-monitor-client/ask/1'],
      ['└─ GET (client)', '798 ms', 'call-monitor-client'],
      ['└─ \\u001b[31m\\u202e\\nGET (server)', '798 ms', 'call-monitor-server'],
      ['└─ solve', 'running', 'call-monitor-server/solve/1'],
      ['⋯ solve', '1.5 µs', 'stopped early', 'call-monitor-server/solve/2'],
      ['⋯ its parent was not recorded here (spans: all keeps other spans)'],
    ],
  );
});

test('trace looks in the databases that are named', async () => {
  const { stdout } = await runIn(folder, ['trace', TRACE_ID, 'call-monitor-server', 'call-monitor-server']);
  assert.match(stdout, /2 calls, 1 other span$/m);
});

test('trace --json has each node with its depth, where it is and what came of it', async () => {
  const { traceId, url, size, copies, nodes } = JSON.parse(
    (await runIn(folder, ['trace', TRACE_ID, '--json'])).stdout,
  );
  assert.deepEqual([traceId, url, size, copies], [TRACE_ID, null, 5, 0]);
  assert.deepEqual(
    nodes.map(({ depth, kind, name, status }: Record<string, unknown>) => [depth, kind, name, status]),
    [
      [0, 'call', 'ask', 'error'],
      [1, 'span', 'GET', 'unset'],
      [2, 'span', HOSTILE, 'unset'],
      [3, 'call', 'solve', 'running'],
      [0, 'call', 'solve', 'yielded'],
    ],
  );
  const [ask, , , , solve] = nodes;
  assert.deepEqual(
    [ask.location, ask.durationNs, ask.startTime, ask.parentSpanId, solve.isolation, solve.parentSpanId],
    ['ask/1', 2_500_000, '1795407846000000000', null, 'parent not recorded', id(9)],
  );
  assert.ok(ask.folder.endsWith(join('call-monitor-client', 'ask', '1')));
});

test('trace --calls says how many more there are', async () => {
  const { stdout } = await runIn(folder, ['trace', TRACE_ID, '--calls', '2']);
  assert.equal(stdout.trimEnd().split('\n').at(-1), '… 3 more: --calls 5 shows all');
});

const LINKS: ReadonlyArray<[what: string, words: string[], env: Record<string, string>]> = [
  ['--url', ['--url', 'https://j.example/{traceId}?uiFind={spanId}'], {}],
  ['CALLMONITOR_URL', [], { CALLMONITOR_URL: 'https://j.example/{traceId}?uiFind={spanId}' }],
  [
    '--url before CALLMONITOR_URL',
    ['--url', 'https://j.example/{traceId}?uiFind={spanId}'],
    { CALLMONITOR_URL: 'https://elsewhere.example/{traceId}' },
  ],
];

for (const [what, words, env] of LINKS) {
  test(`trace and show print the link of ${what}`, () => {
    const link = `https://j.example/${TRACE_ID}?uiFind=${id(1)}`;
    const call = ['show', 'ask/1', 'call-monitor-client'];
    assert.ok(runCli(folder, ['trace', TRACE_ID, ...words], env).stdout.includes(`\n${link}\n`));
    assert.ok(runCli(folder, [...call, ...words], env).stdout.includes(`link     ${link}\n`));
    assert.equal(JSON.parse(runCli(folder, [...call, ...words, '--json'], env).stdout).url, link);
    assert.equal(JSON.parse(runCli(folder, ['trace', TRACE_ID, ...words, '--json'], env).stdout).url, link);
  });
}

const WRONG: ReadonlyArray<[words: string[], message: RegExp]> = [
  [['xyz'], /Expected a trace id or its beginning, up to 32 hex digits, got 'xyz'/],
  [['ffff'], /No call of a trace ffff is in call-monitor-client, call-monitor-server/],
  [['0af7'], /Expected the beginning of one trace id, got that of 2: 0af7651916\w+, 0af76519000/],
  [['0af7651916', 'nowhere'], /Expected a call-monitor database .* at nowhere/],
  [['0af7651916', '--url', 'jaeger'], /Expected an http or https URL with \{traceId\} in it for --url/],
  [['0af7651916', '--calls', 'all'], /Expected a whole number from 1 on/],
  [[], /missing required argument 'trace id'/],
];

for (const [words, message] of WRONG) {
  test(`trace ${words.join(' ')} is wrong use`, async () => {
    const { status, stderr, stdout } = await runIn(folder, ['trace', ...words]);
    assert.match(stderr, message);
    assert.deepEqual([status, stdout], [2, '']);
  });
}

test('trace warns of settings that cannot be read, and goes on', () => {
  const { status, stderr, stdout } = runCli(folder, ['trace', TRACE_ID], { CALLMONITOR_URL: 'jaeger' });
  assert.match(stderr, /^warning: Expected an http or https URL with \{traceId\} in it for CALLMONITOR_URL/);
  assert.deepEqual([status, stdout.startsWith(`trace ${TRACE_ID}`)], [0, true]);
});

test('trace exits with 1 where the end of a call is damaged', async () => {
  const damaged = temporaryFolder();
  const end = JSON.stringify(outputLine('f', 1)).replace('"result":10', '"result":');
  writeDatabase(join(damaged, 'call-monitor'), [inputLine('f', 1), end]);
  const { status, stdout } = await runIn(damaged, ['trace', TRACE_ID]);
  assert.equal(status, 1);
  assert.match(stdout, /^f +damaged end/m);
});

test('trace finds the call of a program', async () => {
  const recorded = recordedFolder();
  const [call] = load(join(recorded, 'call-monitor')).find({ function: 'Mesh.refine' });
  const { stdout } = await runIn(recorded, ['trace', call?.traceId ?? '']);
  assert.match(stdout, /^Mesh\.refine .* ok +call-monitor\/Mesh\.refine\/1$/m);
});

test('traceText() fits the terminal: branches, then the ends of paths', () => {
  const trace = load(join(folder, 'call-monitor-client')).trace(TRACE_ID);
  const { lines } = traceText(trace, { most: 9, link: undefined }, { ...PLAIN_TERMINAL, width: 60 });
  assert.ok(lines.slice(2).every((line) => line.length <= 60));
  assert.match(lines.find((line) => line.startsWith('ask')) ?? '', /…\S*ask\/1$/);
});

test('traceText() draws siblings, and says how deep what it has no room for is', () => {
  const nested = Array.from({ length: 30 }, (_, index) =>
    inputLine('deep', index + 1, { ...start(index), span_id: id(index + 1), parent_span_id: id(index) }),
  );
  const sibling = inputLine('last', 1, { ...start(99), span_id: id(99), parent_span_id: id(1) });
  const db = load(writeDatabase(join(folder, 'deep'), [...nested, sibling]));
  const { lines } = traceText(db.trace(TRACE_ID), { most: 99, link: undefined }, PLAIN_TERMINAL);
  const names = lines.slice(4).map((line) => line.split(/ {2,}(?:never| \d)/)[0]?.trimEnd());
  assert.deepEqual(names.slice(0, 3), ['deep', '├─ deep', '│  └─ deep']);
  assert.match(names[29] ?? '', /… 29 deep └─ deep$/);
  assert.equal(names[30], '└─ last');
});
