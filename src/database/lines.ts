import type { CapturedInput, CapturedValue } from '../capture/capture.js';
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

/** How a call ended. */
export interface CallEnd extends CallValues {
  readonly status: CallStatus;
}

/** When a call ended, and how long it took; a span is such. */
export interface EndTimes {
  readonly endTime: SplitTime;
  readonly duration: SplitTime;
}

/** What a call came back with. */
export interface CallValues {
  readonly result?: CapturedValue | undefined;
  readonly error?: CapturedValue | undefined;
  readonly argsAfter?: CapturedValue | undefined;
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
  return `,"trace_id":"${traceId}","span_id":"${spanId}"${parent},"trace_flags":${traceFlags},"start_time":"${nanoseconds(startTime)}"${self},"args":${args},"kwargs":${kwargs}${replayable(input)}}\n`;
}

function replayable({ notReplayable, sidecars }: CapturedInput): string {
  if (notReplayable.length === 0 && sidecars.length === 0) return '';
  const failures = sidecars.map(({ failure }) => failure).filter((failure) => failure !== undefined);
  const why = [...notReplayable, ...failures];
  return why.length === 0 ? '' : `,"replayable":{"ok":false,"why":${JSON.stringify(why)}}`;
}

/** What follows the invocation's number in an `output` line; of its values only those that are given. */
export function outputTail(
  status: CallStatus,
  { result, error, argsAfter }: CallValues,
  { endTime, duration }: EndTimes,
  inlineBytes: number,
): string {
  const value =
    result === undefined ? described('error', error, inlineBytes) : described('result', result, inlineBytes);
  const after = described('args_after', argsAfter, inlineBytes);
  return `,"status":"${status}","end_time":"${nanoseconds(endTime)}","duration_ns":${duration[0] * 1e9 + duration[1]}${value}${after}}\n`;
}

function described(key: string, value: CapturedValue | undefined, inlineBytes: number): string {
  return value === undefined ? '' : `,"${key}":${renderText(value.text, inlineBytes)}`;
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
  return `${seconds}${nanos >= 1e8 ? nanos : String(nanos).padStart(9, '0')}`;
}

/** Now, in nanoseconds since the Unix epoch; as exact as the clock of the day is. */
export function nowInNanoseconds(): string {
  return `${Date.now()}000000`;
}
