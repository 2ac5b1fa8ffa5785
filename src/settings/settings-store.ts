import { inspect } from 'node:util';
import { expected } from '../capture/limits.js';
import { customInspect } from '../model/inspect-symbol.js';
import type { Warn } from './environment.js';
import {
  type ResolvedSettings,
  resolveWithOrigins,
  type SettingsSources,
  warnThroughDiag,
} from './resolve-settings.js';
import type { Settings, SettingsInput } from './settings.js';
import { checkSettings, SETTING_KEYS } from './settings-table.js';

const THREAD_ID = /^[A-Za-z0-9_.-]{1,64}$/;

/** What a program sets in code, over what its environment and file say. */
export class SettingsStore {
  readonly #sources: SettingsSources;
  readonly #warnings = new Set<string>();
  #values: SettingsInput = {};
  #threadId: string | undefined;
  #version = 0;

  constructor(sources: SettingsSources = {}) {
    const { warn = warnThroughDiag } = sources;
    this.#sources = { ...sources, warn: (message) => this.#warnOnce(message, warn) };
  }

  /** Changes with every `set`. */
  get version(): number {
    return this.#version;
  }

  /** The id of `enableMultiThreading`, or `undefined`. */
  get threadId(): string | undefined {
    return this.#threadId;
  }

  /**
   * Sets some settings, for what is started from now on; `undefined` takes an earlier value back.
   * @throws TypeError for an unknown key or a bad value; then nothing is set
   */
  set(values: SettingsInput): void {
    checkSettings(values);
    this.#values = { ...this.#values, ...values };
    this.#version++;
  }

  /**
   * Tags this thread's database with `-tid=<id>`, in place of the id that would be found.
   * @throws TypeError unless `id` is 1 to 64 of letters, digits, `_`, `.` and `-`
   */
  enableMultiThreading(id: number | string): void {
    const isId = typeof id === 'number' ? Number.isInteger(id) && id >= 0 : typeof id === 'string';
    if (!isId || !THREAD_ID.test(String(id))) {
      throw new TypeError(expected("1 to 64 letters, digits, '_', '.' or '-'", "the thread's id", id));
    }
    this.#threadId = String(id);
  }

  /**
   * The settings in force: `overrides`, then what was set here, then environment, file and defaults.
   * @throws TypeError for a bad value or an unknown key, CallMonitorError for a file that fails
   */
  resolve(overrides: SettingsInput = {}): Settings {
    return this.#resolve(overrides).settings;
  }

  /** A line per setting: its name, its value, and where that comes from. */
  toString(): string {
    const { settings, origins } = this.#resolve({});
    const rows = SETTING_KEYS.map((key) => [key, showValue(settings[key]), origins[key]] as const);
    const [keyWidth, valueWidth] = [0, 1].map((column) =>
      Math.max(...rows.map((row) => row[column]?.length ?? 0)),
    );
    return rows
      .map(
        ([key, value, origin]) => `${key.padEnd(keyWidth ?? 0)}  ${value.padEnd(valueWidth ?? 0)}  ${origin}`,
      )
      .join('\n');
  }

  [customInspect](): string {
    return `Settings\n${this.toString().replace(/^/gm, '  ')}`;
  }

  #resolve(overrides: SettingsInput): ResolvedSettings {
    const given = Object.entries(overrides).filter(([, value]) => value !== undefined);
    return resolveWithOrigins({ ...this.#values, ...Object.fromEntries(given) }, this.#sources);
  }

  #warnOnce(message: string, warn: Warn): void {
    if (this.#warnings.has(message)) return;
    this.#warnings.add(message);
    warn(message);
  }
}

/** The settings of this program. */
export const settings = new SettingsStore();

function showValue(value: unknown): string {
  return inspect(value, { depth: 2, breakLength: Number.POSITIVE_INFINITY });
}
