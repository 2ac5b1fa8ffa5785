import { join } from 'node:path';
import type { FunctionLine, InputLine, OutputLine } from '../../model/log-line.js';
import { dirsFor } from '../function-dirs.js';
import { MOST_LINE_BYTES } from '../scan-lines.js';
import { DESCRIPTORS } from '../view-builder.js';
import { checkLine, isGood } from './check-line.js';
import type { SidecarClaim } from './descriptor-walk.js';
import { lookAt, readAt, systemCode, withFile } from './safe-file.js';
import { folderOf, hasPlainFolder } from './view-files.js';

/** A line that has a place in the view. */
export type ViewLine = FunctionLine | InputLine | OutputLine;

/** Which record the view is asked for. */
export interface WantedRecord {
  readonly record: keyof typeof DESCRIPTORS;
  readonly dir: string;
  /** `undefined` where only the record itself tells. */
  readonly function: string | undefined;
  /** `undefined` for a function's own line. */
  readonly invocation: number | undefined;
}

/** An undamaged record of the view. */
export interface ViewRecord {
  readonly line: ViewLine;
  readonly path: string;
  /** As it stands there, with its newline. */
  readonly bytes: Buffer;
  readonly sidecars: readonly SidecarClaim[];
  readonly hasHandled: boolean;
}

const NEWLINE = 10;

/** A record as the view has it, if it is there, undamaged and of that call: then it can become a line of the log. */
export function readRecord(root: string, wanted: WantedRecord, isExact: boolean): ViewRecord | undefined {
  try {
    return readChecked(root, wanted, isExact);
  } catch (error) {
    if (systemCode(error) !== undefined) return undefined;
    throw error;
  }
}

function readChecked(root: string, wanted: WantedRecord, isExact: boolean): ViewRecord | undefined {
  const { record, dir, invocation } = wanted;
  const path = join(folderOf(root, { dir, invocation }), DESCRIPTORS[record]);
  const isThere = hasPlainFolder(root, { dir, invocation }) && lookAt(path).state === 'file';
  const bytes = isThere ? readWhole(path) : undefined;
  if (bytes === undefined || bytes.indexOf(NEWLINE) !== bytes.length - 1) return undefined;
  const checked = checkLine(bytes.subarray(0, -1), isExact);
  if (!isGood(checked) || !isOf(checked.line, wanted)) return undefined;
  const { line, sidecars, hasHandled } = checked;
  return { line, path, bytes, sidecars, hasHandled };
}

function isOf(line: { readonly kind: string }, wanted: WantedRecord): line is ViewLine {
  if (line.kind !== wanted.record) return false;
  const found = line as ViewLine; // of a kind that has a place in the view
  const isInItsFolder = found.kind !== 'function' || isFolderOf(found, wanted.dir);
  const invocation = found.kind === 'function' ? undefined : found.invocation;
  const isOfFunction = wanted.function === undefined || wanted.function === found.function;
  return isInItsFolder && isOfFunction && invocation === wanted.invocation;
}

function isFolderOf({ function: name, dir }: FunctionLine, folder: string): boolean {
  return dir === folder && dirsFor(name).includes(dir);
}

function readWhole(path: string): Buffer | undefined {
  return withFile(path, (fd, size) => (size <= MOST_LINE_BYTES ? readAt(fd, 0, size) : undefined));
}
