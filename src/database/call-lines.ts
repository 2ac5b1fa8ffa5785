import type { CapturedInput } from '../capture/capture.js';
import { apply, slice } from '../capture/intrinsics.js';
import { quote } from '../capture/scalars.js';
import { renderText } from '../capture/text.js';
import type { CapturedValue } from '../capture/value-capture.js';
import type { CallStatus } from '../model/log-line.js';
import { type CallEnd, type CallIdentity, type EndTimes, nanoseconds, paddedNanoseconds } from './lines.js';

/**
 * Writes the lines of calls, of as few pieces as can be, for each costs time and memory: what the calls of one
 * millisecond or second have in common is put together once.
 */
export class CallLines {
  readonly #inlineBytes: number;
  readonly #startText = new StartText();
  readonly #endText = new EndText();

  /** @param inlineBytes as for `renderText` */
  constructor(inlineBytes: number) {
    this.#inlineBytes = inlineBytes;
  }

  /** An `input` line with its newline; `head` is its beginning up to the invocation's number. */
  input(head: string, identity: CallIdentity, input: CapturedInput): string {
    const { traceId, spanId, parentSpanId } = identity;
    const parent = parentSpanId === undefined ? '' : `","parent_span_id":"${parentSpanId}`;
    const self = input.this === undefined ? '' : `"this":${this.#render(input.this)},`;
    const start = `${head},"trace_id":"${traceId}","span_id":"${spanId}${parent}${this.#startText.of(identity)}${self}`;
    return `${start}"args":${this.#render(input.args)}${this.#afterArgs(input)}`;
  }

  /** An `output` line with its newline; `head` as for `input`. */
  output(head: string, end: CallEnd, times: EndTimes): string {
    const { result, error, argsAfter } = end;
    const value = result === undefined ? this.#field(',"error":', error) : this.#field(',"result":', result);
    return `${head}${this.#endText.of(end.status, times)}${value}${this.#field(',"args_after":', argsAfter)}}\n`;
  }

  #afterArgs(input: CapturedInput): string {
    const why = replayable(input);
    return input.kwargs === '{}' && why === ''
      ? ',"kwargs":{}}\n'
      : `,"kwargs":${this.#render(input.kwargs)}${why}}\n`;
  }

  #field(key: string, value: CapturedValue | undefined): string {
    return value === undefined ? '' : key + this.#render(value.text);
  }

  #render(text: CapturedValue['text']): string {
    return renderText(text, this.#inlineBytes);
  }
}

function replayable({ notReplayable, sidecars }: CapturedInput): string {
  if (notReplayable.length === 0 && sidecars.length === 0) return '';
  let why = '';
  for (let index = 0; index < notReplayable.length; index++)
    why += `,${quote(notReplayable[index] as string)}`;
  for (let index = 0; index < sidecars.length; index++) {
    const failure = sidecars[index]?.failure;
    if (failure !== undefined) why += `,${quote(failure)}`;
  }
  return why === '' ? '' : `,"replayable":{"ok":false,"why":[${apply(slice, why, [1])}]}`;
}

/** `","trace_flags":1,"start_time":"…",`: spans are started with the milliseconds of the clock. */
class StartText {
  #flags = 0;
  #seconds = 0;
  #nanos = 0;
  #text = '';

  of({ traceFlags, startTime }: CallIdentity): string {
    const seconds = startTime[0];
    const nanos = startTime[1];
    if (nanos === this.#nanos && seconds === this.#seconds && traceFlags === this.#flags && this.#text !== '')
      return this.#text;
    this.#flags = traceFlags;
    this.#seconds = seconds;
    this.#nanos = nanos;
    this.#text = `","trace_flags":${traceFlags},"start_time":"${nanoseconds(startTime)}",`;
    return this.#text;
  }
}

/** `,"status":"ok","end_time":"…","duration_ns":…`. */
class EndText {
  #status: CallStatus | undefined;
  #seconds = 0;
  #text = '';

  of(status: CallStatus, { endTime, duration }: EndTimes): string {
    const seconds = endTime[0];
    if (status !== this.#status || seconds !== this.#seconds) {
      this.#status = status;
      this.#seconds = seconds;
      this.#text = `,"status":"${status}","end_time":"${seconds}`;
    }
    return `${this.#text}${paddedNanoseconds(endTime[1])}","duration_ns":${duration[0] * 1e9 + duration[1]}`;
  }
}
