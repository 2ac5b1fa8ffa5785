import type { Context } from '@opentelemetry/api';
import type { OpenCall, Recording } from '../src/database/recording.js';
import { setLocationAttributes } from '../src/intercept/attributes.js';
import { callOf, startedCall } from '../src/intercept/recorded-call.js';
import { setImmediate } from '../src/model/timers.js';
import { identityOf, isSound, timesOf } from './call-identity.js';
import { endedSpan } from './ended-span.js';
import { type DatabaseSettings, recordingWith, spanFilter } from './recording-options.js';
import { resourceOf } from './resource-of.js';
import type { RecordedSpan, SpanProcessorLike, StartedSpan } from './span-types.js';

/**
 * Writes intercepted calls into a call-monitor database: the input before the function runs, the output when its
 * span ends. Unlike an exporter behind a batch it loses nothing when the process ends, however it does. Other spans
 * pass by, unless the setting `spans` is `all`.
 */
export class CallMonitorSpanProcessor implements SpanProcessorLike {
  readonly #recording: Recording;
  readonly #keepsSpans: () => boolean;

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
    const identity = identityOf(span);
    if (!isSound(identity)) return this.#recording.drop('a span has no ids or no time');
    const open = this.#recording.start(call.function, call.ordinal, {
      identity,
      input,
      resource: resourceOf(span),
    });
    if (open === undefined) return;
    call.keep(open);
    call.invocation = open.invocation;
    if (call.isPrivate) return;
    setLocationAttributes(span, call.function.name, open.invocation);
    span.setAttribute('callmonitor.root', this.#recording.root ?? '');
  }

  onEnd(span: RecordedSpan): void {
    const call = callOf(span);
    if (call === undefined) {
      if (this.#keepsSpans()) this.#recording.span(endedSpan(span));
      return;
    }
    const { outcome } = call;
    if (outcome === undefined) return;
    const open = call.takeFor(this.#recording) as OpenCall | undefined;
    if (open !== undefined) this.#recording.end(open, outcome, timesOf(span));
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
