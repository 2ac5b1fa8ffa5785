import { closeSync, fstatSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { RecordNotFoundError } from '../../model/errors.js';
import type { FunctionIndex } from '../indexed-functions.js';
import { LogIndex } from '../log-index.js';
import { parseLine } from '../parse-line.js';
import { openPlainFile } from '../plain-file.js';
import { scanLines } from '../scan-lines.js';
import { LineHead } from '../skim-head.js';
import { folderNameOf } from '../summarize-functions.js';
import { writeInPlaceOf } from './file-writer.js';
import { readAt } from './safe-file.js';
import { folderOf, hasPlainFolder } from './view-files.js';

/**
 * Takes all calls of each function but the latest out of a database; those that stay keep their numbers, and their
 * lines are the same bytes. The log is replaced at once, then the folders of the calls go.
 * @returns how many calls went
 */
export function trimCalls(root: string, keepCalls: number): number {
  const path = join(root, 'calls.ndjson');
  const log = new LogIndex(path);
  log.refresh();
  const firstKept = new Map([...log.functions].map((index) => [index.name, firstKeptOf(index, keepCalls)]));
  writeWithout(path, firstKept);
  let trimmed = 0;
  for (const index of log.functions) trimmed += removeFolders(root, index, firstKept.get(index.name) ?? 0);
  return trimmed;
}

/** The lowest number of a call that stays. */
function firstKeptOf({ calls, recorded }: FunctionIndex, keepCalls: number): number {
  let passedOver = recorded - keepCalls;
  if (passedOver <= 0) return 0;
  for (const row of calls.ordered()) {
    if (calls.hasInput(row) && passedOver-- === 0) return calls.invocationOf(row);
  }
  return 0;
}

function writeWithout(path: string, firstKept: ReadonlyMap<string, number>): void {
  const fd = openPlainFile(path);
  if (fd === undefined) throw new RecordNotFoundError(`Expected the log of a database: ${path}`, { path });
  const head = new LineHead();
  const goes = (bytes: Buffer, whole: () => Buffer) => {
    const { name, invocation } = callOf(bytes, head, whole) ?? { name: '', invocation: 0 };
    return invocation > 0 && invocation < (firstKept.get(name) ?? 0);
  };
  try {
    writeInPlaceOf(path, (writer) => {
      let from = 0;
      const pass = (isGone: boolean, offset: number, length: number) => {
        if (!isGone) return;
        writer.copy(fd, from, offset);
        from = offset + length + 1;
      };
      scanLines(fd, 0, {
        line(bytes, start, end, offset) {
          const line = bytes.subarray(start, end);
          pass(
            goes(line, () => line),
            offset,
            end - start,
          );
        },
        longLine(line, offset, length) {
          pass(
            goes(line, () => readAt(fd, offset, length)),
            offset,
            length,
          );
        },
      });
      writer.copy(fd, from, fstatSync(fd).size);
    });
  } finally {
    closeSync(fd);
  }
}

function callOf(bytes: Buffer, head: LineHead, whole: () => Buffer) {
  if (head.skim(bytes, 0, bytes.length, false)) {
    if (head.kind === 'span') return undefined;
    const name: unknown = JSON.parse(bytes.toString('utf8', head.nameStart - 1, head.nameEnd + 1));
    return { name: String(name), invocation: head.invocation };
  }
  const line = parseLine(whole().toString('utf8'));
  const isCall = line.kind === 'input' || line.kind === 'output';
  return isCall ? { name: line.function, invocation: line.invocation } : undefined;
}

function removeFolders(root: string, index: FunctionIndex, firstKept: number): number {
  const dir = folderNameOf(index);
  let removed = 0;
  for (const row of index.calls.ordered()) {
    const invocation = index.calls.invocationOf(row);
    if (invocation >= firstKept) break;
    if (index.calls.hasInput(row)) removed++;
    const folder = { dir, invocation };
    if (hasPlainFolder(root, folder)) rmSync(folderOf(root, folder), { recursive: true });
  }
  return removed;
}
