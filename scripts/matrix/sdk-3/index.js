import * as sdk from '@opentelemetry/sdk-trace';

export * from '@opentelemetry/sdk-trace';
export { TracerProvider as BasicTracerProvider } from '@opentelemetry/sdk-trace';

export class SimpleSpanProcessor extends sdk.SimpleSpanProcessor {
  constructor(exporter) {
    super({ exporter });
  }
}

export class BatchSpanProcessor extends sdk.BatchSpanProcessor {
  constructor(exporter, options) {
    super({ exporter, ...options });
  }
}
