export {
  CallMonitorInstrumentation,
  type CallMonitorInstrumentationConfig,
  type InterceptionSettings,
} from './callmonitor-instrumentation.js';
