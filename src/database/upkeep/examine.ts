import { closeSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseNotFoundError, RecordNotFoundError } from '../../model/errors.js';
import { describeAbsence } from '../find-databases.js';
import { isWriting } from '../is-writing.js';
import { LogReader } from '../log-reader.js';
import { followedStatsOf, openPlainFile, statsOf } from '../plain-file.js';
import { checkCounts } from './check-counts.js';
import { closingTimeOf, type DatabaseSummary, EXACT_VERSION, readSummary } from './database-summary.js';
import type { Finding } from './finding.js';
import { LogExamination } from './log-examination.js';
import { looseMode } from './safe-file.js';
import type { OnProgress } from './upkeep-progress.js';
import { ViewComparison } from './view-comparison.js';
import { ViewWalk } from './view-walk.js';

/** How a database is examined. */
export interface ExamineOptions {
  /** Told of each finding as it is made. */
  onFinding(finding: Finding): void;
  readonly onProgress?: OnProgress | undefined;
  /** Takes a database for one that nobody writes, even if its process lives. */
  readonly isAbandoned?: boolean | undefined;
}

/** What an examination found out, besides its findings. */
export interface Examined {
  readonly root: string;
  /** `closed` by its writer or by `repair`; `open`: a living process writes it; `left`: its writer is gone. */
  readonly state: 'closed' | 'open' | 'left';
  readonly layout: 'folders' | 'packed';
  readonly summary: DatabaseSummary;
  readonly log: LogExamination;
  /** Whether there is a log, and no link or folder in its place. */
  readonly hasLog: boolean;
}

/**
 * Looks at every line of a database's log, at every file of its view, and at its summary; changes nothing.
 * @throws DatabaseNotFoundError, IncompatibleVersionError; what the file system throws for a log that cannot be read
 */
export function examine(path: string, options: ExamineOptions): Examined {
  const root = resolve(path);
  const summary = readSummary(root);
  const hasLog = statsOf(join(root, 'calls.ndjson'))?.isFile() ?? false;
  if (!followedStatsOf(root)?.isDirectory() || (summary.json === undefined && !hasLog))
    throw new DatabaseNotFoundError(describeAbsence(path), { path });
  const examined = examineLog(root, summary, hasLog, options);
  if (summary.json === undefined && [...examined.log.functions].length === 0)
    throw new DatabaseNotFoundError(describeAbsence(path), { path });
  if (examined.state !== 'open') walkView(examined, options);
  checkModes(root, options);
  checkCounts(examined, options.onFinding);
  return examined;
}

/** Whether the format is one of which all keys are known. */
export function isExactFormat({ json }: DatabaseSummary): boolean {
  return json?.['version'] === undefined || json['version'] === EXACT_VERSION;
}

function examineLog(
  root: string,
  summary: DatabaseSummary,
  hasLog: boolean,
  options: ExamineOptions,
): Examined {
  const { onFinding, onProgress } = options;
  const state = stateOf(summary, options);
  const layout = summary.json?.['layout'] === 'packed' ? 'packed' : 'folders';
  const hasView = layout === 'folders' && state !== 'open';
  const view = new ViewComparison({ root, hasView, report: onFinding, dirOf: (name) => log.dirOf(name) });
  const log = new LogExamination(root, {
    isExact: isExactFormat(summary),
    isLocked: state === 'closed',
    isOpen: state === 'open',
    report: onFinding,
    onLine: (line, bytes, sidecars) => view.compare(line, bytes, sidecars),
    onProgress: (done, total) => onProgress?.({ phase: 'log', done, total }),
  });
  scanLog(root, log, state, onFinding);
  return { root, state, layout, summary, log, hasLog };
}

function scanLog(
  root: string,
  log: LogExamination,
  state: Examined['state'],
  report: ExamineOptions['onFinding'],
) {
  const file = 'calls.ndjson';
  const severity = state === 'closed' ? 'damage' : 'warning';
  const expected = 'the log';
  try {
    const fd = openPlainFile(join(root, file));
    if (fd === undefined)
      return report({ kind: 'log', severity, file, expected, found: 'nothing', repair: 'mends' });
    try {
      log.run(fd);
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    if (!(error instanceof RecordNotFoundError)) throw error;
    const found = error.message.replace(/^.*found (.*?):.*$/s, '$1');
    report({ kind: 'log', severity: 'damage', file, expected, found, repair: 'mends' });
  }
}

/** A writer says both at once, when it was closed and that it is locked; one of them may be damaged. */
function stateOf(summary: DatabaseSummary, { isAbandoned }: ExamineOptions): Examined['state'] {
  const { metadata } = summary;
  if (metadata?.locked || closingTimeOf(summary) !== undefined) return 'closed';
  return metadata !== undefined && isWriting(metadata.process) && !isAbandoned ? 'open' : 'left';
}

function walkView(examined: Examined, { onFinding, onProgress }: ExamineOptions): void {
  const { root, log, layout, summary, state } = examined;
  let total = 0;
  for (const { recorded } of log.functions) total += recorded;
  const lines = new LogReader(join(root, 'calls.ndjson'));
  const isExact = isExactFormat(summary);
  const tell = (done: number) => onProgress?.({ phase: 'view', done, total: Math.max(done, total) });
  const isLeft = state === 'left';
  new ViewWalk({ root, log, lines, layout, isExact, isLeft, report: onFinding, onProgress: tell }).run();
  tell(total);
}

function checkModes(root: string, { onFinding }: ExamineOptions): void {
  for (const [file, expected] of [
    ['.', '0700'],
    ['db.json', '0600'],
    ['calls.ndjson', '0600'],
  ] as const) {
    const stats = statsOf(join(root, file));
    const found = stats?.isSymbolicLink() ? undefined : stats && looseMode(stats);
    if (found !== undefined)
      onFinding({ kind: 'permissions', severity: 'warning', file, expected, found, repair: 'leaves' });
  }
}
