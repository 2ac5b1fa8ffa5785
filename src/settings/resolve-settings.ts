import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { expected } from '../capture/limits.js';
import {
  type Environment,
  FILE_VARIABLE,
  overridesFromOpenTelemetry,
  settingsFromEnvironment,
  type Warn,
} from './environment.js';
import { say } from './say.js';
import type { Settings, SettingsInput } from './settings.js';
import { findSettingsFile, loadSettingsFile, type SettingsFile } from './settings-file.js';
import { checkSettings, SETTING_KEYS, SETTINGS_TABLE } from './settings-table.js';

/** Where settings come from beside code. */
export interface SettingsSources {
  /** Default `process.env`. */
  readonly env?: Environment;
  /** Folder from which the file is searched upward. Default `process.cwd()`. */
  readonly cwd?: string;
  /** Default OpenTelemetry's `diag.warn`. */
  readonly warn?: Warn;
}

/** The settings in force, and of each where it comes from: `code`, a variable, a file's path or `default`. */
export interface ResolvedSettings {
  readonly settings: Settings;
  readonly origins: Readonly<Record<keyof Settings, string>>;
}

interface Level {
  readonly values: Partial<Settings>;
  readonly origin: string;
}

/**
 * Code before environment before file before defaults; OpenTelemetry's own variables have the last word.
 * @throws TypeError for a bad value or an unknown key in code or file, CallMonitorError for a file that fails
 */
export function resolveSettings(code: SettingsInput = {}, sources: SettingsSources = {}): Settings {
  return resolveWithOrigins(code, sources).settings;
}

/** As `resolveSettings`, and says where each value comes from. */
export function resolveWithOrigins(code: SettingsInput, sources: SettingsSources): ResolvedSettings {
  const { env = process.env, cwd = process.cwd(), warn = warnThroughDiag } = sources;
  const levels: Level[] = [
    { values: checkSettings(code), origin: 'code' },
    { values: settingsFromEnvironment(env, warn), origin: 'environment' },
    levelFromFile(env, cwd, warn),
  ];
  const resolved = mergeLevels(levels);
  for (const { key, value, variable } of overridesFromOpenTelemetry(resolved.settings, env, warn)) {
    Object.assign(resolved.settings, { [key]: value });
    resolved.origins[key] = variable;
  }
  return { settings: Object.freeze(resolved.settings), origins: Object.freeze(resolved.origins) };
}

function levelFromFile(env: Environment, cwd: string, warn: Warn): Level {
  const file = chosenFile(env[FILE_VARIABLE], cwd, warn) ?? findSettingsFile(cwd);
  if (file === undefined) return { values: {}, origin: 'default' };
  return { values: checkSettings(file.values, ` (in ${file.path})`), origin: file.path };
}

function chosenFile(chosen: string | undefined, cwd: string, warn: Warn): SettingsFile | undefined {
  if (!chosen) return undefined;
  const path = resolve(cwd, chosen);
  if (existsSync(path)) return loadSettingsFile(path);
  warn(`${expected('a file', FILE_VARIABLE, chosen)}; ${FILE_VARIABLE} is ignored`);
  return undefined;
}

function mergeLevels(levels: readonly Level[]): {
  settings: Settings;
  origins: Record<keyof Settings, string>;
} {
  const entries = SETTING_KEYS.map((key) => {
    const level = levels.find(({ values }) => Object.hasOwn(values, key));
    const value = level === undefined ? SETTINGS_TABLE[key].default : level.values[key];
    return { key, value, origin: level?.origin ?? 'default' };
  });
  return {
    settings: Object.fromEntries(entries.map(({ key, value }) => [key, value])) as unknown as Settings, // every key
    origins: Object.fromEntries(entries.map(({ key, origin }) => [key, origin])) as Record<
      keyof Settings,
      string
    >,
  };
}

/** The default way of warning: through OpenTelemetry's `diag`, which is silent until a logger is set. */
export function warnThroughDiag(message: string): void {
  say('warn', message);
}
