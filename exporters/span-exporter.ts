import type { Recording } from '../src/database/recording.js';
import { callOf } from '../src/intercept/recorded-call.js';
import type { FunctionInfo } from '../src/model/function-info.js';
import { attributedCall, unknownFunction } from './attributed-call.js';
import { identityOf } from './call-identity.js';
import { endedSpan } from './ended-span.js';
import { type DatabaseSettings, recordingWith, spanFilter } from './recording-options.js';
import { resourceOf } from './resource-of.js';
import type { ExportOutcome, RecordedSpan, SpanExporterLike } from './span-types.js';

/**
 * Writes the intercepted calls among exported spans into a call-monitor database; for use behind any span
 * processor. A call of this process is written as it was captured, one that is known from its span's attributes
 * alone as far as these go. Other spans pass by, unless the setting `spans` is `all`. What the processor in front loses is lost: to have each call on
 * disk before it runs, use `CallMonitorSpanProcessor`.
 */
export class CallMonitorSpanExporter implements SpanExporterLike {
  readonly #recording: Recording;
  readonly #keepsSpans: () => boolean;
  readonly #foreign = new Map<string, FunctionInfo>();
  #isShutDown = false;

  /**
   * Options go before environment and file.
   * @throws TypeError for an unknown option or a bad value
   */
  constructor(options: DatabaseSettings = {}) {
    this.#recording = recordingWith(options, true);
    this.#keepsSpans = spanFilter(options);
  }

  /** The directory of the database, once the first call has been written. */
  get root(): string | undefined {
    return this.#recording.root;
  }

  export(spans: RecordedSpan[], done: (outcome: ExportOutcome) => void): void {
    done(this.#isShutDown ? failure(new Error('The exporter was shut down')) : this.#export(spans));
  }

  async forceFlush(): Promise<void> {
    this.#recording.flush();
  }

  /** Closes the database. */
  async shutdown(): Promise<void> {
    this.#isShutDown = true;
    this.#recording.close();
  }

  #export(spans: RecordedSpan[]): ExportOutcome {
    try {
      for (const span of spans) this.#write(span);
      this.#recording.flush();
      return { code: 0 };
    } catch (error) {
      return failure(error);
    }
  }

  #write(span: RecordedSpan): void {
    const call = callOf(span);
    const { input, outcome } = call ?? {};
    if (call !== undefined && input !== undefined && outcome !== undefined) {
      this.#writeCall(span, { fn: call.function, ordinal: call.ordinal, input, outcome });
    } else {
      this.#writeAttributed(span);
    }
  }

  #writeAttributed(span: RecordedSpan): void {
    const call = attributedCall(span);
    if (call === undefined) {
      if (this.#keepsSpans()) this.#recording.span(endedSpan(span));
      return;
    }
    const fn = this.#foreign.get(call.name) ?? unknownFunction(call.name);
    this.#foreign.set(call.name, fn);
    const ordinal = call.invocation ?? fn.calls + 1;
    fn.calls = Math.max(fn.calls, ordinal);
    this.#writeCall(span, { ...call, fn, ordinal });
  }

  #writeCall(span: RecordedSpan, { fn, ordinal, input, outcome }: WholeCall): void {
    const start = { identity: identityOf(span), input, resource: resourceOf(span) };
    const open = this.#recording.start(fn, ordinal, start);
    if (open === undefined) return;
    this.#recording.end(open, outcome, span);
  }
}

function failure(error: unknown): ExportOutcome {
  return { code: 1, error: error instanceof Error ? error : new Error(String(error)) };
}

interface WholeCall extends Pick<NonNullable<ReturnType<typeof attributedCall>>, 'input' | 'outcome'> {
  readonly fn: FunctionInfo;
  readonly ordinal: number;
}
