import type { ArgSpec } from './argspec.js';

/**
 * The lines of `calls.ndjson` (FORMAT.md, "The log"). Payloads (`args`, `result` …) stay `unknown`: they are
 * descriptors that `revive` turns into values.
 */
export type LogLine = FunctionLine | InputLine | OutputLine | SpanLine | DroppedLine | ClosedLine;

export interface FunctionLine {
  readonly kind: 'function';
  readonly function: string;
  readonly dir: string;
  readonly argspec: ArgSpec;
  readonly file?: string;
  readonly line?: number;
}

export interface InputLine {
  readonly kind: 'input';
  readonly function: string;
  readonly invocation: number;
  readonly trace_id: string;
  readonly span_id: string;
  readonly parent_span_id?: string;
  readonly trace_flags: number;
  /** Nanoseconds since the Unix epoch, as a decimal string. */
  readonly start_time: string;
  readonly this?: unknown;
  readonly args: readonly unknown[];
  readonly kwargs: Readonly<Record<string, unknown>>;
  readonly replayable?: { readonly ok: boolean; readonly why: readonly string[] };
}

/** How a call ended; `yielded` is a generator that its caller stopped early. */
export type CallStatus = 'ok' | 'error' | 'yielded';

export interface OutputLine {
  readonly kind: 'output';
  readonly function: string;
  readonly invocation: number;
  readonly status: CallStatus;
  readonly end_time: string;
  readonly duration_ns: number;
  readonly result?: unknown;
  readonly error?: unknown;
  readonly args_after?: unknown;
}

/** A span that is of no recorded call. Of its own data only what every reader needs is sure to be there. */
export interface SpanLine {
  readonly kind: 'span';
  readonly name: string;
  readonly trace_id: string;
  readonly span_id: string;
  readonly parent_span_id?: string;
  /** `internal`, `server`, `client`, `producer` or `consumer`. */
  readonly span_kind?: unknown;
  /** Nanoseconds since the Unix epoch, as a decimal string. */
  readonly start_time: string;
  readonly end_time: string;
  /** `{"code":"unset"|"ok"|"error","message"?}` */
  readonly status?: unknown;
  readonly attributes?: unknown;
  /** `[{"name","time","attributes"},…]` */
  readonly events?: unknown;
  /** `[{"trace_id","span_id","attributes"},…]` */
  readonly links?: unknown;
  /** `{"name","version"?}` */
  readonly scope?: unknown;
  /** The resource's attributes, where it is not the database's own. */
  readonly resource?: unknown;
}

export interface DroppedLine {
  readonly kind: 'dropped';
  readonly function?: string;
  readonly count: number;
  readonly reason: string;
}

export interface ClosedLine {
  readonly kind: 'closed';
  readonly end_time: string;
  readonly calls: Readonly<Record<string, number>>;
  readonly dropped: number;
}
