import type { CapturedInput } from '../src/capture/capture.js';
import type { CapturedValue } from '../src/capture/value-capture.js';
import type { CallOutcome } from '../src/intercept/recorded-call.js';
import type { ArgSpec } from '../src/model/argspec.js';
import type { FunctionInfo } from '../src/model/function-info.js';
import type { RecordedSpan } from './span-types.js';

/** What is known of a call from its span's attributes alone. */
export interface AttributedCall {
  readonly name: string;
  /** `undefined` when the span does not say. */
  readonly invocation: number | undefined;
  readonly input: CapturedInput;
  readonly outcome: CallOutcome;
}

const NO_ARGSPEC: ArgSpec = { args: [], varargs: null, kwonlyargs: [], defaults: {} };
const STATUS_ERROR = 2;

/** Reads a call from a span's attributes; `undefined` for a span that is of no intercepted call. */
export function attributedCall(span: RecordedSpan): AttributedCall | undefined {
  const { attributes, name: spanName } = span;
  const args = attributes['callmonitor.args'];
  if (typeof args !== 'string') return undefined;
  const kwargs = attributes['callmonitor.kwargs'];
  const name = attributes['code.function.name'];
  const invocation = attributes['callmonitor.invocation'];
  return {
    name: typeof name === 'string' && name !== '' ? name : spanName,
    invocation: Number.isSafeInteger(invocation) && Number(invocation) > 0 ? Number(invocation) : undefined,
    input: inputOf(args, typeof kwargs === 'string' ? kwargs : '{}'),
    outcome: outcomeOf(span),
  };
}

/** A function of which nothing but its name is known. */
export function unknownFunction(name: string): FunctionInfo {
  return { name, argspec: NO_ARGSPEC, calls: 0 };
}

function inputOf(args: string, kwargs: string): CapturedInput {
  const isWhole = Array.isArray(parse(args)) && isObject(parse(kwargs));
  return {
    this: undefined,
    args: Array.isArray(parse(args)) ? args : `[${truncated(args)}]`,
    kwargs: isObject(parse(kwargs)) ? kwargs : truncated(kwargs),
    sidecars: [],
    notReplayable: isWhole ? [] : ['/args: truncated (attribute)'],
    isCut: !isWhole,
  };
}

function outcomeOf({ attributes, status, events }: RecordedSpan): CallOutcome {
  const none = { result: undefined, error: undefined, argsAfter: undefined };
  if (status.code === STATUS_ERROR) {
    const exception = events.find(({ name }) => name === 'exception')?.attributes;
    return { ...none, status: 'error', error: exception && captured(describeException(exception)) };
  }
  const result = attributes['callmonitor.result'];
  if (typeof result !== 'string') return { ...none, status: 'ok' };
  return {
    ...none,
    status: 'ok',
    result: captured(parse(result) === undefined ? truncated(result) : result),
  };
}

function describeException(attributes: RecordedSpan['attributes']): string {
  return JSON.stringify({
    $: 'Error',
    name: attributes['exception.type'] ?? 'Error',
    message: attributes['exception.message'] ?? '',
    stack: attributes['exception.stacktrace'] ?? '',
  });
}

function truncated(head: string): string {
  return JSON.stringify({ $: 'truncated', reason: 'bytes', head });
}

function captured(text: string): CapturedValue {
  return { text, sidecars: [] };
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The JSON value of an attribute; `undefined` for text that was cut. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
