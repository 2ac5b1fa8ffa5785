import { jsonOf } from '../model/json-of.js';
import { errorFacts } from './error-facts.js';
import type { ExportedCall } from './exported-call.js';
import type { Format } from './format.js';
import { namedDescriptors } from './named-descriptors.js';
import { isoTimeOfNs } from './timestamp.js';

/**
 * An array of calls, or one a line. What JSON can say stands as itself, every other value as its descriptor
 * (FORMAT.md, "Values").
 */
export const json: Format = {
  passes: 1,
  *write(source, { lines = false }) {
    const between = lines ? '\n' : ',\n';
    let isFirst = true;
    if (!lines) yield '[';
    for (const call of source.calls()) {
      yield `${isFirst ? '' : between}${callJson(call)}`;
      isFirst = false;
    }
    if (!lines) yield ']\n';
    else if (!isFirst) yield '\n';
  },
};

function callJson(exported: ExportedCall): string {
  const { input, output } = exported;
  const named = namedDescriptors(exported).map(({ name, descriptor }) => [name, descriptor]);
  const { this: self } = input;
  const { result, error, args_after } = output ?? {};
  const values = { arguments: Object.fromEntries(named), this: self, result, error, args_after };
  return jsonOf({ ...factsOf(exported), ...values });
}

function factsOf({ db, call, input, output, status, function: summary }: ExportedCall): object {
  const thrown =
    output !== undefined && Object.hasOwn(output, 'error') ? errorFacts(output.error) : undefined;
  return {
    database: db.path,
    location: call.location,
    function: call.function,
    invocation: call.invocation,
    status,
    start_time: isoTimeOfNs(BigInt(input.start_time)),
    start_time_ns: input.start_time,
    duration_ns: output?.duration_ns,
    trace_id: input.trace_id,
    span_id: input.span_id,
    parent_span_id: input.parent_span_id,
    error_type: thrown?.type,
    error_message: thrown?.message,
    folder: call.path,
    file: summary?.file,
    line: summary?.line,
    replayable: call.replayable.ok,
  };
}
