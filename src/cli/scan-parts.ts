import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { FunctionIndex } from '../database/indexed-functions.js';
import { type CallLine, LogLines } from '../database/log-lines.js';
import { type DatabaseMetadata, readMetadata } from '../database/metadata.js';
import { statsOf } from '../database/plain-file.js';
import { folderNameOf } from '../database/summarize-functions.js';
import { DatabaseNotFoundError } from '../model/errors.js';
import type { DatabasePart } from './choose-parts.js';
import { eachDatabase } from './each-database.js';
import { noFunction } from './load-part.js';
import { type Progress, withProgress } from './progress.js';
import type { Session } from './session.js';

/** A database whose log is being read. */
export interface ScannedPart extends DatabasePart {
  readonly metadata: DatabaseMetadata;
  readonly lines: LogLines;
}

/** Is shown the lines of the calls of one database, in the order of the log. */
export interface PartVisitor {
  line(line: CallLine): void;
  /** After the last line; not where the reading was left off. */
  end?(): void;
  /** Whether it has seen enough. */
  readonly isDone?: boolean;
}

/** What is to be read, and how. */
export interface ScanOptions {
  readonly session: Session;
  readonly title: string;
  readonly parts: readonly DatabasePart[];
  /** Makes the visitor of a database when its turn has come. */
  open(part: ScannedPart, progress: Progress): PartVisitor;
}

/**
 * Reads the logs of databases once, one after the other, with a progress bar. Of several, one that cannot be read is
 * named, and the others are read.
 */
export async function scanParts(options: ScanOptions): Promise<void> {
  const { session, title, parts } = options;
  const total = parts.reduce((sum, { root }) => sum + (statsOf(logOf(root))?.size ?? 0), 0);
  let isDone = false;
  await withProgress(session.terminal, title, total, (progress) =>
    eachDatabase(parts, session, async (part) => {
      if (!isDone) isDone = await scanPart(part, options, progress);
    }),
  );
}

/** Returns whether the visitor has seen enough. */
async function scanPart(part: DatabasePart, options: ScanOptions, progress: Progress): Promise<boolean> {
  const { root } = part;
  const metadata = readMetadata(root);
  if (metadata === undefined)
    throw new DatabaseNotFoundError(`There is no database at ${root}`, { path: root });
  const isMeant = restrictionOf(part);
  const lines = new LogLines((line) => {
    if (isMeant(line)) visitor.line(line);
  });
  const visitor = options.open({ ...part, metadata, lines }, progress);
  let before = 0;
  for (const offset of lines.read(logOf(root), 0)) {
    progress.advance(offset - before);
    before = offset;
    if (visitor.isDone) return true;
    await setImmediate(); // so that Ctrl-C, and a reader that has gone, are noticed
  }
  checkFunction(part, lines.functions);
  visitor.end?.();
  options.session.hasFoundDamage ||= lines.damaged > 0;
  return visitor.isDone ?? false;
}

function logOf(root: string): string {
  return join(root, 'calls.ndjson');
}

function restrictionOf({ dir, invocation }: DatabasePart): (line: CallLine) => boolean {
  if (dir === undefined) return () => true;
  const isOfFunction = ({ index }: CallLine) => folderNameOf(index) === dir;
  if (invocation === undefined) return isOfFunction;
  return (line) => line.invocation === invocation && isOfFunction(line);
}

function checkFunction({ root, dir }: DatabasePart, functions: Iterable<FunctionIndex>): void {
  if (dir === undefined || [...functions].some((index) => folderNameOf(index) === dir)) return;
  throw noFunction(root, dir);
}
