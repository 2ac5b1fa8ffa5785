import { type ExportedCall, type ExportedStatus, STATUSES } from './exported-call.js';

/** Which calls are wanted; a filter that is absent lets all pass. */
export interface CallFilter {
  /** Names of functions. */
  readonly functions?: readonly string[] | undefined;
  /** 32 hex digits. */
  readonly traceId?: string | undefined;
  readonly statuses?: readonly ExportedStatus[] | undefined;
  /** Calls that started then or later, in nanoseconds since the Unix epoch. */
  readonly since?: bigint | undefined;
  /** Calls that started before, in nanoseconds since the Unix epoch. */
  readonly until?: bigint | undefined;
}

/** @throws TypeError for a status that there is not, RangeError for a trace id that is none */
export function checkFilter({ statuses = [], traceId }: CallFilter): void {
  const unknown = statuses.find((status) => !STATUSES.includes(status));
  if (unknown !== undefined)
    throw new TypeError(`Expected a status of ${STATUSES.join(', ')}, got '${unknown}'`);
  if (traceId !== undefined && !/^[0-9a-f]{32}$/.test(traceId))
    throw new RangeError(`Expected a trace id of 32 hex digits in lower case, got '${traceId}'`);
}

/** Whether a function's calls may be wanted at all. */
export function wantsFunction({ functions }: CallFilter, name: string): boolean {
  return functions === undefined || functions.includes(name);
}

export function wantsCall(filter: CallFilter, { input, status }: ExportedCall): boolean {
  return (filter.statuses?.includes(status) ?? true) && wantsSpan(filter, input);
}

/** What of a filter can be asked of any span. */
export function wantsSpan(
  { traceId, since, until }: CallFilter,
  span: { readonly trace_id: string; readonly start_time: string },
): boolean {
  if (traceId !== undefined && span.trace_id !== traceId) return false;
  if (since === undefined && until === undefined) return true;
  const start = BigInt(span.start_time);
  return (since === undefined || start >= since) && (until === undefined || start < until);
}
