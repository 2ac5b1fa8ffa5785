import type { Command } from 'commander';
import { type RepairReport, repair } from '../../database/upkeep/repair.js';
import { jsonText, safeLine } from '../../model/safe-text.js';
import { counted } from '../counted.js';
import { eachDatabase } from '../each-database.js';
import { factLines } from '../fact-lines.js';
import { findingLines } from '../finding-text.js';
import { withProgress } from '../progress.js';
import type { Session } from '../session.js';
import { jsonOption, progressOption } from '../shared-options.js';
import type { Terminal } from '../terminal.js';
import { chooseForUpkeep } from '../upkeep-databases.js';

const EXAMPLES = `
Examples:
  callmonitor repair                    after a crash: completes the newest here
  callmonitor repair --dry-run runs/    what would be done
  callmonitor repair call-monitor-2

Completes the view from the log and the log from the view, and locks the
database. Nothing is deleted: what is damaged is moved to .damaged in the
database. May be interrupted and run again. Exit code 1 where damage remains or
records are lost.`;

interface RepairWords {
  readonly json?: boolean;
  readonly dryRun?: boolean;
  readonly force?: boolean;
}

/** `callmonitor repair [db…]`: brings in order what a crash or damage left. */
export function addRepair(program: Command, session: Session): void {
  program
    .command('repair')
    .summary('complete and close databases after a crash or damage')
    .description('Completes databases after a crash or damage: the view from the log, the log from the view.')
    .argument('[db...]', 'databases, or folders of several (default: the newest here)')
    .option('--dry-run', 'change nothing, and list what was found')
    .option('--force', 'repair what a living process seems to write')
    .addOption(jsonOption())
    .addOption(progressOption())
    .addHelpText('after', EXAMPLES)
    .action((paths: string[], words: RepairWords) => repairEach(session, paths, words));
}

async function repairEach(
  session: Session,
  paths: readonly string[],
  { json = false, ...options }: RepairWords,
): Promise<void> {
  const { terminal } = session;
  const reports = await eachDatabase(chooseForUpkeep(paths), session, async (root) => {
    const report = await withProgress(terminal, 'repairing the', 0, (progress) =>
      repair(root, {
        ...options,
        onProgress: ({ done, total, phase }) => progress.reach(done, total, phase),
      }),
    );
    session.hasFoundDamage ||= report.damageLeft > 0 || report.log.lost > 0;
    if (!json) terminal.write(`${reportLines(report, root, options, terminal).join('\n')}\n`);
    return report;
  });
  if (json)
    terminal.write(
      jsonText({
        databases: reports.map((report) => ({ ...report, counts: Object.fromEntries(report.counts) })),
      }),
    );
}

function reportLines(
  report: RepairReport,
  root: string,
  { dryRun = false }: RepairWords,
  terminal: Terminal,
) {
  const { paint } = terminal;
  const { log, viewFiles, isSummaryChanged, isChanged, setAside, kept, damageLeft, findings, counts } =
    report;
  const remaining = findings.filter(
    ({ severity, repair: remedy }) => severity === 'damage' && remedy === 'leaves',
  );
  const facts = {
    repair: dryRun
      ? paint.cyan('nothing was changed: --dry-run')
      : isChanged
        ? undefined
        : paint.green('nothing to do'),
    log: log.restored > 0 ? `${counted(log.restored, 'record')} taken from the view` : undefined,
    lines: log.setAside > 0 ? `${counted(log.setAside, 'line')} of the log replaced or set aside` : undefined,
    lost: log.lost > 0 ? paint.red(`${counted(log.lost, 'record')}, and the log says so`) : undefined,
    view: viewFiles > 0 ? `${counted(viewFiles, 'file')} written from the log` : undefined,
    summary: isSummaryChanged ? 'db.json brought in line with the log, and locked' : undefined,
    kept: setAside > 0 ? keptText(setAside, kept) : undefined,
    left: damageLeft > 0 ? paint.red(`${counted(damageLeft, 'finding')} that nothing mends`) : undefined,
  };
  const listed = dryRun
    ? findingLines(findings, counts, terminal)
    : findingLines(remaining, countsOf(remaining), terminal);
  return [paint.bold(safeLine(root)), ...factLines(facts, paint), ...listed];
}

function countsOf(findings: RepairReport['findings']): RepairReport['counts'] {
  const kinds = [...new Set(findings.map(({ kind }) => kind))];
  return new Map(
    kinds.map((kind) => [kind, { damage: findings.filter((each) => each.kind === kind).length, warning: 0 }]),
  );
}

const MOST_KEPT = 5;

function keptText(count: number, kept: readonly string[]): string {
  const named = kept.slice(0, MOST_KEPT).map(safeLine).join(', ');
  return `${named}${count > MOST_KEPT ? `, and ${count - MOST_KEPT} more` : ''}`;
}
