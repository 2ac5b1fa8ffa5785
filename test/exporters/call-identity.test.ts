import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { trace } from '@opentelemetry/api';
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
import { intercept, load } from 'callmonitor';
import { CallMonitorSpanProcessor } from 'callmonitor/exporters';
import { isSound, timesOf } from '../../exporters/call-identity.js';
import type { RecordedSpan } from '../../exporters/span-types.js';

const identity = {
  traceId: 'a'.repeat(32),
  spanId: 'b'.repeat(16),
  traceFlags: 1,
  startTime: [5, 6],
} as const;

for (const [what, changed, expected] of [
  ['what a span has', {}, true],
  ['another trace id', { traceId: 'undefined' }, false],
  ['another span id', { spanId: '' }, false],
  ['no number of seconds', { startTime: [Number.NaN, 0] }, false],
  ['no number of nanoseconds', { startTime: [1, undefined as never] }, false],
  ['half a nanosecond', { startTime: [1, 0.5] }, false],
  ['a negative time', { startTime: [-1, 0] }, false],
] as const) {
  test(`isSound() is ${expected} for ${what}`, () => {
    assert.equal(isSound({ ...identity, ...changed }), expected);
  });
}

test('timesOf() gives a span that ended at no time its beginning', () => {
  const span = {
    startTime: [5, 6],
    endTime: [Number.NaN, 0],
    duration: [Number.NaN, 0],
  } as unknown as RecordedSpan;
  assert.deepEqual(timesOf(span), { endTime: [5, 6], duration: [0, 0] });
  const sound = { ...span, endTime: [5, 7], duration: [0, 1] } as unknown as RecordedSpan;
  assert.equal(timesOf(sound), sound);
});

test('CallMonitorSpanProcessor counts a call whose span has no time as dropped, and writes lines that can be read', async (t) => {
  const root = mkdtempSync(join(tmpdir(), 'callmonitor-test-'));
  t.after(() => rmSync(root, { recursive: true }));
  const processor = new CallMonitorSpanProcessor({ root: join(root, 'db'), layout: 'packed' });
  trace.disable();
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [processor as never] }));
  const f = intercept((x: number) => x, { name: 'timeless' });
  f(1);
  const { trunc } = Math;
  Math.trunc = () => Number.NaN;
  try {
    assert.equal(f(2), 2);
  } finally {
    Math.trunc = trunc;
  }
  f(3);
  const path = processor.root ?? '';
  await processor.shutdown();
  for (const line of readFileSync(join(path, 'calls.ndjson'), 'utf8').trimEnd().split('\n')) JSON.parse(line);
  const db = load(path);
  assert.deepEqual(
    [...db.calls()].map(({ args }) => args),
    [[1], [3]],
  );
  assert.deepEqual([db.dropped, db.counts], [1, { timeless: 3 }]);
});
