import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstDifference } from '../../../scripts/transparency/difference.js';

function difference(bare: Record<string, string | Buffer>, intercepted: Record<string, string | Buffer>) {
  const traces = (texts: Record<string, string | Buffer>) =>
    new Map(Object.entries(texts).map(([what, text]) => [what, Buffer.from(text as string)]));
  return firstDifference(traces(bare), traces(intercepted));
}

test('firstDifference() finds none in the same bytes', () => {
  const traces = { stdout: 'a\nb\n', stderr: '', 'out.bin': Buffer.of(0, 255, 254) };
  assert.equal(difference(traces, traces), undefined);
});

const DIFFERENT: ReadonlyArray<
  readonly [title: string, bare: string | Buffer, intercepted: string | Buffer, line: number]
> = [
  ['a line that differs', 'a\nb\nc', 'a\nB\nc', 2],
  ['a line that is missing', 'a\nb\n', 'a\n', 2],
  ['a line that was added', '', 'warning\n', 1],
  ['a line break at the end', 'a\n', 'a', 2],
  ['bytes that are no UTF-8', Buffer.of(97, 10, 255), Buffer.of(97, 10, 254), 2],
];

for (const [title, bare, intercepted, line] of DIFFERENT) {
  test(`firstDifference() finds ${title}`, () => {
    const found = difference({ 'exit code': '0', stdout: bare }, { 'exit code': '0', stdout: intercepted });
    assert.deepEqual([found?.what, found?.line], ['stdout', line]);
  });
}

test('firstDifference() finds a file that only one run has written', () => {
  assert.deepEqual(difference({ 'out.js': 'x' }, {}), {
    what: 'out.js',
    line: 1,
    bare: 'x',
    intercepted: undefined,
  });
  assert.equal(difference({}, { 'out.js': 'x' })?.what, 'out.js');
});
