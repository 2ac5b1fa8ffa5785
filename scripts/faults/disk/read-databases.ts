import { closeSync, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type DB, load } from 'callmonitor';
import { argumentsOf, resultOf } from './solve-calls.js';

const LOG = 'calls.ndjson';
const TAIL_BYTES = 16 * 1024;

/** The databases in a folder. */
export function databasesIn(home: string): string[] {
  return readdirSync(home, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(home, name))
    .filter((root) => readdirSync(root).includes(LOG));
}

/** The number of the latest call that a log of a folder has; 0 where none can be read. */
export function latestCall(home: string): number {
  try {
    return Math.max(0, ...databasesIn(home).map(latestIn));
  } catch {
    return 0;
  }
}

function latestIn(root: string): number {
  const fd = openSync(join(root, LOG), 'r');
  try {
    const tail = Buffer.alloc(TAIL_BYTES);
    const length = readSync(fd, tail, 0, TAIL_BYTES, Math.max(0, fstatSync(fd).size - TAIL_BYTES));
    const numbers = tail.toString('latin1', 0, length).matchAll(/"kind":"input".*?"args":\[(\d+),/g);
    return Math.max(0, ...[...numbers].map(([, n]) => Number(n)));
  } finally {
    closeSync(fd);
  }
}

/** What databases have of a program's calls. */
export interface Found {
  /** Calls that are there from their start to their end. */
  readonly whole: Set<number>;
  /** Of others a part. */
  readonly partial: Set<number>;
  dropped: number;
  /** What is not as it was recorded. */
  readonly wrong: string[];
}

/** Reads every call, and compares it with what `solve` was called with. */
export function readCalls(roots: readonly string[], hasArrays: boolean): Found {
  const found: Found = { whole: new Set(), partial: new Set(), dropped: 0, wrong: [] };
  for (const root of roots) readInto(found, load(root), hasArrays);
  return found;
}

function readInto(found: Found, db: DB, hasArrays: boolean): void {
  found.dropped += db.dropped;
  if (db.damaged > 0) found.wrong.push(`${db.root} has ${db.damaged} damaged lines`);
  for (const call of db.calls()) {
    const n = Number(call.args[0]);
    const args = argumentsOf(n, hasArrays);
    if (!isDeepStrictEqual(call.args, args)) found.wrong.push(`${db.root}: the arguments of ${n} are others`);
    if (found.whole.has(n) || found.partial.has(n)) found.wrong.push(`${db.root}: ${n} is there twice`);
    const isWhole = call.status === 'ok' && call.hasResult;
    if (isWhole && !isDeepStrictEqual(call.result, resultOf(n, args[2])))
      found.wrong.push(`${db.root}: the result of ${n} is another`);
    (isWhole ? found.whole : found.partial).add(n);
  }
}
