import type { FunctionInfo } from '../model/function-info.js';
import { knownFunctions } from '../model/known-functions.js';
import type { Settings } from '../settings/settings.js';
import { withoutSecrets } from './attribute-options.js';
import { DatabaseWriter } from './database-writer.js';
import { claimRoot, giveBackRoot } from './root-directory.js';
import { SpanLines } from './span-lines.js';
import type { WriterOptions } from './writer-options.js';
import { addWrittenDatabase, type WrittenDatabase } from './written-databases.js';

/** A database that calls are written into. */
export interface OpenDatabase {
  readonly writer: DatabaseWriter;
  readonly written: WrittenDatabase;
  readonly spanLines: SpanLines;
  /** How often each function had been called when it was begun. */
  readonly callsBefore: ReadonlyMap<FunctionInfo, number>;
  /** Calls that have started and not ended. */
  running: number;
  /** No call is to start in it any more. */
  isFinished: boolean;
  /** Nothing is to be written to it any more. */
  isClosed: boolean;
}

/** Begins a database in a directory of its own. @throws what the file system throws */
export function openDatabase(
  settings: Settings,
  {
    callsBefore,
    ...details
  }: Pick<WriterOptions, 'tag' | 'resource' | 'onError'> & Pick<OpenDatabase, 'callsBefore'>,
): OpenDatabase {
  const root = claimRoot(settings.root, details.tag);
  const resource = withoutSecrets(details.resource, settings);
  const writer = openWriter(root, { ...settings, ...details, resource });
  const written = addWrittenDatabase(writer.root);
  const spanLines = new SpanLines(settings, details.resource);
  return { writer, written, spanLines, callsBefore, running: 0, isFinished: false, isClosed: false };
}

/** Has it say of every function how often that was called by now, recorded or not. */
export function countAll({ writer, callsBefore }: OpenDatabase): void {
  for (const fn of knownFunctions) writer.count(fn, fn.calls - (callsBefore.get(fn) ?? 0));
}

/** A directory that could not become a database is given back. */
function openWriter(root: string, options: WriterOptions): DatabaseWriter {
  try {
    return new DatabaseWriter(root, options);
  } catch (error) {
    giveBackRoot(root);
    throw error;
  }
}
