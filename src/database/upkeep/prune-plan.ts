import { type Dirent, lstatSync, opendirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CallMonitorError } from '../../model/errors.js';
import { isWriting } from '../is-writing.js';
import { LogIndex } from '../log-index.js';
import { type DatabaseMetadata, readMetadata } from '../metadata.js';
import { isPlainFolder, statsOf } from '../plain-file.js';
import { systemCode } from './safe-file.js';

/** What is to go. At least one of the first four. */
export interface PruneCriteria {
  /** Databases that ended longer ago than so many milliseconds. */
  readonly olderThanMs?: number | undefined;
  /** All databases but so many, the newest. */
  readonly keepLast?: number | undefined;
  /** The oldest databases, until the rest takes no more than so many bytes. */
  readonly maxBytes?: number | undefined;
  /** Of each function in each database that stays, all calls but so many, the latest. */
  readonly keepCalls?: number | undefined;
  /** Also databases with the only recorded calls of a function; default false. */
  readonly includingLast?: boolean | undefined;
}

/** A database that prune looked at, and what becomes of it. */
export interface PrunedDatabase {
  readonly path: string;
  /** On the disk, sidecars and view included. */
  readonly bytes: number;
  /** Recorded calls. */
  readonly calls: number;
  readonly action: 'remove' | 'trim' | 'keep';
  /** Calls that go from one that is trimmed. */
  readonly trimmedCalls: number;
  /** Why it goes, or why it stays though it was to go; empty where there is nothing to say. */
  readonly why: string;
}

interface Candidate {
  readonly path: string;
  readonly createdMs: number;
  readonly endedMs: number;
  readonly bytes: number;
  readonly calls: number;
  /** Recorded calls by function. */
  readonly functions: ReadonlyMap<string, number>;
  /** Why it is not touched at all. */
  readonly untouchable: string | undefined;
}

const NS_PER_MS = 1_000_000n;

/**
 * Decides what goes, and changes nothing. The newest database, those that are being written and those that cannot be
 * read stay, and so do the only calls of a function, unless `includingLast`.
 * @param roots databases' directories
 */
export function planPrune(roots: readonly string[], criteria: PruneCriteria): PrunedDatabase[] {
  const candidates = [...new Set(roots.map((root) => resolve(root)))]
    .map(look)
    .sort((a, b) => a.createdMs - b.createdMs || (a.path < b.path ? -1 : 1));
  const holders = countHolders(candidates);
  let bytesLeft = candidates.reduce((sum, { bytes }) => sum + bytes, 0);
  return candidates.map((candidate, at) => {
    const newer = candidates.length - 1 - at;
    const reason = reasonToRemove(candidate, newer, bytesLeft, criteria);
    const hindrance = reason && hindranceOf(candidate, newer, holders, criteria);
    if (reason === undefined || hindrance !== undefined)
      return planTrim(candidate, criteria, hindrance ?? candidate.untouchable ?? '');
    for (const name of candidate.functions.keys()) holders.set(name, (holders.get(name) ?? 1) - 1);
    bytesLeft -= candidate.bytes;
    const { path, bytes, calls } = candidate;
    return { path, bytes, calls, action: 'remove', trimmedCalls: 0, why: reason };
  });
}

function reasonToRemove(
  { endedMs }: Candidate,
  newer: number,
  bytesLeft: number,
  { olderThanMs, keepLast, maxBytes }: PruneCriteria,
): string | undefined {
  if (olderThanMs !== undefined && Date.now() - endedMs > olderThanMs) return 'old enough';
  if (keepLast !== undefined && newer >= keepLast) return `${newer} are newer`;
  if (maxBytes !== undefined && bytesLeft > maxBytes) return 'all together are too large';
  return undefined;
}

function hindranceOf(
  { untouchable, functions }: Candidate,
  newer: number,
  holders: ReadonlyMap<string, number>,
  { includingLast = false }: PruneCriteria,
): string | undefined {
  if (untouchable !== undefined) return untouchable;
  if (newer === 0) return 'the newest stays';
  const only = [...functions.keys()].filter((name) => (holders.get(name) ?? 0) <= 1);
  if (includingLast || only.length === 0) return undefined;
  const more = only.length > 1 ? ` and ${only.length - 1} more` : '';
  return `has the only calls of ${only[0]}${more}`;
}

function planTrim({ path, bytes, calls, ...candidate }: Candidate, criteria: PruneCriteria, why: string) {
  const { keepCalls } = criteria;
  let trimmedCalls = 0;
  if (keepCalls !== undefined && candidate.untouchable === undefined) {
    for (const recorded of candidate.functions.values()) trimmedCalls += Math.max(recorded - keepCalls, 0);
  }
  const action = trimmedCalls > 0 ? 'trim' : 'keep';
  return { path, bytes, calls, action, trimmedCalls, why } as const;
}

function countHolders(candidates: readonly Candidate[]): Map<string, number> {
  const holders = new Map<string, number>();
  for (const { functions } of candidates) {
    for (const name of functions.keys()) holders.set(name, (holders.get(name) ?? 0) + 1);
  }
  return holders;
}

function look(path: string): Candidate {
  const bytes = sizeOf(path);
  try {
    const metadata = readMetadata(path);
    if (metadata === undefined) return unreadable(path, bytes, 'it has no db.json');
    const index = new LogIndex(join(path, 'calls.ndjson'));
    index.refresh();
    const recorded = [...index.functions].filter((each) => each.recorded > 0);
    const functions = new Map(recorded.map((each) => [each.name, each.recorded]));
    const calls = recorded.reduce((sum, each) => sum + each.recorded, 0);
    const untouchable = untouchableOf(path, metadata, index);
    return { path, ...timesOf(path, metadata), bytes, calls, functions, untouchable };
  } catch (error) {
    if (!(error instanceof CallMonitorError) && systemCode(error) === undefined) throw error;
    return unreadable(path, bytes, 'it cannot be read');
  }
}

function untouchableOf(path: string, metadata: DatabaseMetadata, index: LogIndex): string | undefined {
  if (!isPlainFolder(path)) return 'it is a link';
  if (!metadata.locked && isWriting(metadata.process)) return 'it is being written';
  return index.damaged > 0 ? 'its log is damaged: verify it first' : undefined;
}

function unreadable(path: string, bytes: number, untouchable: string): Candidate {
  const times = { createdMs: 0, endedMs: 0 };
  return { path, ...times, bytes, calls: 0, functions: new Map(), untouchable };
}

/** Where the summary does not tell, when the log was last written to. */
function timesOf(path: string, { created, closed }: DatabaseMetadata) {
  const written = statsOf(join(path, 'calls.ndjson'))?.mtimeMs ?? Date.now();
  return { createdMs: msOf(created) ?? written, endedMs: msOf(closed) ?? written };
}

function msOf(time: string | undefined): number | undefined {
  return time !== undefined && /^\d{1,20}$/.test(time) ? Number(BigInt(time) / NS_PER_MS) : undefined;
}

/** Bytes of all files in a folder; links are not followed. */
function sizeOf(root: string): number {
  let bytes = 0;
  const pending = isPlainFolder(root) ? [root] : [];
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    for (const entry of entriesOf(folder)) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) pending.push(path);
      else if (entry.isFile()) bytes += lstatSync(path).size;
    }
  }
  return bytes;
}

function* entriesOf(path: string): Generator<Dirent> {
  const folder = opendirSync(path, { bufferSize: 1024 });
  try {
    for (let entry = folder.readSync(); entry !== null; entry = folder.readSync()) yield entry;
  } finally {
    folder.closeSync();
  }
}
