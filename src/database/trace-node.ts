import type { Call } from './call.js';
import type { DB } from './db.js';
import type { SpanRecord } from './span-record.js';

/** Something of a trace that was recorded, and the database that has it. */
export type TraceRecord =
  | { readonly kind: 'call'; readonly call: Call; readonly db: DB }
  | { readonly kind: 'span'; readonly span: SpanRecord; readonly db: DB };

/** A call or another span in the tree of its trace. */
export type TraceNode = TraceRecord & {
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  /** Nanoseconds since the Unix epoch. */
  readonly startTime: bigint;
  /** By the time at which they started. */
  readonly children: readonly TraceNode[];
  /**
   * Why it is a root although it has a parent: that was not recorded, or is one of its own descendants, as only damage
   * or malice has it.
   */
  readonly isolation: 'parent not recorded' | 'cycle' | undefined;
};

/** What a node is called: the function's name, or the span's. */
export function nameOfRecord(record: TraceRecord): string {
  return record.kind === 'call' ? record.call.function : record.span.name;
}
