import { createRequire } from 'node:module';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { CallMonitorSpanProcessor } from 'callmonitor/exporters';

/** What a traced program needs. */
export interface TracedProgram {
  /** Node's own, loaded after the instrumentation: what an ES module imports is loaded before its first line runs. */
  readonly http: typeof import('node:http');
  /** Closes the database. */
  stop(): Promise<void>;
}

/** Starts OpenTelemetry: HTTP requests are spans that carry the trace on, and every span is kept beside the calls. */
export function startTracing(name: string): TracedProgram {
  const sdk = new NodeSDK({
    serviceName: name,
    instrumentations: [new HttpInstrumentation()],
    spanProcessors: [new CallMonitorSpanProcessor({ root: `call-monitor-${name}`, spans: 'all' })],
    metricReaders: [],
    logRecordProcessors: [],
  });
  sdk.start();
  return { http: createRequire(import.meta.url)('node:http'), stop: () => sdk.shutdown() };
}
