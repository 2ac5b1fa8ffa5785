import { isArray, keys } from '../capture/intrinsics.js';
import { quote } from '../capture/scalars.js';
import type { CapturedValue } from '../capture/value-capture.js';
import type { FunctionInfo } from '../model/function-info.js';
import type { CallStatus } from '../model/log-line.js';
import { dateNow } from '../model/timers.js';

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
  return `${json({ kind: 'function', function: name, dir, argspec, file, line })}\n`;
}

/** What all lines of that kind of one function begin with: up to the invocation's number. */
export function callPrefix(kind: 'input' | 'output', name: string): string {
  return `{"kind":"${kind}","function":${quote(name)},"invocation":`;
}

/** `{"kind":"dropped",…}` with its newline. */
export function droppedLine(count: number, reason: string): string {
  return `${json({ kind: 'dropped', count, reason })}\n`;
}

/** `{"kind":"closed",…}` with its newline: the last one. */
export function closedLine(
  endTime: string,
  calls: Readonly<Record<string, number>>,
  dropped: number,
): string {
  return `${json({ kind: 'closed', end_time: endTime, calls, dropped })}\n`;
}

/** As `JSON.stringify`, but that nothing is asked for a `toJSON`: the program's `Object.prototype` may have one. */
function json(value: unknown): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value !== 'object' || value === null) return `${value}`;
  const isList = isArray(value);
  const names = keys(value);
  let text = '';
  for (let index = 0; index < names.length; index++) {
    const name = names[index] as string;
    const content = (value as Record<string, unknown>)[name];
    if (content === undefined) continue;
    const comma = text === '' ? '' : ',';
    text += isList ? comma + json(content) : `${comma}${quote(name)}:${json(content)}`;
  }
  return isList ? `[${text}]` : `{${text}}`;
}

/** Nanoseconds since the Unix epoch, in decimal: more digits than a number has. */
export function nanoseconds(time: SplitTime): string {
  return `${time[0]}${paddedNanoseconds(time[1])}`;
}

/** The nanoseconds of a second, in nine digits. */
export function paddedNanoseconds(nanos: number): string {
  let zeros = '';
  for (let least = 1e8; nanos < least && least > 1; least /= 10) zeros += '0';
  return `${zeros}${nanos}`;
}

/** Now, in nanoseconds since the Unix epoch; as exact as the clock of the day is. */
export function nowInNanoseconds(): string {
  return `${dateNow()}000000`;
}
