import type { Context } from '@opentelemetry/api';
import type { OpenCall, Recording } from '../src/database/recording.js';
import { setLocationAttributes } from '../src/intercept/attributes.js';
import { callOf, startedCall } from '../src/intercept/recorded-call.js';
import { setImmediate } from '../src/model/timers.js';
import { identityOf } from './call-identity.js';
import { endedSpan } from './ended-span.js';
import { type DatabaseSettings, recordingWith, spanFilter } from './recording-options.js';
import { resourceOf } from './resource-of.js';
import type { RecordedSpan, SpanProcessorLike, StartedSpan } from './span-types.js';

/** A map from spans to calls would cost the garbage collector more than the calls themselves. */
type Carrier = Record<symbol, OpenCall | undefined>;

/**
 * Writes intercepted calls into a call-monitor database: the input before the function runs, the output when its
 * span ends. Unlike an exporter behind a batch it loses nothing when the process ends, however it does. Other spans
 * pass by, unless the setting `spans` is `all`.
 */
export class CallMonitorSpanProcessor implements SpanProcessorLike {
  readonly #recording: Recording;
  readonly #keepsSpans: () => boolean;
  /** Under this, a span carries its call in this processor's database. */
  readonly #openCall = Symbol('open call');

  /**
   * Options go before environment and file.
   * @throws TypeError for an unknown option or a bad value
   */
  constructor(options: DatabaseSettings = {}) {
    this.#recording = recordingWith(options);
    this.#keepsSpans = spanFilter(options);
  }

  /** The directory of the database, once the first call has been written. */
  get root(): string | undefined {
    return this.#recording.root;
  }

  onStart(span: StartedSpan, parentContext: Context): void {
    const call = startedCall(parentContext);
    const input = call?.input;
    if (call === undefined || input === undefined) return;
    call.isTaken = true;
    const start = { identity: identityOf(span), input, resource: resourceOf(span) };
    const open = this.#recording.start(call.function, call.ordinal, start);
    if (open === undefined) return;
    (span as unknown as Carrier)[this.#openCall] = open;
    call.invocation = open.invocation;
    setLocationAttributes(span, call.function.name, open.invocation);
    span.setAttribute('callmonitor.root', this.#recording.root ?? '');
  }

  onEnd(span: RecordedSpan): void {
    const open = (span as unknown as Carrier)[this.#openCall];
    const outcome = callOf(span)?.outcome;
    if (open === undefined && callOf(span) === undefined && this.#keepsSpans()) {
      this.#recording.span(endedSpan(span));
    }
    if (open === undefined || outcome === undefined) return;
    (span as unknown as Carrier)[this.#openCall] = undefined;
    this.#recording.end(open, { ...outcome, endTime: span.endTime, duration: span.duration });
  }

  /** Has all that was recorded so far with the operating system. */
  async forceFlush(): Promise<void> {
    this.#recording.flush();
  }

  /** Closes the database. Calls that end in this turn of the event loop are still written. */
  async shutdown(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    this.#recording.close();
  }
}
