import type { JsonObject } from '../capture/revive-descriptor.js';
import type { DB } from '../database/db.js';
import { getOrAdd } from '../model/get-or-add.js';
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
      for (const resourceSpans of resourceSpansOf(spansOf(source, db, attributeBytes))) {
        yield `${before}${resourceSpans}${lines ? ']}\n' : ''}`;
        if (!lines) before = ',\n';
      }
    }
    if (!lines) yield before === ',\n' ? '\n]}\n' : '{"resourceSpans":[]}\n';
  },
};

/** A span's JSON text, with those of the resource and the scope it was made in. */
interface ScopedSpan {
  readonly resource: string;
  readonly scope: string;
  readonly span: string;
}

function* spansOf(source: ExportSource, db: DB, attributeBytes: number): Generator<ScopedSpan> {
  const resource = resourceText(db.metadata.resource);
  const scope = JSON.stringify(scopeOf(db.metadata.scope));
  for (const call of source.callsOf(db))
    yield { resource, scope, span: JSON.stringify(otlpCall(call, attributeBytes)) };
  for (const span of source.spansOf(db)) {
    yield {
      resource: span.resource === undefined ? resource : resourceText(span.resource),
      scope: JSON.stringify(scopeOf(span.scope)),
      span: JSON.stringify(otlpOtherSpan(span)),
    };
  }
}

function resourceText(attributes: JsonObject): string {
  return JSON.stringify({ attributes: anyAttributes(attributes) });
}

type ByScope = Map<string, string[]>;

/** `ResourceSpans` of the spans of one database, as many to each as fit a line. */
function* resourceSpansOf(spans: Iterable<ScopedSpan>): Generator<string> {
  let gathered = new Map<string, ByScope>();
  let characters = 0;
  for (const { resource, scope, span } of spans) {
    if (characters > 0 && characters + span.length > CHARACTERS_A_LINE) {
      yield resourceSpansText(gathered);
      gathered = new Map();
      characters = 0;
    }
    const scopes = getOrAdd(gathered, resource, () => new Map());
    getOrAdd(scopes, scope, () => []).push(span);
    characters += span.length;
  }
  if (gathered.size > 0) yield resourceSpansText(gathered);
}

function resourceSpansText(gathered: ReadonlyMap<string, ByScope>): string {
  const all = [...gathered].map(([resource, byScope]) => {
    const scopes = [...byScope].map(([scope, spans]) => `{"scope":${scope},"spans":[${spans.join(',')}]}`);
    return `{"resource":${resource},"scopeSpans":[${scopes.join(',')}]}`;
  });
  return all.join(',');
}
