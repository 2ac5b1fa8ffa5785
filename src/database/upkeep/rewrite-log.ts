import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { hasCode, syncDirectory } from '../files.js';
import { closedLine, droppedLine } from '../lines.js';
import { DESCRIPTORS } from '../view-builder.js';
import { lostCalls } from './check-counts.js';
import { closingTimeOf } from './database-summary.js';
import type { Examined } from './examine.js';
import { FileWriter, writeInPlaceOf } from './file-writer.js';
import type { LogChanges } from './log-changes.js';
import type { AddedRecord } from './log-plan.js';
import type { Quarantine } from './quarantine.js';
import { readAt, withFile } from './safe-file.js';
import { folderOf } from './view-files.js';

const REASON = 'damaged or cut; repair keeps what it found of them in .damaged';

/** Whether a log is not as it should be and can be brought nearer to that. */
export function needsRewriting(examined: Examined): boolean {
  const { hasLog, log } = examined;
  return !hasLog || !log.plan.isEmpty || lacksClosedLine(examined) || lostCalls(examined) > 0;
}

/**
 * Writes a log anew and puts it in the old one's place at once: functions that were missing, the lines that are
 * good as they were, the view's in place of damaged ones, what else the view has, how much is lost, and the closed
 * line. Lines that are left out are kept before that.
 */
export function rewriteLog(examined: Examined, quarantine: Quarantine): LogChanges {
  const { root, log, hasLog } = examined;
  const path = join(root, 'calls.ndjson');
  const old = hasLog ? openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0)) : undefined;
  try {
    if (old === undefined) setAsideOther(path, quarantine);
    else keepLines(old, examined, quarantine);
    writeInPlaceOf(path, (writer) => writeLog(writer, old, examined));
    syncDirectory(root);
  } finally {
    if (old !== undefined) closeSync(old);
  }
  const edits = [...log.plan.edits.values()];
  const replaced = edits.filter(({ action }) => action === 'replace').length;
  const setAside = edits.filter(({ action }) => action !== 'end').length;
  return { restored: replaced + log.plan.added, setAside, lost: lostRecords(examined) };
}

/** How many records are gone: at most, for a damaged line may be one that the view has. */
function lostRecords(examined: Examined): number {
  const { plan } = examined.log;
  return Math.max(plan.lost - plan.added, 0) + lostCalls(examined);
}

function writeLog(writer: FileWriter, old: number | undefined, examined: Examined): void {
  const { root, log } = examined;
  let isBegun = false;
  const begin = () => {
    if (!isBegun && old !== undefined) copyLines(writer, old, examined);
    isBegun = true;
  };
  for (const record of log.plan.records()) {
    if (record.kind !== 'function') begin();
    writer.write(readFile(root, record));
  }
  begin();
  const lost = lostRecords(examined);
  if (lost > 0) writer.write(Buffer.from(droppedLine(lost, REASON)));
  if (log.closedAt !== undefined && old !== undefined) {
    writer.write(readAt(old, log.closedAt.offset, log.closedAt.length));
    writer.write(Buffer.from('\n'));
  } else if (lacksClosedLine(examined)) writer.write(Buffer.from(newClosedLine(examined, lost)));
}

/** Copies what stays of the old log, but for the closed line, which comes last. */
function copyLines(writer: FileWriter, old: number, { log }: Examined): void {
  const edits = [...log.plan.edits].map(([offset, edit]) => ({ offset, ...edit }));
  const closed = log.closedAt === undefined ? [] : [{ ...log.closedAt, action: 'move' as const }];
  let from = 0;
  for (const edit of [...edits, ...closed].sort((a, b) => a.offset - b.offset)) {
    writer.copy(old, from, edit.action === 'end' ? edit.offset + edit.length : edit.offset);
    if (edit.action === 'end') writer.write(Buffer.from('\n'));
    if (edit.action === 'replace')
      writer.write(withFile(edit.path, (fd, size) => Buffer.from(readAt(fd, 0, size))));
    from = edit.offset + edit.length + 1;
  }
  writer.copy(old, from, fstatSync(old).size);
}

/** Keeps the lines that are left out, in a file of their own. */
function keepLines(old: number, { log }: Examined, quarantine: Quarantine): void {
  const kept = [...log.plan.edits].filter(([, { action }]) => action !== 'end');
  if (kept.length === 0) return;
  const writer = new FileWriter(quarantine.claim('calls.ndjson'));
  try {
    for (const [offset, { length }] of kept.sort(([a], [b]) => a - b)) {
      writer.copy(old, offset, offset + length);
      writer.write(Buffer.from('\n'));
    }
  } finally {
    writer.close();
  }
}

/** A link or folder in the log's place. */
function setAsideOther(path: string, quarantine: Quarantine): void {
  try {
    quarantine.setAside(path);
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
  }
}

function readFile(root: string, { kind, dir, invocation }: AddedRecord): Buffer {
  const folder = folderOf(root, { dir, invocation: kind === 'function' ? undefined : invocation });
  return withFile(join(folder, DESCRIPTORS[kind]), (fd, size) => readAt(fd, 0, size));
}

/** A log that was cut: the summary tells when the database was closed. */
function lacksClosedLine({ state, summary, log }: Examined): boolean {
  return state === 'closed' && log.closed === undefined && closingTimeOf(summary) !== undefined;
}

function newClosedLine({ summary, log }: Examined, lost: number): string {
  const calls = new Map(summary.metadata?.calls);
  for (const { name, highest } of log.functions) calls.set(name, Math.max(highest, calls.get(name) ?? 0));
  const dropped = Math.max(log.dropped, summary.metadata?.dropped ?? 0) + lost;
  return closedLine(closingTimeOf(summary) ?? '', Object.fromEntries(calls), dropped);
}
