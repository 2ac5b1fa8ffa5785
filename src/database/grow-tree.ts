import { compareTimes } from './compare-times.js';
import { nameOfRecord, type TraceNode, type TraceRecord } from './trace-node.js';

/** A node while the tree grows. */
type Seedling = TraceRecord & {
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly startTime: bigint;
  readonly children: Seedling[];
  isolation: TraceNode['isolation'];
};

/** The trees that the parents' ids make of some records, in time linear in their number, whatever the ids are. */
export function growTree(records: readonly TraceRecord[]): { roots: TraceNode[]; copies: number } {
  const bySpan = new Map<string, Seedling>();
  const nodes: Seedling[] = [];
  for (const node of records.map(toSeedling)) {
    const first = bySpan.get(node.spanId);
    if (first !== undefined && isCopy(node, first)) continue;
    if (first === undefined) bySpan.set(node.spanId, node);
    nodes.push(node);
  }
  nodes.sort((a, b) => compareTimes(a.startTime, b.startTime));
  const parents = findParents(nodes, bySpan);
  for (const node of nodes) parents.get(node)?.children.push(node);
  return { roots: nodes.filter((node) => !parents.has(node)), copies: records.length - nodes.length };
}

function toSeedling(record: TraceRecord): Seedling {
  const { spanId, parentSpanId, startTime } = record.kind === 'call' ? record.call : record.span;
  return { ...record, spanId, parentSpanId, startTime, children: [], isolation: undefined };
}

/** Two processors of one process write the same calls; copied databases have them, too. */
function isCopy(node: Seedling, first: Seedling): boolean {
  return node.startTime === first.startTime && nameOfRecord(node) === nameOfRecord(first);
}

/** Every node's parent, but where there is none; circles are cut. */
function findParents(
  nodes: readonly Seedling[],
  bySpan: ReadonlyMap<string, Seedling>,
): Map<Seedling, Seedling> {
  const parents = new Map<Seedling, Seedling>();
  for (const node of nodes) {
    if (node.parentSpanId === undefined) continue;
    const parent = bySpan.get(node.parentSpanId);
    if (parent !== undefined) parents.set(node, parent);
    else node.isolation = 'parent not recorded';
  }
  cutCircles(nodes, parents);
  return parents;
}

/** The node of a circle that is met first, which started first, becomes a root. */
function cutCircles(nodes: readonly Seedling[], parents: Map<Seedling, Seedling>): void {
  const finished = new Set<Seedling>();
  for (const node of nodes) {
    const path = new Set<Seedling>();
    let at: Seedling | undefined = node;
    for (; at !== undefined && !finished.has(at) && !path.has(at); at = parents.get(at)) path.add(at);
    if (at !== undefined && path.has(at)) {
      parents.delete(at);
      at.isolation = 'cycle';
    }
    for (const each of path) finished.add(each);
  }
}
