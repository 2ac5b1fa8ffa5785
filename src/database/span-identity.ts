/** Who started something, and when. */
export interface SpanIdentity {
  /** 32 hex digits. */
  readonly traceId: string;
  /** 16 hex digits. */
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  /** Nanoseconds since the Unix epoch. */
  readonly startTime: bigint;
}
