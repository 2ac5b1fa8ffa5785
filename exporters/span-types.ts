import type { Attributes, Context, HrTime, Span, SpanContext } from '@opentelemetry/api';

/** A span as the SDKs hand it to processors and exporters: what 2.x and 3.x have in common. */
export interface RecordedSpan {
  readonly name: string;
  spanContext(): SpanContext;
  readonly parentSpanContext?: SpanContext | undefined;
  readonly startTime: HrTime;
  readonly endTime: HrTime;
  readonly duration: HrTime;
  readonly attributes: Attributes;
  readonly kind?: number;
  readonly events: ReadonlyArray<{
    readonly name: string;
    readonly time: HrTime;
    readonly attributes?: Attributes | undefined;
  }>;
  readonly links?: ReadonlyArray<{
    readonly context: SpanContext;
    readonly attributes?: Attributes | undefined;
  }>;
  readonly instrumentationScope?: { readonly name: string; readonly version?: string | undefined };
  readonly status: { readonly code: number; readonly message?: string | undefined };
  readonly resource: {
    readonly attributes: Readonly<Record<string, unknown>>;
    /** Whether some attributes are still being detected. */
    readonly asyncAttributesPending?: boolean | undefined;
    getRawAttributes?(): Array<[string, unknown]>;
  };
}

/** A span that has just been started. */
export type StartedSpan = Span & RecordedSpan;

/** What the SDKs take as a span processor. */
export interface SpanProcessorLike {
  onStart(span: StartedSpan, parentContext: Context): void;
  onEnd(span: RecordedSpan): void;
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
}

/** What an export came to; 0 is success, 1 failure. */
export interface ExportOutcome {
  readonly code: 0 | 1;
  readonly error?: Error;
}

/** What the SDKs take as a span exporter. */
export interface SpanExporterLike {
  export(spans: RecordedSpan[], done: (outcome: ExportOutcome) => void): void;
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
}
