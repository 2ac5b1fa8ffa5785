import type { SpanRecord } from '../database/span-record.js';
import { errorFacts } from './error-facts.js';
import type { ExportedCall } from './exported-call.js';
import { namedDescriptors } from './named-descriptors.js';
import { readable } from './readable.js';

/** What a trace viewer shows of a call that is selected. */
export function readableCall(exported: ExportedCall): object {
  const { call, input, output, status } = exported;
  const named = namedDescriptors(exported).map(({ name, descriptor }) => [name, readable(descriptor)]);
  return {
    location: call.location,
    status,
    arguments: Object.fromEntries(named),
    ...(output !== undefined && Object.hasOwn(output, 'result') && { result: readable(output.result) }),
    ...(output !== undefined && Object.hasOwn(output, 'error') && { error: errorText(output.error) }),
    ...idsOf(input),
    folder: call.path,
  };
}

/** The same of a span that is no call. */
export function readableSpan({ attributes, line }: SpanRecord): object {
  return { attributes: readable(attributes), ...idsOf(line) };
}

function idsOf({ trace_id, span_id, parent_span_id }: Ids): object {
  return { trace_id, span_id, parent_span_id };
}

interface Ids {
  readonly trace_id: string;
  readonly span_id: string;
  readonly parent_span_id?: string;
}

function errorText(error: unknown): string {
  const { type, message } = errorFacts(error);
  return message === undefined ? type : `${type}: ${message}`;
}
