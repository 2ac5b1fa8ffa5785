export type { DatabaseSettings } from './recording-options.js';
export { CallMonitorSpanExporter } from './span-exporter.js';
export { CallMonitorSpanProcessor } from './span-processor.js';
