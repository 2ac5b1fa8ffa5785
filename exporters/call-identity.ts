import type { CallIdentity } from '../src/database/lines.js';
import type { RecordedSpan } from './span-types.js';

/** What a span says of who started its call, and when. */
export function identityOf(span: RecordedSpan): CallIdentity {
  const { traceId, spanId, traceFlags } = span.spanContext();
  const { parentSpanContext, startTime } = span;
  return { traceId, spanId, traceFlags, startTime, parentSpanId: parentSpanContext?.spanId };
}
