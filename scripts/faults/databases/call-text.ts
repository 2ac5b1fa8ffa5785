import { inspect } from 'node:util';
import type { Call } from 'callmonitor';

/** Deeper than anything that is recorded on purpose; of what an attacker nests, the rest is not printed. */
const DEEP = {
  depth: 30,
  maxArrayLength: 1000,
  maxStringLength: 10_000,
  breakLength: Number.POSITIVE_INFINITY,
} as const;

/** Any value as text, as deep as it goes. */
export function deepText(value: unknown): string {
  return inspect(value, DEEP);
}

/** All that a call says of itself, but for what its function's line says. @throws what reading it throws */
export function callText(call: Call): string {
  const { args, kwargs, status, hasResult, result, error, argsAfter, replayable } = call;
  const { traceId, spanId, parentSpanId, traceFlags, startTime, endTime, durationNs } = call;
  return deepText([
    call.location,
    { args, kwargs, this: call.this, status, hasResult, result, error, argsAfter, replayable },
    { traceId, spanId, parentSpanId, traceFlags, startTime, endTime, durationNs },
  ]);
}

/** What of a call depends on its function's line, too. */
export function namedText(call: Call): string {
  return deepText([call.argspec, call.namedArguments, call.arguments]);
}
