import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isValidSpanId, isValidTraceId } from '@opentelemetry/api';
import { RandomIds } from '../../src/random-ids.js';

test('RandomIds makes valid ids, none of them twice', () => {
  const ids = new RandomIds();
  const traces = Array.from({ length: 5000 }, ids.generateTraceId);
  const spans = Array.from({ length: 5000 }, ids.generateSpanId);
  assert.ok(traces.every(isValidTraceId) && spans.every(isValidSpanId));
  assert.deepEqual([new Set(traces).size, new Set(spans).size], [5000, 5000]);
});
