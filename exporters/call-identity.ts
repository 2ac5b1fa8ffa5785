import type { CallIdentity, EndTimes, SplitTime } from '../src/database/lines.js';
import type { RecordedSpan } from './span-types.js';

/** Taken before the program can replace it. */
const { floor } = Math;

const TRACE_ID_DIGITS = 32;
const SPAN_ID_DIGITS = 16;

/** What a span says of who started its call, and when. */
export function identityOf(span: RecordedSpan): CallIdentity {
  const { traceId, spanId, traceFlags } = span.spanContext();
  const { parentSpanContext, startTime } = span;
  return { traceId, spanId, traceFlags, startTime, parentSpanId: parentSpanContext?.spanId };
}

/**
 * Whether ids and time are such: they are made of what the program may have replaced, `performance.now` for one, and a
 * line with others would be none.
 */
export function isSound({ traceId, spanId, startTime }: CallIdentity): boolean {
  return traceId.length === TRACE_ID_DIGITS && spanId.length === SPAN_ID_DIGITS && isSoundTime(startTime);
}

/** When a span ended; where that makes no sense, when it began. */
export function timesOf(span: RecordedSpan): EndTimes {
  return isSoundTime(span.endTime) && isSoundTime(span.duration)
    ? span
    : { endTime: span.startTime, duration: [0, 0] };
}

function isSoundTime(time: SplitTime): boolean {
  const seconds = time[0];
  const nanos = time[1];
  return seconds >= 0 && floor(seconds) === seconds && nanos < 1e9 && nanos >>> 0 === nanos;
}
