import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tableLines } from '../../../src/cli/table.js';
import { hasColors } from '../../../src/cli/terminal.js';
import { durationText, epochMs, timeText, timeTextOf } from '../../../src/cli/time-text.js';
import { descriptorText, isDamaged, valueText } from '../../../src/cli/value-text.js';
import { NotCaptured } from '../../../src/model/not-captured.js';
import { safeLine, safeText } from '../../../src/model/safe-text.js';

const DURATIONS = [
  [0, '0 ns'],
  [850, '850 ns'],
  [12_345, '12.3 µs'],
  [1_250_000, '1.25 ms'],
  [3_420_000_000, '3.42 s'],
  [59_400_000_000, '59.4 s'],
  [125_000_000_000, '2 min 5 s'],
  [3_780_000_000_000, '1 h 3 min'],
] as const;

for (const [ns, text] of DURATIONS) {
  test(`durationText(${ns}) is ${text}`, () => {
    assert.equal(durationText(ns), text);
  });
}

test('timeText tells the moment, and says so where a number is none', () => {
  assert.equal(Date.parse(timeText(1_795_407_846_789_000_000n)), 1_795_407_846_789);
  assert.equal(
    timeText(99_999_999_999_999_999_999n * 10n ** 6n),
    `${99_999_999_999_999_999_999n * 10n ** 6n} ns since 1970`,
  );
});

test('epochMs reads nanoseconds only', () => {
  assert.equal(epochMs('1795407846789000000'), 1_795_407_846_789);
  assert.ok(Number.isNaN(epochMs('1970-01-01T00:00:01Z')));
  assert.ok(Number.isNaN(epochMs('yesterday')));
});

test('timeTextOf leaves what is no time as it is', () => {
  assert.equal(Date.parse(timeTextOf('1795407846789000000')), 1_795_407_846_789);
  for (const text of ['yesterday', '1970-01-01T00:00:01Z', '', '-1']) assert.equal(timeTextOf(text), text);
});

const DANGEROUS = [
  ['\u001b[2J', '\\u001b[2J'],
  ['a\tb\r', 'a\\u0009b\\u000d'],
  ['\u009b', '\\u009b'],
  ['\u2028\u202e\u2066', '\\u2028\\u202e\\u2066'],
  ['naïve 👍🏽 家', 'naïve 👍🏽 家'],
] as const;

for (const [text, expected] of DANGEROUS) {
  test(`safeText gives ${expected}`, () => {
    assert.equal(safeText(text), expected);
  });
}

test('safeText keeps line breaks, safeLine does not', () => {
  assert.equal(safeText('a\nb'), 'a\nb');
  assert.equal(safeLine('a\nb'), 'a\\nb');
});

const COLUMNS = [
  { title: 'NAME', least: 6 },
  { title: 'N', align: 'right' },
  { title: 'TEXT', least: 5 },
] as const;
const ROWS = [
  ['a-long-name', '10', 'a long text'],
  ['b', '2', 'c'],
];

test('tableLines aligns columns and cuts the last ones first', () => {
  assert.deepEqual(tableLines(COLUMNS, ROWS, Number.POSITIVE_INFINITY), [
    'NAME          N  TEXT',
    'a-long-name  10  a long text',
    'b             2  c',
  ]);
  assert.deepEqual(tableLines(COLUMNS, ROWS, 23), [
    'NAME          N  TEXT',
    'a-long-name  10  a lon…',
    'b             2  c',
  ]);
  assert.equal(tableLines(COLUMNS, ROWS, 17)[1], 'a-lon…  10  a lo…');
});

const COLOURS = [
  { isTTY: true, env: {}, expected: true },
  { isTTY: false, env: {}, expected: false },
  { isTTY: true, env: { TERM: 'dumb' }, expected: false },
  { isTTY: true, env: { NO_COLOR: '1' }, expected: false },
  { isTTY: true, env: { NO_COLOR: '' }, expected: true },
  { isTTY: false, env: { FORCE_COLOR: '1' }, expected: true },
  { isTTY: true, env: { FORCE_COLOR: '0' }, expected: false },
] as const;

for (const { isTTY, env, expected } of COLOURS) {
  test(`hasColors is ${expected} for isTTY ${isTTY} and ${JSON.stringify(env)}`, () => {
    assert.equal(hasColors({ isTTY }, env), expected);
  });
}

test('valueText cuts an object of many lines', () => {
  const large = Object.fromEntries(
    Array.from({ length: 1000 }, (_, index) => [`key${index}`, 'x'.repeat(50)]),
  );
  const lines = valueText(large, 80).split('\n');
  assert.equal(lines.length, 41);
  assert.equal(lines.at(-1), '… 962 more lines, see --json');
});

test('valueText says of a nested value that was not captured why', () => {
  const cut = new NotCaptured('truncated', 'items\u001b', { length: 9 });
  assert.equal(valueText(cut, 80), '<not captured: truncated items\\u001b>');
  assert.equal(valueText({ cut }, 80), '{ cut: <not captured: truncated items\\u001b> }');
});

test('isDamaged finds a damaged part anywhere, through cycles', () => {
  const damaged = new NotCaptured('damaged', 'no such file');
  const cycle: Record<string, unknown> = { map: new Map([[1, new Set([[damaged]])]]) };
  cycle['self'] = cycle;
  assert.equal(isDamaged(cycle), true);
  assert.equal(isDamaged({ callback: new NotCaptured('function', 'f') }), false);
  assert.equal(isDamaged(new Float64Array(3)), false);
});

test('descriptorText tells what the value does not show', () => {
  assert.equal(
    descriptorText({ $: 'ndarray', dtype: '<f8', shape: [2, 3], file: 'arg_0.npy' }),
    '<f8 [2, 3], arg_0.npy',
  );
  assert.equal(descriptorText({ $: 'ndarray', dtype: '|u1', shape: [2], base64: 'AAA=' }), '|u1 [2]');
  assert.equal(descriptorText({ $: 'object', class: 'Mesh\u001b' }), 'class Mesh\\u001b');
  assert.equal(descriptorText({ plain: 1 }), undefined);
});
