export {
  CallMonitorInstrumentation,
  type CallMonitorInstrumentationConfig,
  type CaptureSettings,
} from './callmonitor-instrumentation.js';
