import { type Attributes, type Span, SpanStatusCode } from '@opentelemetry/api';
import type { CapturedInput } from '../capture/capture.js';
import { cutAtBytes } from '../capture/cut-at-bytes.js';
import { nameOf, readData } from '../capture/own-data.js';
import type { Redaction } from '../capture/redaction.js';
import { shownError } from '../capture/shown-error.js';
import { type CapturedText, renderText } from '../capture/text.js';
import type { FunctionInfo } from '../model/function-info.js';

/** Binary values up to this many bytes stand in an attribute themselves. */
const INLINE_BYTES = 1024;

/** What a function's spans have in common. */
export function functionAttributes({ name, file, line }: FunctionInfo): Attributes {
  return {
    'code.function.name': name,
    ...(file === undefined ? {} : { 'code.file.path': file }),
    ...(line === undefined ? {} : { 'code.line.number': line }),
  };
}

/** Says where the call is to be found in the database. */
export function setLocationAttributes(span: Span, name: string, invocation: number): void {
  span.setAttribute('callmonitor.invocation', invocation);
  span.setAttribute('callmonitor.location', `${name}/${invocation}`);
}

/** Adds what the function is called with, each part cut at `maxBytes`. */
export function setInputAttributes(span: Span, input: CapturedInput, maxBytes: number): void {
  setText(span, 'callmonitor.args', input.args, maxBytes);
  setText(span, 'callmonitor.kwargs', input.kwargs, maxBytes);
}

/** Adds the result's descriptor, cut at `maxBytes`. */
export function setResultAttribute(span: Span, result: CapturedText, maxBytes: number): void {
  setText(span, 'callmonitor.result', result, maxBytes);
}

/**
 * Says that the call threw. Reads the error's own data only: the SDK's `recordException` would run its getters.
 */
export function recordError(span: Span, error: unknown, redaction: Redaction): void {
  const type = typeOf(error);
  const { message, stack } = shownError(error, redaction);
  span.setAttribute('error.type', type);
  span.addEvent('exception', {
    'exception.type': type,
    ...(message === undefined ? {} : { 'exception.message': message }),
    ...(stack === undefined ? {} : { 'exception.stacktrace': stack }),
  });
  span.setStatus({ code: SpanStatusCode.ERROR, ...(message === undefined ? {} : { message }) });
}

function setText(span: Span, key: string, captured: CapturedText, maxBytes: number): void {
  const text = renderText(captured, INLINE_BYTES);
  const kept = cutAtBytes(text, maxBytes);
  span.setAttribute(key, kept);
  if (kept.length < text.length) span.setAttribute('callmonitor.truncated', true);
}

function typeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return typeof error;
  return nameOf(readData(error, 'constructor')) || 'Error';
}
