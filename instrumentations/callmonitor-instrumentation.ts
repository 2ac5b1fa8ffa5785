import type { TracerProvider } from '@opentelemetry/api';
import {
  InstrumentationBase,
  type InstrumentationConfig,
  type InstrumentationModuleDefinition,
} from '@opentelemetry/instrumentation';
import { interceptor } from '../src/default-interceptor.js';
import { PACKAGE } from '../src/model/package-info.js';
import type { SettingsInput } from '../src/settings/settings.js';
import { TargetInterception } from './target-interception.js';

/** The settings that say which functions are intercepted, and what is recorded of their calls. */
export type InterceptionSettings = Pick<
  SettingsInput,
  'include' | 'exclude' | 'thin' | 'limits' | 'redact' | 'result' | 'this' | 'attributeBytes'
>;

/** What `new CallMonitorInstrumentation(config)` takes; what is left out follows environment and file. */
export interface CallMonitorInstrumentationConfig extends InstrumentationConfig, InterceptionSettings {}

/**
 * Puts the interception of this process under the control of a tracing config: functions that its targets name are
 * intercepted in modules that are loaded from then on, `enable()` and `disable()` switch the recording of all
 * intercepted functions (exports of packages and built-ins are put back), `setTracerProvider()` says where their
 * spans come from, and its config goes before all other settings.
 */
export class CallMonitorInstrumentation extends InstrumentationBase<CallMonitorInstrumentationConfig> {
  // The base's constructor calls `enable()` and `setConfig()`: fields of ours would not exist yet.
  declare private targets: TargetInterception | undefined;

  /** @throws TypeError for a bad value or what is no target */
  constructor(config: CallMonitorInstrumentationConfig = {}) {
    super(PACKAGE.name, PACKAGE.version, config);
    interceptor.state.isActive = this.isEnabled();
  }

  /** What its targets have matched; `undefined` while it has none. */
  get interception(): TargetInterception | undefined {
    return this.targets;
  }

  override enable(): void {
    super.enable();
    interceptor.state.isActive = true;
    this.targets?.install();
  }

  override disable(): void {
    super.disable();
    interceptor.state.isActive = false;
    this.targets?.uninstall();
  }

  override setTracerProvider(provider: TracerProvider): void {
    super.setTracerProvider(provider);
    interceptor.state.tracers.setTracerProvider(provider);
  }

  /** @throws TypeError for a bad value or what is no target; the config before then stays in force */
  override setConfig(config: CallMonitorInstrumentationConfig = {}): void {
    const { enabled: _, ...settings } = config;
    const { include, exclude } = interceptor.state.settingsWith(settings);
    const targets =
      include.length === 0 ? undefined : new TargetInterception({ include, exclude }, interceptor);
    interceptor.state.setOverrides(settings);
    super.setConfig(config);
    this.targets?.uninstall();
    this.targets = targets;
    if (this.isEnabled()) targets?.install();
  }

  protected override init(): InstrumentationModuleDefinition[] {
    return [];
  }
}
