import { inspect } from 'node:util';
import { isJsonObject, type JsonObject } from '../capture/revive-descriptor.js';
import { customInspect } from '../model/inspect-symbol.js';
import type { SpanLine } from '../model/log-line.js';

/** Something that happened during a span. */
export interface SpanEvent {
  readonly name: string;
  /** Nanoseconds since the Unix epoch; `undefined` where it was not recorded. */
  readonly time: bigint | undefined;
  readonly attributes: JsonObject;
}

/** Another span that a span names. */
export interface SpanLink {
  readonly traceId: string;
  readonly spanId: string;
  readonly attributes: JsonObject;
}

/** What a span's instrumentation said of its success. */
export interface SpanStatus {
  readonly code: 'unset' | 'ok' | 'error';
  readonly message?: string;
}

/** A span that is of no recorded call: what the setting `spans: 'all'` keeps. */
export class SpanRecord {
  /** The log's own line, parsed. */
  readonly line: SpanLine;

  constructor(line: SpanLine) {
    this.line = line;
  }

  get name(): string {
    return this.line.name;
  }

  get traceId(): string {
    return this.line.trace_id;
  }

  get spanId(): string {
    return this.line.span_id;
  }

  get parentSpanId(): string | undefined {
    return this.line.parent_span_id;
  }

  /** `internal`, `server`, `client`, `producer` or `consumer`. */
  get kind(): string {
    return textOf(this.line.span_kind) ?? 'internal';
  }

  /** Nanoseconds since the Unix epoch. */
  get startTime(): bigint {
    return BigInt(this.line.start_time);
  }

  /** Nanoseconds since the Unix epoch. */
  get endTime(): bigint {
    return BigInt(this.line.end_time);
  }

  get durationNs(): number {
    return Number(this.endTime - this.startTime);
  }

  get status(): SpanStatus {
    const { code, message } = objectOf(this.line.status);
    const text = textOf(message);
    return {
      code: code === 'ok' || code === 'error' ? code : 'unset',
      ...(text === undefined ? {} : { message: text }),
    };
  }

  get attributes(): JsonObject {
    return objectOf(this.line.attributes);
  }

  get events(): SpanEvent[] {
    return objectsIn(this.line.events).map(({ name, time, attributes }) => ({
      name: textOf(name) ?? '',
      time: typeof time === 'string' && /^\d{1,20}$/.test(time) ? BigInt(time) : undefined,
      attributes: objectOf(attributes),
    }));
  }

  get links(): SpanLink[] {
    return objectsIn(this.line.links).map(({ trace_id, span_id, attributes }) => ({
      traceId: textOf(trace_id) ?? '',
      spanId: textOf(span_id) ?? '',
      attributes: objectOf(attributes),
    }));
  }

  /** The instrumentation that made it. */
  get scope(): JsonObject {
    return objectOf(this.line.scope);
  }

  /** Its resource's attributes, where it is not the database's own. */
  get resource(): JsonObject | undefined {
    return isJsonObject(this.line.resource) ? this.line.resource : undefined;
  }

  toString(): string {
    return this.name;
  }

  [customInspect](depth: number, options: object): string {
    if (depth < 0) return `[Span ${this.name}]`;
    const { kind, status, durationNs, attributes, traceId } = this;
    return `Span ${this.name} ${inspect({ kind, status, durationNs, attributes, traceId }, options)}`;
  }
}

function objectsIn(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

function objectOf(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
