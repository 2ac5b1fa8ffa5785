import { type JsonObject, optionalText } from '../capture/revive-descriptor.js';
import type { SpanEvent, SpanLink, SpanRecord, SpanStatus } from '../database/span-record.js';
import { anyAttributes } from './otlp-attributes.js';

/** `SpanKind` of trace.proto by the names of the API's; 0 is one that is not specified. */
const KINDS = ['', 'internal', 'server', 'client', 'producer', 'consumer'];
/** `StatusCode` of trace.proto, and of the API. */
const STATUS_CODES = ['unset', 'ok', 'error'];

/** `Span` of trace.proto for a span that is no call. */
export function otlpOtherSpan(span: SpanRecord): object {
  const { line } = span;
  return {
    traceId: line.trace_id,
    spanId: line.span_id,
    parentSpanId: line.parent_span_id,
    name: span.name,
    kind: Math.max(KINDS.indexOf(span.kind), 1),
    startTimeUnixNano: line.start_time,
    endTimeUnixNano: line.end_time,
    attributes: anyAttributes(span.attributes),
    events: span.events.map((event) => eventOf(event, span)),
    links: span.links.map(linkOf),
    status: statusOf(span.status),
  };
}

/** `InstrumentationScope` of common.proto. */
export function scopeOf(scope: JsonObject): object {
  return { name: optionalText(scope, 'name'), version: optionalText(scope, 'version') };
}

function statusOf({ code, message }: SpanStatus): object {
  return { code: STATUS_CODES.indexOf(code), message };
}

function eventOf({ name, time, attributes }: SpanEvent, { endTime }: SpanRecord): object {
  return { timeUnixNano: String(time ?? endTime), name, attributes: anyAttributes(attributes) };
}

function linkOf({ traceId, spanId, attributes }: SpanLink): object {
  return { traceId, spanId, attributes: anyAttributes(attributes) };
}
