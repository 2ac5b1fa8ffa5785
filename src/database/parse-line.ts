import { isJsonObject, type JsonObject } from '../capture/revive-descriptor.js';
import type { ArgSpec, DefaultValue } from '../model/argspec.js';
import type {
  CallStatus,
  ClosedLine,
  DroppedLine,
  FunctionLine,
  InputLine,
  OutputLine,
  SpanLine,
} from '../model/log-line.js';

/** What a line says, or why it says nothing. */
export type ParsedLine =
  | ClosedLine
  | DroppedLine
  | FunctionLine
  | InputLine
  | OutputLine
  | SpanLine
  | { readonly kind: 'ignored' }
  | { readonly kind: 'damaged' };

/** Shorter texts are parsed however deep they are. */
const LONG = 2 ** 16;
const MOST_DEPTH = 1000;
const MAY_BE_DEEP = /^\{"kind":"(?:input|output)"/;

/** What is known of a function whose own line was lost. */
export const NO_ARGSPEC: ArgSpec = { args: [], varargs: null, kwonlyargs: [], defaults: {} };

const STATUSES: readonly unknown[] = ['ok', 'error', 'yielded'] satisfies CallStatus[];

/** Reads a line of the log; kinds that this version does not know are ignored. */
export function parseLine(text: string): ParsedLine {
  const line = parseObject(text);
  if (typeof line?.['kind'] !== 'string') return { kind: 'damaged' };
  const isGood = CHECKS.get(line['kind']);
  if (isGood === undefined) return { kind: 'ignored' };
  if (!isGood(line)) return { kind: 'damaged' };
  // The checks looked at all that the types promise; a cut `args` or `kwargs` is handled by Call.
  const parsed = line as unknown as ParsedLine;
  return parsed.kind === 'function' ? { ...parsed, argspec: parseArgSpec(line['argspec']) } : parsed;
}

/**
 * A JSON object; `undefined` for any other text, and for one that is nested deeper than anything but the values of a
 * call: to parse it would cost a hundred times its length.
 */
export function parseObject(text: string): JsonObject | undefined {
  if (text.length > LONG && !MAY_BE_DEEP.test(text) && isDeep(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** An argspec from anywhere: what is not as FORMAT.md says is left out. */
export function parseArgSpec(value: unknown): ArgSpec {
  if (!isJsonObject(value)) return NO_ARGSPEC;
  const { args, varargs, kwonlyargs, defaults } = value;
  return {
    args: stringsOf(args),
    varargs: typeof varargs === 'string' ? varargs : null,
    kwonlyargs: stringsOf(kwonlyargs),
    defaults: isJsonObject(defaults) ? defaultsOf(defaults) : {},
  };
}

/** Whether a number is one that a call may have. */
export function isInvocation(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0;
}

const CHECKS: ReadonlyMap<string, (line: JsonObject) => boolean> = new Map<
  string,
  (line: JsonObject) => boolean
>([
  ['function', (line) => typeof line['function'] === 'string'],
  ['input', isInput],
  ['output', isOutput],
  ['span', isSpan],
  ['dropped', (line) => isCount(line['count'])],
  ['closed', (line) => isJsonObject(line['calls'])],
]);

/** By its brackets outside of strings, whatever else is wrong with it. */
function isDeep(text: string): boolean {
  let depth = 0;
  let isInString = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '"') isInString = !isInString;
    else if (isInString) at += character === '\\' ? 1 : 0;
    else if (character === '[' || character === '{') depth++;
    else if (character === ']' || character === '}') depth--;
    if (depth > MOST_DEPTH) return true;
  }
  return false;
}

function isInput(line: JsonObject): boolean {
  return isCall(line) && isTime(line['start_time']) && hasIds(line) && hasArguments(line);
}

function isSpan(line: JsonObject): boolean {
  return (
    typeof line['name'] === 'string' && isTime(line['start_time']) && isTime(line['end_time']) && hasIds(line)
  );
}

function hasIds({ trace_id, span_id, parent_span_id = '' }: JsonObject): boolean {
  return [trace_id, span_id, parent_span_id].every((id) => typeof id === 'string');
}

function isOutput(line: JsonObject): boolean {
  const { status, end_time, duration_ns } = line;
  return isCall(line) && isTime(end_time) && typeof duration_ns === 'number' && STATUSES.includes(status);
}

function isCall(line: JsonObject): boolean {
  return typeof line['function'] === 'string' && isInvocation(line['invocation']);
}

function isTime(value: unknown): boolean {
  return typeof value === 'string' && /^\d{1,20}$/.test(value);
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function hasArguments({ args, kwargs }: JsonObject): boolean {
  return (Array.isArray(args) || (isJsonObject(args) && args['$'] === 'truncated')) && isJsonObject(kwargs);
}

function stringsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function defaultsOf(values: JsonObject): ArgSpec['defaults'] {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => isDefault(value)),
  ) as ArgSpec['defaults'];
}

function isDefault(value: unknown): value is DefaultValue {
  if (isJsonObject(value)) return value['$'] === 'source' && typeof value['value'] === 'string';
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}
