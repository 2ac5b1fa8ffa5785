import { randomBytes } from 'node:crypto';
import type { Registry } from '../handlers/registry.js';
import type { Settings, SettingsInput } from '../settings/settings.js';
import type { SettingsStore } from '../settings/settings-store.js';
import { FunctionTable } from './function-table.js';
import { Guard } from './guard.js';
import { Nesting } from './nesting.js';
import { type PolicySources, policyFor, type RecordingPolicy } from './policy.js';
import { SettlementWatcher } from './settlement.js';
import { type Embedded, TracerSource } from './tracer-source.js';

/** What the composition root gives to interception. */
export interface InterceptionParts {
  readonly settings: SettingsStore;
  readonly registry: Registry;
  readonly embedded: Embedded;
}

/** What all intercepted functions of a process have in common. */
export class InterceptionState {
  readonly guard = new Guard();
  readonly functions = new FunctionTable((message) => this.guard.warn(message));
  readonly nesting = new Nesting((message) => this.guard.warn(message));
  readonly settlements = new SettlementWatcher();
  readonly tracers: TracerSource;
  /** `false`: all calls pass by unrecorded and uncounted. */
  isActive = true;
  readonly #parts: InterceptionParts;
  #overrides: SettingsInput = {};
  #overridesVersion = 0;
  #randomState = randomBytes(4).readUInt32LE() | 1;

  constructor(parts: InterceptionParts) {
    this.#parts = parts;
    this.tracers = new TracerSource(parts.embedded);
  }

  /** Settings that go before all others, as an instrumentation's config does. */
  setOverrides(overrides: SettingsInput): void {
    this.#parts.settings.resolve(overrides);
    this.#overrides = overrides;
    this.#overridesVersion++;
  }

  /** The settings as they would be under these; @throws TypeError for a bad value */
  settingsWith(overrides: SettingsInput): Settings {
    return this.#parts.settings.resolve(overrides);
  }

  /** Changes whenever a policy made before is out of date. */
  get settingsVersion(): number {
    return this.#parts.settings.version + this.#overridesVersion;
  }

  /** What is recorded of a function with these options, by the settings as they are now. */
  policyFor(fn: Pick<PolicySources, 'known' | 'options' | 'isWildcard'>): RecordingPolicy {
    const { settings, registry } = this.#parts;
    return policyFor({ ...fn, settings: settings.resolve(this.#overrides), registry });
  }

  /** A number from 0 up to 1. Not `Math.random`: the program may have seeded that, and count on its sequence. */
  random(): number {
    let state = this.#randomState;
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    this.#randomState = state;
    return (state >>> 0) / 2 ** 32;
  }
}
