import { isJsonObject, type JsonObject } from '../../capture/revive-descriptor.js';
import { isInvocation } from '../parse-line.js';
import { briefText } from './brief-text.js';

/** What is wrong with one key of a line or a summary. */
export interface KeyProblem {
  readonly pointer: string;
  readonly expected: string;
  readonly found: string;
  /** The line can still be read: only its keys stand in another order. */
  readonly isHarmless?: true;
}

/** What a key may hold. */
export interface KeyRule {
  readonly key: string;
  readonly expected: string;
  test(value: unknown): boolean;
  readonly isOptional?: boolean;
}

const TIME = { expected: 'nanoseconds as a string of digits', test: isTime };
const COUNT = { expected: 'a count', test: isCount };
const TEXT = { expected: 'a string', test: isText };
const OBJECT = { expected: 'an object', test: isJsonObject };
const ANYTHING = { expected: 'a value', test: () => true, isOptional: true };
const SPAN_ID = { expected: '16 hex digits', test: (value: unknown) => matches(value, /^[0-9a-f]{16}$/) };
const TRACE_ID = { expected: '32 hex digits', test: (value: unknown) => matches(value, /^[0-9a-f]{32}$/) };

const CALL: readonly KeyRule[] = [
  { key: 'function', ...TEXT },
  { key: 'invocation', expected: 'a number from 1', test: isInvocation },
];
const SPAN: readonly KeyRule[] = [
  { key: 'trace_id', ...TRACE_ID },
  { key: 'span_id', ...SPAN_ID },
  { key: 'parent_span_id', ...SPAN_ID, isOptional: true },
];

/** The keys of each kind of line, in order (FORMAT.md, "The log"); `kind` itself goes before. */
const RULES: ReadonlyMap<unknown, readonly KeyRule[]> = new Map<unknown, readonly KeyRule[]>([
  [
    'function',
    [
      { key: 'function', ...TEXT },
      { key: 'dir', ...TEXT },
      { key: 'argspec', expected: 'an argspec', test: isArgSpec },
      { key: 'file', ...TEXT, isOptional: true },
      { key: 'line', expected: 'a number from 1', test: isInvocation, isOptional: true },
    ],
  ],
  [
    'input',
    [
      ...CALL,
      ...SPAN,
      { key: 'trace_flags', expected: 'a number from 0 to 255', test: isByte },
      { key: 'start_time', ...TIME },
      { key: 'this', ...ANYTHING },
      { key: 'args', expected: 'an array', test: isArguments },
      { key: 'kwargs', ...OBJECT },
      { key: 'replayable', expected: 'ok and why', test: isReplayable, isOptional: true },
    ],
  ],
  [
    'output',
    [
      ...CALL,
      { key: 'status', expected: 'ok, error or yielded', test: (value) => STATUSES.includes(value) },
      { key: 'end_time', ...TIME },
      { key: 'duration_ns', expected: 'nanoseconds', test: isDuration },
      { key: 'result', ...ANYTHING },
      { key: 'error', ...ANYTHING },
      { key: 'args_after', ...ANYTHING },
    ],
  ],
  [
    'dropped',
    [
      { key: 'function', ...TEXT, isOptional: true },
      { key: 'count', ...COUNT },
      { key: 'reason', ...TEXT },
    ],
  ],
  [
    'closed',
    [
      { key: 'end_time', ...TIME },
      { key: 'calls', expected: 'counts by function', test: isCounts },
      { key: 'dropped', ...COUNT },
    ],
  ],
]);

/** Of spans only what relates them to calls is looked at; the rest is the tracer's. */
const SPAN_RULES: readonly KeyRule[] = [{ key: 'name', ...TEXT }, ...SPAN];
const STATUSES: readonly unknown[] = ['ok', 'error', 'yielded'];

/**
 * What is wrong with the keys of a line; nothing of a kind that is not known.
 * @param isExact whether its keys are all known: in a later minor version there may be more
 */
export function lineProblems(line: JsonObject, isExact: boolean): KeyProblem[] {
  if (line['kind'] === 'span') return keyProblems(line, SPAN_RULES);
  const rules = RULES.get(line['kind']);
  if (rules === undefined) return [];
  const wrong = keyProblems(line, rules);
  if (line['kind'] === 'output' && Object.hasOwn(line, 'result') && Object.hasOwn(line, 'error'))
    wrong.push({ pointer: '/error', expected: 'a result or an error', found: 'both' });
  return wrong.length > 0 ? wrong : orderProblems(line, rules, isExact);
}

/** What is wrong with the values of an object's keys. */
export function keyProblems(object: JsonObject, rules: readonly KeyRule[]): KeyProblem[] {
  const wrong: KeyProblem[] = [];
  for (const { key, expected, test, isOptional } of rules) {
    const isThere = Object.hasOwn(object, key);
    if (isThere ? test(object[key]) : isOptional) continue;
    wrong.push({ pointer: `/${key}`, expected, found: briefText(isThere ? object[key] : undefined) });
  }
  return wrong;
}

function orderProblems(line: JsonObject, rules: readonly KeyRule[], isExact: boolean): KeyProblem[] {
  let next = 0;
  const keys = Object.keys(line);
  for (const [at, key] of keys.entries()) {
    if (at === 0 && key === 'kind') continue;
    const found = rules.findIndex((rule, index) => index >= next && rule.key === key);
    if (found !== -1) next = found + 1;
    else if (key === 'kind' || rules.some((rule) => rule.key === key)) {
      return [{ pointer: `/${key}`, expected: 'keys in order', found: briefText(key), isHarmless: true }];
    } else if (isExact) {
      return [{ pointer: '', expected: 'known keys', found: briefText(key), isHarmless: true }];
    }
  }
  return [];
}

/** Whether a value is a time of the format. */
export function isTime(value: unknown): value is string {
  return matches(value, /^\d{1,20}$/);
}

/** Whether a value counts something. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** Whether a value is an argspec as FORMAT.md says. */
export function isArgSpec(value: unknown): boolean {
  if (!isJsonObject(value)) return false;
  const { args, varargs, kwonlyargs, defaults } = value;
  const isNamed = varargs === null || isText(varargs);
  return isNamed && isTexts(args) && isTexts(kwonlyargs) && isJsonObject(defaults);
}

function isCounts(value: unknown): boolean {
  return isJsonObject(value) && Object.values(value).every(isCount);
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every(isText);
}

function isByte(value: unknown): boolean {
  return isCount(value) && value < 256;
}

function isDuration(value: unknown): boolean {
  return typeof value === 'number' && value >= 0;
}

function isArguments(value: unknown): boolean {
  return Array.isArray(value) || (isJsonObject(value) && value['$'] === 'truncated');
}

function isReplayable(value: unknown): boolean {
  return isJsonObject(value) && typeof value['ok'] === 'boolean' && isTexts(value['why']);
}

function matches(value: unknown, pattern: RegExp): value is string {
  return typeof value === 'string' && pattern.test(value);
}
