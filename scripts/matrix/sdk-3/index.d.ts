import * as sdk from '@opentelemetry/sdk-trace';

export * from '@opentelemetry/sdk-trace';
export { TracerProvider as BasicTracerProvider } from '@opentelemetry/sdk-trace';

export declare class SimpleSpanProcessor extends sdk.SimpleSpanProcessor {
  constructor(exporter: sdk.SpanExporter);
}

export declare class BatchSpanProcessor extends sdk.BatchSpanProcessor {
  constructor(exporter: sdk.SpanExporter, options?: Omit<sdk.BatchSpanProcessorOptions, 'exporter'>);
}
