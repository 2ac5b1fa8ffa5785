import { join, relative } from 'node:path';
import type { DB } from '../database/db.js';
import type { TraceNode } from '../database/trace-node.js';
import { RecordNotFoundError } from '../model/errors.js';
import type { CallStatus } from '../model/log-line.js';

/** How a node ended; `running` is a call of a process that lives, `damaged` one whose end cannot be read. */
export type NodeStatus = CallStatus | 'unset' | 'unfinished' | 'running' | 'damaged';

/** What the commands show of a node. */
export interface NodeFacts {
  readonly name: string;
  readonly status: NodeStatus;
  readonly durationNs: number | undefined;
  /** The call's folder, which a packed database need not have; of another span, its database. */
  readonly path: string;
}

/** Reads what is shown of a node: of a call its output record, of which nothing is revived. */
export function factsOf(node: TraceNode): NodeFacts {
  if (node.kind === 'span') {
    const { name, status, durationNs } = node.span;
    return { name, status: status.code, durationNs, path: node.db.root };
  }
  const { call, db } = node;
  const { status, durationNs } = endOf(node);
  return { name: call.function, status, durationNs, path: call.path || join(db.root, call.location) };
}

/** A path from here, as it can be given to a command. */
export function pathFromHere(path: string): string {
  const fromHere = relative('', path);
  return fromHere.startsWith('..') ? path : fromHere || '.';
}

function endOf({ call, db }: TraceNode & { kind: 'call' }): Pick<NodeFacts, 'status' | 'durationNs'> {
  try {
    const { outputLine } = call;
    if (outputLine !== undefined) return { status: outputLine.status, durationNs: outputLine.duration_ns };
    return { status: isOpen(db) ? 'running' : 'unfinished', durationNs: undefined };
  } catch (error) {
    if (error instanceof RecordNotFoundError) return { status: 'damaged', durationNs: undefined };
    throw error;
  }
}

function isOpen(db: DB): boolean {
  return db.closed === 'open';
}
