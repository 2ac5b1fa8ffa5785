import type { TracerProvider } from '@opentelemetry/api';
import {
  InstrumentationBase,
  type InstrumentationConfig,
  type InstrumentationModuleDefinition,
} from '@opentelemetry/instrumentation';
import { interceptor } from '../src/default-interceptor.js';
import { PACKAGE } from '../src/model/package-info.js';
import type { SettingsInput } from '../src/settings/settings.js';

/** The settings that say what is recorded of a call. */
export type CaptureSettings = Pick<SettingsInput, 'limits' | 'redact' | 'result' | 'this' | 'attributeBytes'>;

/** What `new CallMonitorInstrumentation(config)` takes. */
export interface CallMonitorInstrumentationConfig extends InstrumentationConfig, CaptureSettings {}

/**
 * Puts the interception of this process under the control of a tracing config: `enable()` and `disable()` switch
 * the recording of all intercepted functions, `setTracerProvider()` says where their spans come from, and its
 * config goes before all other settings.
 */
export class CallMonitorInstrumentation extends InstrumentationBase<CallMonitorInstrumentationConfig> {
  // The base's constructor calls `enable()` and `setConfig()`: fields of ours would not exist yet.

  /** @throws TypeError for a bad value */
  constructor(config: CallMonitorInstrumentationConfig = {}) {
    super(PACKAGE.name, PACKAGE.version, config);
    this.setConfig(config);
    interceptor.state.isActive = this.isEnabled();
  }

  override enable(): void {
    super.enable();
    interceptor.state.isActive = true;
  }

  override disable(): void {
    super.disable();
    interceptor.state.isActive = false;
  }

  override setTracerProvider(provider: TracerProvider): void {
    super.setTracerProvider(provider);
    interceptor.state.tracers.setTracerProvider(provider);
  }

  /** @throws TypeError for a bad value; the config before then stays in force */
  override setConfig(config: CallMonitorInstrumentationConfig = {}): void {
    const { enabled: _, ...settings } = config;
    interceptor.state.setOverrides(settings);
    super.setConfig(config);
  }

  protected override init(): InstrumentationModuleDefinition[] {
    return [];
  }
}
