import { isFunctionDir, plainDirOf } from './function-dirs.js';
import type { FunctionSummary } from './function-summary.js';
import type { FunctionIndex } from './indexed-functions.js';
import type { LogIndex } from './log-index.js';
import type { DatabaseMetadata } from './metadata.js';
import { NO_ARGSPEC } from './parse-line.js';

/** The functions of a database by name, in the order of their first call. */
export function summarizeFunctions(
  index: LogIndex,
  metadata: DatabaseMetadata,
): Map<string, FunctionSummary> {
  return new Map(Array.from(index.functions, (each) => [each.name, summarizeFunction(each, metadata)]));
}

/** One function of a database; what its own line does not say is left out. */
export function summarizeFunction(index: FunctionIndex, metadata: DatabaseMetadata): FunctionSummary {
  const { name, line, recorded, highest } = index;
  return {
    name,
    calls: Math.max(highest, metadata.calls.get(name) ?? 0),
    recorded,
    unfinished: index.calls.unfinished,
    argspec: line?.argspec ?? NO_ARGSPEC,
    dir: folderNameOf(index),
    ...(typeof line?.file === 'string' && { file: line.file }),
    ...(typeof line?.line === 'number' && { line: line.line }),
  };
}

/** The folder of a function: what its line says if that is a folder's name and no way out, else what it should be. */
export function folderNameOf({ name, line }: FunctionIndex): string {
  const dir: unknown = line?.dir;
  return isFunctionDir(dir) ? dir : plainDirOf(name);
}
