import { closeSync } from 'node:fs';
import { join } from 'node:path';
import { isJsonObject, type JsonObject } from '../capture/revive-descriptor.js';
import type { LinePlace } from '../database/call-table.js';
import type { DB } from '../database/db.js';
import { LogReader } from '../database/log-reader.js';
import { parseObject } from '../database/parse-line.js';
import { openPlainFile } from '../database/plain-file.js';
import { scanLines } from '../database/scan-lines.js';
import { startsWith } from '../database/skim-head.js';
import { type CallFilter, wantsSpan } from './call-filter.js';

/** A `span` line of the log with what every span has; the rest is anybody's guess. */
export interface ExportedSpan extends JsonObject {
  readonly name: string;
  readonly trace_id: string;
  readonly span_id: string;
  readonly parent_span_id?: string;
  /** Nanoseconds since the Unix epoch. */
  readonly start_time: string;
  readonly end_time: string;
}

const HEAD = Buffer.from('{"kind":"span",');
const TIME = /^\d{1,20}$/;

/** The spans of a log that are no calls (FORMAT.md, kind `span`): found in one pass, read one by one. */
export class OtherSpans {
  private readonly path: string;
  private places: LinePlace[] | undefined;

  constructor(db: DB) {
    this.path = join(db.root, 'calls.ndjson');
  }

  /** Those that a filter lets pass; a line that is no span is passed over. */
  *matching(filter: CallFilter): Generator<ExportedSpan> {
    this.places ??= findSpans(this.path);
    const reader = new LogReader(this.path);
    for (const place of this.places) {
      const span = parseObject(reader.read(place));
      if (span !== undefined && isSpan(span) && wantsSpan(filter, span)) yield span;
    }
  }
}

function findSpans(path: string): LinePlace[] {
  const fd = openPlainFile(path);
  if (fd === undefined) return [];
  const places: LinePlace[] = [];
  const add = (isFound: boolean, offset: number, length: number) => {
    if (isFound) places.push({ offset, length });
  };
  try {
    scanLines(fd, 0, {
      line: (bytes, start, end, offset) => add(startsWith(bytes, start, end, HEAD), offset, end - start),
      longLine: (head, offset, length) => add(startsWith(head, 0, head.length, HEAD), offset, length),
    });
  } finally {
    closeSync(fd);
  }
  return places;
}

function isSpan(line: JsonObject): line is ExportedSpan {
  const { name, trace_id, span_id, parent_span_id = '', start_time, end_time } = line;
  const texts = [name, trace_id, span_id, parent_span_id];
  return texts.every((text) => typeof text === 'string') && isTime(start_time) && isTime(end_time);
}

function isTime(value: unknown): boolean {
  return typeof value === 'string' && TIME.test(value);
}

/** An object of a span line, empty where there is none. */
export function objectIn(span: JsonObject, key: string): JsonObject {
  const value = span[key];
  return isJsonObject(value) ? value : {};
}

/** The objects of a list in a span line. */
export function objectsIn(span: JsonObject, key: string): readonly JsonObject[] {
  const value = span[key];
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}
