import type { Trace, TraceStep } from '../database/trace.js';
import { factsOf } from './trace-row.js';

/** A trace for programs: its nodes in the order of the tree, each with its depth; deep trees make no deep JSON. */
export function describeTrace(trace: Trace, link: string | undefined, most: number): object {
  const nodes: object[] = [];
  for (const step of trace) {
    if (nodes.length === most) break;
    nodes.push(describeStep(step));
  }
  return { traceId: trace.traceId, url: link ?? null, size: trace.size, copies: trace.copies, nodes };
}

function describeStep({ node, depth }: TraceStep): object {
  const { name, status, durationNs, path } = factsOf(node);
  return {
    depth,
    kind: node.kind,
    name,
    ...(node.kind === 'call' ? { location: node.call.location, folder: path } : { spanKind: node.span.kind }),
    database: node.db.root,
    spanId: node.spanId,
    parentSpanId: node.parentSpanId ?? null,
    isolation: node.isolation ?? null,
    startTime: String(node.startTime),
    durationNs: durationNs ?? null,
    status,
  };
}
