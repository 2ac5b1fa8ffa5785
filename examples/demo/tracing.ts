import { NodeSDK } from '@opentelemetry/sdk-node';
import { CallMonitorSpanProcessor } from 'callmonitor/exporters';

/** What a run of the demo is traced with. */
export interface Tracing {
  /** Writes every intercepted call into a database. */
  readonly recorder: CallMonitorSpanProcessor;
  /** Closes the database. */
  stop(): Promise<void>;
}

/**
 * Starts OpenTelemetry as any service does, with one more span processor; with `spans: 'all'` the trace has its root. Where the calls are to be seen elsewhere,
 * too, its exporter's processor stands beside this one.
 */
export function startTracing(): Tracing {
  const recorder = new CallMonitorSpanProcessor({ root: 'call-monitor', spans: 'all' });
  const sdk = new NodeSDK({
    serviceName: 'callmonitor-demo',
    spanProcessors: [recorder],
    metricReaders: [],
    logRecordProcessors: [],
  });
  sdk.start();
  return { recorder, stop: () => sdk.shutdown() };
}
