import { isJsonObject, type JsonObject, optionalText } from '../capture/revive-descriptor.js';
import { type ExportedSpan, objectIn, objectsIn } from './other-spans.js';
import { anyAttributes } from './otlp-attributes.js';

/** `SpanKind` of trace.proto by the names of the API's, whose numbers are one less. */
const KINDS = ['INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'];
/** `StatusCode` of trace.proto, and of the API. */
const STATUS_CODES = ['UNSET', 'OK', 'ERROR'];

/** A span that is no call, and the scope it was made in, as JSON text. */
export function otlpOtherSpan(span: ExportedSpan): { readonly scope: string; readonly span: string } {
  return {
    scope: JSON.stringify(scopeOf(objectIn(span, 'scope'))),
    span: JSON.stringify({
      traceId: span.trace_id,
      spanId: span.span_id,
      parentSpanId: span.parent_span_id,
      name: span.name,
      kind: numberOf(span['span_kind'], KINDS) + 1,
      startTimeUnixNano: span.start_time,
      endTimeUnixNano: span.end_time,
      attributes: anyAttributes(objectIn(span, 'attributes')),
      events: objectsIn(span, 'events').map((event) => eventOf(event, span)),
      links: objectsIn(span, 'links').map(linkOf),
      status: statusOf(span['status']),
    }),
  };
}

/** `InstrumentationScope` of common.proto. */
export function scopeOf(scope: JsonObject): object {
  return { name: optionalText(scope, 'name'), version: optionalText(scope, 'version') };
}

/** Whether a span's own status says that it failed. */
export function hasFailed(span: ExportedSpan): boolean {
  return statusOf(span['status']).code === STATUS_CODES.indexOf('ERROR');
}

function statusOf(status: unknown): { code: number; message?: string | undefined } {
  if (!isJsonObject(status)) return { code: numberOf(status, STATUS_CODES) };
  return { code: numberOf(status['code'], STATUS_CODES), message: optionalText(status, 'message') };
}

function eventOf(event: JsonObject, span: ExportedSpan): object {
  return {
    timeUnixNano: optionalText(event, 'time') ?? span.end_time,
    name: optionalText(event, 'name') ?? '',
    attributes: anyAttributes(objectIn(event, 'attributes')),
  };
}

function linkOf(link: JsonObject): object {
  return {
    traceId: optionalText(link, 'trace_id') ?? '',
    spanId: optionalText(link, 'span_id') ?? '',
    attributes: anyAttributes(objectIn(link, 'attributes')),
  };
}

/** The number of a name, or a number that is one; the first for anything else. */
function numberOf(value: unknown, names: readonly string[]): number {
  if (typeof value === 'string') return Math.max(names.indexOf(value.toUpperCase()), 0);
  return typeof value === 'number' && names[value] !== undefined ? value : 0;
}
