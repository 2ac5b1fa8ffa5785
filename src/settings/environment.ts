import { expected, nearestName } from '../capture/limits.js';
import type { Settings } from './settings.js';
import { SETTING_KEYS, SETTINGS_TABLE, variableOf } from './settings-table.js';
import { toBoolean } from './value-kinds.js';

/** Environment variables by name, as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Takes one line about something that is ignored. */
export type Warn = (message: string) => void;

/** A setting that OpenTelemetry's own variables decide, and the variable that did. */
export interface Override {
  readonly key: keyof Settings;
  readonly value: boolean | number;
  readonly variable: string;
}

/** Names the file of settings, in place of the one that would be found. */
export const FILE_VARIABLE = 'CALLMONITOR_CONFIG';

/** Names the folder in which `callmonitor run` expects to be told what its command recorded. */
export const REPORT_VARIABLE = 'CALLMONITOR_REPORT';

/** Has the number of the first process of several that inherit their options from each other. */
export const FIRST_VARIABLE = 'CALLMONITOR_FIRST_PID';

const PREFIX = 'CALLMONITOR_';
const DISABLED = 'OTEL_SDK_DISABLED';
/** The one for spans goes before the general one, as in every SDK. */
const LENGTH_LIMITS = [
  'OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT',
  'OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT',
] as const;

/** What `CALLMONITOR_*` sets. A bad value and an unknown variable are warned of and ignored, an empty one is unset. */
export function settingsFromEnvironment(env: Environment, warn: Warn): Partial<Settings> {
  warnOfUnknown(env, warn);
  const entries = SETTING_KEYS.flatMap((key) => {
    const variable = variableOf(key);
    const text = env[variable];
    return text ? readVariable(key, variable, text, warn) : [];
  });
  return Object.fromEntries(entries);
}

/** What OpenTelemetry's variables change in settings that were found otherwise, code included. */
export function overridesFromOpenTelemetry(settings: Settings, env: Environment, warn: Warn): Override[] {
  const overrides: Override[] = [];
  if (toBoolean(env[DISABLED] ?? '') === true)
    overrides.push({ key: 'enabled', value: false, variable: DISABLED });
  const variable = LENGTH_LIMITS.find((name) => env[name]);
  const limit = variable && readLengthLimit(variable, env[variable] ?? '', warn);
  if (variable && limit !== undefined && limit < settings.attributeBytes) {
    overrides.push({ key: 'attributeBytes', value: limit, variable });
  }
  return overrides;
}

function readVariable(key: keyof Settings, variable: string, text: string, warn: Warn): [string, unknown][] {
  const setting = SETTINGS_TABLE[key];
  try {
    return [[key, setting.check(setting.parse(text), variable)]];
  } catch (error) {
    warn(`${error instanceof Error ? error.message : error}; ${variable} is ignored`);
    return [];
  }
}

function warnOfUnknown(env: Environment, warn: Warn): void {
  const known = [...SETTING_KEYS.map(variableOf), FILE_VARIABLE, REPORT_VARIABLE, FIRST_VARIABLE];
  for (const variable of Object.keys(env)) {
    if (!variable.startsWith(PREFIX) || known.includes(variable)) continue;
    warn(`Unknown variable ${variable}, did you mean ${nearestName(variable, known)}?`);
  }
}

function readLengthLimit(variable: string, text: string, warn: Warn): number | undefined {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 0) return limit;
  warn(`${expected('a positive integer or zero', variable, text)}; ${variable} is ignored`);
  return undefined;
}
