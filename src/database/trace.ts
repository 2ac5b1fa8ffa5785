import { idWords } from './call-search.js';
import type { DB } from './db.js';
import { growTree } from './grow-tree.js';
import type { TraceNode, TraceRecord } from './trace-node.js';

/** A node, and how deep it stands; a root is at depth 0. */
export interface TraceStep {
  readonly node: TraceNode;
  readonly depth: number;
  /** Of the node and of each ancestor but the root, whether it is the last of its parent's children. */
  readonly isLast: boolean;
}

/**
 * What was recorded of one trace, in any number of databases: its calls, and its other spans where they were kept.
 * To go through it is to meet every node after its parent.
 */
export class Trace implements Iterable<TraceStep> {
  readonly traceId: string;
  /** Nodes without a recorded parent, by the time at which they started; of a whole trace there is one. */
  readonly roots: readonly TraceNode[];
  /** How many nodes it has. */
  readonly size: number;
  /** How many records say the same as another, as two databases of one process do; they are not in the tree. */
  readonly copies: number;

  /** For `traceOf`. */
  constructor(traceId: string, records: readonly TraceRecord[]) {
    this.traceId = traceId;
    const { roots, copies } = growTree(records);
    this.roots = roots;
    this.copies = copies;
    this.size = records.length - copies;
  }

  /** Without recursion: the calls of a trace may be nested as deep as the program's stack was. */
  *[Symbol.iterator](): Generator<TraceStep> {
    const pending = stepsOf(this.roots, 0);
    for (let step = pending.pop(); step !== undefined; step = pending.pop()) {
      yield step;
      for (const child of stepsOf(step.node.children, step.depth + 1)) pending.push(child);
    }
  }
}

/**
 * One trace as a tree, from several databases: of workers, ranks and processes that it crossed.
 * @throws TypeError for what is no trace id
 */
export function traceOf(databases: Iterable<DB>, traceId: string): Trace {
  idWords(traceId, 'traceId', 32);
  const id = traceId.toLowerCase();
  const all = [...databases];
  const calls = all.flatMap((db) =>
    Array.from(db.find({ traceId: id }), (call) => ({ kind: 'call', call, db }) as const),
  );
  const spans = all.flatMap((db) =>
    Array.from(db.spans(id), (span) => ({ kind: 'span', span, db }) as const),
  );
  return new Trace(id, [...calls, ...spans]);
}

/** Several traces of one database, in one pass. */
export function tracesIn(db: DB, ids: readonly string[]): Trace[] {
  const records = new Map(ids.map((id): [string, TraceRecord[]] => [id, []]));
  for (const call of db.find()) records.get(call.traceId)?.push({ kind: 'call', call, db });
  for (const span of db.spans()) records.get(span.traceId)?.push({ kind: 'span', span, db });
  return Array.from(records, ([id, found]) => new Trace(id, found));
}

/** The first one last, as a stack wants it. */
function stepsOf(nodes: readonly TraceNode[], depth: number): TraceStep[] {
  return nodes.map((node, at) => ({ node, depth, isLast: at === nodes.length - 1 })).reverse();
}
