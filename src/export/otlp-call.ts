import { cutAtBytes } from '../capture/cut-at-bytes.js';
import { errorFacts } from './error-facts.js';
import type { ExportedCall } from './exported-call.js';
import { anyAttributes } from './otlp-attributes.js';
import { spanText } from './span-text.js';

/** Enumerations of trace.proto. */
const KIND_INTERNAL = 1;
const STATUS_UNSET = 0;
const STATUS_ERROR = 2;

/**
 * The span of a call (`Span` of trace.proto), as it left the program but for what the log does not keep: attributes of
 * the program's own, and the time of the exception, which is that of the end. A call that never came back ends when it
 * began.
 */
export function otlpCall(exported: ExportedCall, attributeBytes: number): object {
  const { call, input, output } = exported;
  const endTime = output?.end_time ?? input.start_time;
  const thrown =
    output !== undefined && Object.hasOwn(output, 'error') ? errorFacts(output.error) : undefined;
  return {
    traceId: input.trace_id,
    spanId: input.span_id,
    parentSpanId: input.parent_span_id,
    flags: input.trace_flags,
    name: call.function,
    kind: KIND_INTERNAL,
    startTimeUnixNano: input.start_time,
    endTimeUnixNano: endTime,
    attributes: anyAttributes(attributesOf(exported, thrown?.type, attributeBytes)),
    events: thrown && [exceptionEvent(thrown, endTime)],
    status:
      exported.status === 'error' ? { code: STATUS_ERROR, message: thrown?.message } : { code: STATUS_UNSET },
  };
}

function attributesOf(
  exported: ExportedCall,
  errorType: string | undefined,
  attributeBytes: number,
): Record<string, unknown> {
  const { db, call, function: summary, status } = exported;
  const attributes: Record<string, unknown> = {
    'code.function.name': call.function,
    'code.file.path': summary?.file,
    'code.line.number': summary?.line,
    'callmonitor.invocation': call.invocation,
    'callmonitor.location': call.location,
    'callmonitor.root': db.root,
  };
  for (const [key, text] of textsOf(exported)) {
    const kept = cutAtBytes(text, attributeBytes);
    attributes[key] = kept;
    if (kept.length < text.length) attributes['callmonitor.truncated'] = true;
  }
  if (status === 'unfinished') attributes['callmonitor.unfinished'] = true;
  return { ...attributes, 'error.type': errorType };
}

function textsOf({ call, input, output }: ExportedCall): Array<readonly [string, string]> {
  const texts: Array<readonly [string, string]> = [
    ['callmonitor.args', spanText(input.args, call)],
    ['callmonitor.kwargs', spanText(input.kwargs, call)],
  ];
  if (output !== undefined && Object.hasOwn(output, 'result'))
    texts.push(['callmonitor.result', spanText(output.result, call)]);
  return texts;
}

function exceptionEvent({ type, message, stack }: ReturnType<typeof errorFacts>, time: string): object {
  const attributes = { 'exception.type': type, 'exception.message': message, 'exception.stacktrace': stack };
  return { timeUnixNano: time, name: 'exception', attributes: anyAttributes(attributes) };
}
