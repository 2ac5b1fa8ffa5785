import { type SpanContext, trace } from '@opentelemetry/api';
import { interceptor } from './default-interceptor.js';
import { activeCallOf } from './intercept/recorded-call.js';

/** The recorded call that is running. */
export interface ActiveCall {
  readonly function: string;
  /** Its number in the database: `load(root).call(function, invocation)`. */
  readonly invocation: number;
  /** What its span has as `callmonitor.location`: `solve/3`. */
  readonly location: string;
  /** The trace, and the innermost span that is active in the call: its own, or one that was started in it. */
  readonly traceId: string;
  readonly spanId: string;
}

/** What a log record says of the call in which it was written; nothing outside of one. */
export interface CallFields {
  readonly 'callmonitor.location'?: string;
  readonly trace_id?: string;
  readonly span_id?: string;
}

/**
 * The innermost recorded call in which this is called, also in what it awaits and starts; `undefined` outside. Never
 * throws.
 */
export function activeCall(): ActiveCall | undefined {
  try {
    const context = interceptor.state.tracers.activeContext;
    const call = activeCallOf(context);
    const span = call && trace.getSpan(context)?.spanContext();
    return call && span && describe(call, span);
  } catch {
    return undefined; // the program's context manager fails: a log line goes without
  }
}

/**
 * The fields by which a log record leads to its call: `pino({ mixin: callFields })`, and for winston
 * `format((record) => Object.assign(record, callFields()))()`. A new object each time. Never throws.
 */
export function callFields(): CallFields {
  const call = activeCall();
  if (call === undefined) return {};
  return { 'callmonitor.location': call.location, trace_id: call.traceId, span_id: call.spanId };
}

function describe(
  call: Pick<ActiveCall, 'invocation'> & { function: { name: string } },
  { traceId, spanId }: SpanContext,
): ActiveCall {
  const { name } = call.function;
  const { invocation } = call;
  return { function: name, invocation, location: `${name}/${invocation}`, traceId, spanId };
}
