import type { CapturedInput } from '../capture/capture.js';
import { renderText } from '../capture/text.js';
import type { FunctionInfo } from '../model/function-info.js';
import type { CallStatus } from '../model/log-line.js';

/** Seconds and nanoseconds, as OpenTelemetry's `HrTime` has them. */
export type SplitTime = readonly [seconds: number, nanoseconds: number];

/** Who started a call, and when. */
export interface CallIdentity {
  /** 32 hex digits. */
  readonly traceId: string;
  /** 16 hex digits. */
  readonly spanId: string;
  readonly parentSpanId?: string | undefined;
  readonly traceFlags: number;
  readonly startTime: SplitTime;
}

/** The ends of a line's descriptors, rendered. */
export interface OutputParts {
  readonly status: CallStatus;
  readonly endTime: SplitTime;
  readonly duration: SplitTime;
  readonly result?: string | undefined;
  readonly error?: string | undefined;
  readonly argsAfter?: string | undefined;
}

/** `{"kind":"function",…}` with its newline. */
export function functionLine({ name, argspec, file, line }: FunctionInfo, dir: string): string {
  return `${JSON.stringify({ kind: 'function', function: name, dir, argspec, file, line })}\n`;
}

/** What all lines of that kind of one function begin with: up to the invocation's number. */
export function callPrefix(kind: 'input' | 'output', name: string): string {
  return `{"kind":"${kind}","function":${JSON.stringify(name)},"invocation":`;
}

/** What follows the invocation's number in an `input` line. */
export function inputTail(identity: CallIdentity, input: CapturedInput, inlineBytes: number): string {
  const { traceId, spanId, parentSpanId, traceFlags, startTime } = identity;
  const parent = parentSpanId === undefined ? '' : `,"parent_span_id":"${parentSpanId}"`;
  const self = input.this === undefined ? '' : `,"this":${renderText(input.this, inlineBytes)}`;
  const args = renderText(input.args, inlineBytes);
  const kwargs = renderText(input.kwargs, inlineBytes);
  const failures = input.sidecars.map(({ failure }) => failure).filter((failure) => failure !== undefined);
  const why = [...input.notReplayable, ...failures];
  const replayable = why.length === 0 ? '' : `,"replayable":{"ok":false,"why":${JSON.stringify(why)}}`;
  return `,"trace_id":"${traceId}","span_id":"${spanId}"${parent},"trace_flags":${traceFlags},"start_time":"${nanoseconds(startTime)}"${self},"args":${args},"kwargs":${kwargs}${replayable}}\n`;
}

/** What follows the invocation's number in an `output` line. */
export function outputTail({ status, endTime, duration, result, error, argsAfter }: OutputParts): string {
  const times = `"end_time":"${nanoseconds(endTime)}","duration_ns":${duration[0] * 1e9 + duration[1]}`;
  const outcome =
    result === undefined ? (error === undefined ? '' : `,"error":${error}`) : `,"result":${result}`;
  const after = argsAfter === undefined ? '' : `,"args_after":${argsAfter}`;
  return `,"status":"${status}",${times}${outcome}${after}}\n`;
}

/** `{"kind":"dropped",…}` with its newline. */
export function droppedLine(count: number, reason: string): string {
  return `${JSON.stringify({ kind: 'dropped', count, reason })}\n`;
}

/** `{"kind":"closed",…}` with its newline: the last one. */
export function closedLine(
  endTime: string,
  calls: Readonly<Record<string, number>>,
  dropped: number,
): string {
  return `${JSON.stringify({ kind: 'closed', end_time: endTime, calls, dropped })}\n`;
}

/** Nanoseconds since the Unix epoch, in decimal: more digits than a number has. */
export function nanoseconds([seconds, nanos]: SplitTime): string {
  return `${seconds}${String(nanos).padStart(9, '0')}`;
}

/** Now, in nanoseconds since the Unix epoch; as exact as the clock of the day is. */
export function nowInNanoseconds(): string {
  return `${Date.now()}000000`;
}
