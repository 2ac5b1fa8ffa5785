import { type Cell, type CellKind, cellText, int64Of } from './cell.js';
import { type ErrorFacts, errorFacts } from './error-facts.js';
import type { ExportedCall } from './exported-call.js';
import { Timestamp } from './timestamp.js';

/** A column that every table of calls has. */
export interface CallColumn {
  readonly name: string;
  readonly kind: CellKind;
  cellOf(call: ExportedCall): Cell;
}

/** In their order. The values of arguments and results follow, as they are found. */
export const CALL_COLUMNS: readonly CallColumn[] = [
  { name: 'database', kind: 'text', cellOf: ({ db }) => db.path },
  { name: 'function', kind: 'text', cellOf: ({ call }) => cellText(call.function) },
  { name: 'invocation', kind: 'long', cellOf: ({ call }) => BigInt(call.invocation) },
  { name: 'location', kind: 'text', cellOf: ({ call }) => cellText(call.location) },
  { name: 'status', kind: 'text', cellOf: ({ status }) => status },
  { name: 'start_time', kind: 'timestamp', cellOf: startTime },
  { name: 'start_time_ns', kind: 'long', cellOf: ({ input }) => int64Of(BigInt(input.start_time)) },
  { name: 'duration_ns', kind: 'long', cellOf: ({ output }) => int64Of(output?.duration_ns) },
  { name: 'trace_id', kind: 'text', cellOf: ({ input }) => cellText(input.trace_id) },
  { name: 'span_id', kind: 'text', cellOf: ({ input }) => cellText(input.span_id) },
  {
    name: 'parent_span_id',
    kind: 'text',
    cellOf: ({ input }) => input.parent_span_id && cellText(input.parent_span_id),
  },
  { name: 'error_type', kind: 'text', cellOf: (call) => errorText(call, 'type') },
  { name: 'error_message', kind: 'text', cellOf: (call) => errorText(call, 'message') },
];

function startTime({ input }: ExportedCall): Cell {
  return Timestamp.ofNs(BigInt(input.start_time));
}

function errorText({ output }: ExportedCall, key: keyof ErrorFacts): Cell {
  if (output === undefined || !Object.hasOwn(output, 'error')) return undefined;
  const text = errorFacts(output.error)[key];
  return text === undefined ? undefined : cellText(text);
}
