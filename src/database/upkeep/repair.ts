import { join } from 'node:path';
import { attemptUpkeep } from './attempt-upkeep.js';
import { completeView } from './complete-view.js';
import { type Examined, examine } from './examine.js';
import { type Finding, type FindingCount, type FindingKind, Findings } from './finding.js';
import type { LogChanges } from './log-changes.js';
import { Quarantine } from './quarantine.js';
import { needsRewriting, rewriteLog } from './rewrite-log.js';
import { settleSummary } from './settle-summary.js';
import { stillWritten } from './still-written.js';
import type { OnProgress } from './upkeep-progress.js';
import { ViewProgress } from './view-progress.js';

/** What `repair` may be told. */
export interface RepairOptions {
  /** Changes nothing, and reports what it found. */
  readonly dryRun?: boolean;
  /** Repairs even what a living process seems to write: what that writes meanwhile is lost. */
  readonly force?: boolean;
  readonly onProgress?: OnProgress;
}

/** What `repair` found and did. */
export interface RepairReport {
  readonly path: string;
  /** Whether anything was changed. */
  readonly isChanged: boolean;
  readonly log: LogChanges;
  /** Files of the view that were written. */
  readonly viewFiles: number;
  readonly isSummaryChanged: boolean;
  /** How many files and lines were set aside, and where the first of them are, from the database's root. */
  readonly setAside: number;
  readonly kept: readonly string[];
  /** Findings that were damage and remain. */
  readonly damageLeft: number;
  /** What was found before, the first of each kind. */
  readonly findings: readonly Finding[];
  readonly counts: ReadonlyMap<FindingKind, FindingCount>;
}

const MOST_FINDINGS = 100;
const UNCHANGED: LogChanges = { restored: 0, setAside: 0, lost: 0 };

/**
 * Brings a database in order: its log from the view, the view from the log, then the summary, which is locked. What
 * is damaged is kept in `.damaged`. May be interrupted and run again; a second run changes nothing.
 * @throws DatabaseLockedError for one that a living process writes, DatabaseNotFoundError, IncompatibleVersionError;
 * CallMonitorError where the file system does not let it be changed
 */
export function repair(path: string, options: RepairOptions = {}): RepairReport {
  const { dryRun = false, force = false, onProgress } = options;
  const findings = new Findings(MOST_FINDINGS);
  const leftovers: string[] = [];
  let damageLeft = 0;
  const onFinding = (finding: Finding) => {
    findings.add(finding);
    if (finding.kind === 'extra' && finding.repair === 'sets aside') leftovers.push(finding.file);
    if (finding.severity === 'damage' && finding.repair === 'leaves') damageLeft++;
  };
  const examined = examine(path, { onFinding, onProgress, isAbandoned: force });
  if (examined.state === 'open') throw stillWritten(examined);
  const changes = dryRun
    ? { isChanged: false, log: UNCHANGED, viewFiles: 0, isSummaryChanged: false, setAside: 0, kept: [] }
    : attemptUpkeep('repaired', path, () => change(examined, leftovers, onProgress));
  return { path: examined.root, ...changes, damageLeft, findings: findings.first, counts: findings.counts };
}

/** @param leftovers what a writer that was killed had begun, from the root: the rest of it never came */
function change(examined: Examined, leftovers: readonly string[], onProgress: OnProgress | undefined) {
  const { root, layout } = examined;
  const quarantine = new Quarantine(root);
  for (const file of leftovers) quarantine.setAside(join(root, file));
  const isRewritten = needsRewriting(examined);
  const log = isRewritten ? rewriteLog(examined, quarantine) : UNCHANGED;
  const progress = new ViewProgress(examined, onProgress);
  const viewFiles = layout === 'folders' ? completeView(examined, quarantine, () => progress.step()) : 0;
  const isSummaryChanged = settleSummary(examined, log.lost, quarantine);
  const isChanged = isRewritten || isSummaryChanged || viewFiles > 0 || quarantine.count > 0;
  const { count: setAside, kept } = quarantine;
  return { isChanged, log, viewFiles, isSummaryChanged, setAside, kept };
}
