import { expected, FULL_LIMITS, type LimitsOption, nearestName, resolveLimits } from '../capture/limits.js';
import { Redaction, type RedactOption } from '../capture/redaction.js';
import type { Settings, TargetEntry } from './settings.js';
import {
  amount,
  amountOrFalse,
  amountOrZero,
  choice,
  delay,
  flag,
  listOrJson,
  splitList,
  text,
  texts,
  toBoolean,
  traceUrl,
  type ValueKind,
} from './value-kinds.js';

/** A row of the table: a kind of value, what it is by default, and what it is for. */
export interface Setting<T> extends ValueKind<T> {
  readonly default: T;
  /** One line, for the reference. */
  readonly description: string;
}

const limits: ValueKind<LimitsOption> = {
  expectation: "'full', 'preview' or an object of limits",
  parse: jsonOrText,
  check: (value) => {
    const option = value as LimitsOption; // what it really is, resolveLimits finds out
    resolveLimits(option, FULL_LIMITS);
    return option;
  },
};

const targets: ValueKind<readonly TargetEntry[]> = {
  expectation: 'an array of <module>#<function>, or of objects with such a target and options',
  parse: listOrJson,
  check: (value, name) => {
    const isList = Array.isArray(value) && value.every((each) => typeof targetOf(each) === 'string');
    if (!isList) throw new TypeError(expected(targets.expectation, name, value));
    return value as TargetEntry[]; // as just seen
  },
};

const redact: ValueKind<RedactOption> = {
  expectation: 'false, or an array of names, paths, regular expressions and functions',
  parse: (given) => {
    const isOn = toBoolean(given);
    return isOn === true ? [] : (isOn ?? splitList(given));
  },
  check: (value) => {
    const option = value as RedactOption; // what it really is, Redaction finds out
    Redaction.from(option);
    return option;
  },
};

/** Every setting there is. */
export const SETTINGS_TABLE: { readonly [key in keyof Settings]: Setting<Settings[key]> } = {
  enabled: row(flag, true, 'Whether calls are recorded at all.'),
  root: row(text, 'call-monitor', 'Folder of the database, from the working directory.'),
  layout: row(choice('folders', 'packed'), 'folders', 'A folder for every call, or only the log.'),
  durability: row(
    choice('call', 'batch', 'fsync'),
    'call',
    'A call is with the operating system before it runs, gathered and written later, or on the disk.',
  ),
  inlineBytes: row(
    amountOrZero,
    4096,
    'Packed layout: up to so many bytes a binary value stands in the log.',
  ),
  flushIntervalMs: row(delay, 100, 'Gathered lines are written after so many milliseconds.'),
  flushBytes: row(amount, 2 ** 20, 'Gathered lines are written when they are so many bytes.'),
  spans: row(
    choice('calls', 'all'),
    'calls',
    'Only intercepted calls are recorded, or other spans, too: a trace then has its root.',
  ),
  overflow: row(
    choice('block', 'drop'),
    'block',
    'The caller waits for a slow disk, or records are dropped.',
  ),
  shutdownTimeoutMs: row(delay, 30_000, 'Milliseconds that a shutdown may take.'),
  maxDatabaseBytes: row(amount, 16 * 2 ** 30, 'A database of so many bytes takes no more.'),
  minFreeBytes: row(amountOrZero, 512 * 2 ** 20, 'Bytes that must be free on the disk; 0 does not ask.'),
  attributeBytes: row(amountOrZero, 4096, 'Bytes at which a value is cut in a span attribute.'),
  include: row(targets, [], 'Functions to intercept: `<module>#<function>`, see Targets.'),
  exclude: row(texts, [], 'Those among them to leave alone.'),
  thin: row(
    amountOrFalse,
    1000,
    'Of functions reached by a wildcard: so many calls, then every 10th, every 100th …; false: all.',
  ),
  limits: row(
    limits,
    {},
    'How much of a call is kept: `full`, `preview`, or single limits; `full` for functions named one by one.',
  ),
  redact: row(redact, [], 'What is kept out beside the usual secrets; false keeps nothing out.'),
  result: row(flag, true, 'Whether results are recorded.'),
  this: row(flag, true, 'Whether receivers (`this`) are recorded.'),
  url: row(
    traceUrl,
    '',
    'Your trace viewer, which the commands link to: a URL with `{traceId}` and, if you like, `{spanId}`.',
  ),
};

/** The settings' names, in the order of the table. */
export const SETTING_KEYS = Object.keys(SETTINGS_TABLE) as readonly (keyof Settings)[]; // its own keys, as typed

/** `maxDatabaseBytes` → `CALLMONITOR_MAX_DATABASE_BYTES`. */
export function variableOf(key: string): string {
  return `CALLMONITOR_${key.replace(/[A-Z]/g, '_$&').toUpperCase()}`;
}

/**
 * What `values` sets, checked; `undefined` counts as not set. `place` tells in errors where they come from.
 * @throws TypeError for an unknown key, with the nearest known one, and for a value that the table refuses
 */
export function checkSettings(values: unknown, place = ''): Partial<Settings> {
  try {
    return checkEach(values);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TypeError(reason + place, { cause });
  }
}

function checkEach(values: unknown): Partial<Settings> {
  if (typeof values !== 'object' || values === null || Array.isArray(values)) {
    throw new TypeError(expected('an object', 'the settings', values));
  }
  refuseUnknownKeys(Object.keys(values));
  const given = new Map(Object.entries(values).filter(([, value]) => value !== undefined));
  const keys = SETTING_KEYS.filter((key) => given.has(key));
  return Object.fromEntries(keys.map((key) => [key, SETTINGS_TABLE[key].check(given.get(key), key)]));
}

function refuseUnknownKeys(keys: readonly string[]): void {
  const unknown = keys.find((key) => !Object.hasOwn(SETTINGS_TABLE, key));
  if (unknown === undefined) return;
  throw new TypeError(`Unknown setting '${unknown}', did you mean '${nearestName(unknown, SETTING_KEYS)}'?`);
}

function targetOf(entry: unknown): unknown {
  return typeof entry === 'object' && entry !== null && 'target' in entry ? entry.target : entry;
}

function row<T>(kind: ValueKind<T>, value: NoInfer<T>, description: string): Setting<T> {
  return { ...kind, default: value, description };
}

/** Text that is no JSON after all stays as it was given, for the message. */
function jsonOrText(given: string): unknown {
  if (!given.trimStart().startsWith('{')) return given;
  try {
    return JSON.parse(given);
  } catch {
    return given;
  }
}
