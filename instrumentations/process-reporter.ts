import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { isMainThread, threadId } from 'node:worker_threads';
import { whenProcessEnds } from '../src/database/exit.js';
import { whenDatabaseBegins, writtenDatabases } from '../src/database/written-databases.js';
import { knownFunctions } from '../src/model/known-functions.js';
import { appendPrivate } from '../src/model/private-files.js';
import { BEGUN_SUFFIX, type ProcessReport, REPORT_SUFFIX } from '../src/model/process-report.js';
import { FIRST_VARIABLE, REPORT_VARIABLE } from '../src/settings/environment.js';
import { sayOtherwise } from '../src/settings/say.js';
import type { TargetInterception } from './target-interception.js';

/**
 * Says what is to be said of this thread, where no code of the program could ask: to `callmonitor run`, which
 * gathers it, or else on standard error.
 */
export function reportProcess(findInterception: () => TargetInterception | undefined): void {
  const folder = process.env[REPORT_VARIABLE];
  const isFirst = isMainThread && isFirstProcess();
  const messages: string[] = [];
  const sink = folder === undefined ? writeLine : (line: string) => void messages.push(line);
  sayOtherwise((_, message, ...details) => sink([message, ...details.map(shorten)].join(' ')));
  if (folder !== undefined) announceDatabases(folder);
  whenProcessEnds(() => {
    const interception = findInterception();
    const unmatched = Object.fromEntries(interception?.unmatched() ?? []);
    if (folder === undefined && isFirst) for (const line of Object.values(unmatched)) writeLine(line);
    if (folder !== undefined)
      writeReport(folder, { functions: interception?.functions ?? 0, unmatched, messages });
  });
}

/** A target may be meant for one of several processes: what none of its children matched, only the first can tell. */
function isFirstProcess(): boolean {
  const isFirst = process.env[FIRST_VARIABLE] === undefined;
  process.env[FIRST_VARIABLE] ??= String(process.pid);
  return isFirst;
}

function announceDatabases(folder: string): void {
  whenDatabaseBegins(({ root }) =>
    tryToWrite(() => appendPrivate(fileIn(folder, BEGUN_SUFFIX), `${root}\n`)),
  );
}

function writeReport(
  folder: string,
  found: Pick<ProcessReport, 'functions' | 'unmatched' | 'messages'>,
): void {
  let calls = 0;
  for (const fn of knownFunctions) calls += fn.calls;
  const report: ProcessReport = { pid: process.pid, calls, databases: writtenDatabases(), ...found };
  tryToWrite(() => appendPrivate(fileIn(folder, REPORT_SUFFIX), JSON.stringify(report)));
}

function fileIn(folder: string, suffix: string): string {
  return join(folder, `${process.pid}-${threadId}${suffix}`);
}

/** Synchronous, for the process may be about to end. */
function writeLine(line: string): void {
  tryToWrite(() => writeSync(2, `callmonitor: ${line}\n`));
}

/** There is nobody left to tell of a failure. */
function tryToWrite(write: () => void): void {
  try {
    write();
  } catch {}
}

function shorten(detail: unknown): string {
  return detail instanceof Error ? detail.message : inspect(detail, { depth: 1 });
}
