import type { DB } from '../database/db.js';
import type { ExportSource } from './export-source.js';
import type { Format } from './format.js';
import { anyAttributes } from './otlp-attributes.js';
import { otlpCall } from './otlp-call.js';
import { otlpOtherSpan, scopeOf } from './otlp-other-span.js';

/** Readers of JSON lines have limits for one: the collector's is a mebibyte. */
const CHARACTERS_A_LINE = 512 * 1024;

/**
 * OTLP/JSON: `TracesData` objects, one a line, as the OTLP file exporter's specification has them; or all in one.
 * Source: opentelemetry-proto, trace.proto, and "JSON Protobuf Encoding" of the OTLP specification.
 */
export const otlp: Format = {
  passes: 1,
  *write(source, { lines = true, attributeBytes }) {
    let before = lines ? '{"resourceSpans":[' : '{"resourceSpans":[\n';
    for (const db of source.databases) {
      for (const resourceSpans of resourceSpansOf(db, spansOf(source, db, attributeBytes))) {
        yield `${before}${resourceSpans}${lines ? ']}\n' : ''}`;
        if (!lines) before = ',\n';
      }
    }
    if (!lines) yield before === ',\n' ? '\n]}\n' : '{"resourceSpans":[]}\n';
  },
};

/** A span's JSON text, and that of the scope it was made in. */
interface ScopedSpan {
  readonly scope: string;
  readonly span: string;
}

function* spansOf(source: ExportSource, db: DB, attributeBytes: number): Generator<ScopedSpan> {
  const scope = JSON.stringify(scopeOf(db.metadata.scope));
  for (const call of source.callsOf(db))
    yield { scope, span: JSON.stringify(otlpCall(call, attributeBytes)) };
  for (const span of source.spansOf(db)) yield otlpOtherSpan(span);
}

/** `ResourceSpans` of the spans of one database, as many to each as fit a line. */
function* resourceSpansOf(db: DB, spans: Iterable<ScopedSpan>): Generator<string> {
  const resource = JSON.stringify({ attributes: anyAttributes(db.metadata.resource) });
  let gathered = new Map<string, string[]>();
  let characters = 0;
  for (const { scope, span } of spans) {
    if (characters > 0 && characters + span.length > CHARACTERS_A_LINE) {
      yield resourceSpansText(resource, gathered);
      gathered = new Map();
      characters = 0;
    }
    gathered.set(scope, [...(gathered.get(scope) ?? []), span]);
    characters += span.length;
  }
  if (gathered.size > 0) yield resourceSpansText(resource, gathered);
}

function resourceSpansText(resource: string, byScope: ReadonlyMap<string, readonly string[]>): string {
  const scopes = [...byScope].map(([scope, spans]) => `{"scope":${scope},"spans":[${spans.join(',')}]}`);
  return `{"resource":${resource},"scopeSpans":[${scopes.join(',')}]}`;
}
