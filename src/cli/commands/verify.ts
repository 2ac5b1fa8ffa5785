import { join } from 'node:path';
import type { Command } from 'commander';
import { isDatabase } from '../../database/find-databases.js';
import { statsOf } from '../../database/plain-file.js';
import { type VerifyReport, verify } from '../../database/upkeep/verify.js';
import { verifyCall } from '../../database/upkeep/verify-call.js';
import { jsonText, safeLine } from '../../model/safe-text.js';
import { counted } from '../counted.js';
import { eachDatabase } from '../each-database.js';
import { factLines } from '../fact-lines.js';
import { findingLines } from '../finding-text.js';
import { withProgress } from '../progress.js';
import type { Session } from '../session.js';
import { jsonOption, progressOption } from '../shared-options.js';
import type { Paint, Terminal } from '../terminal.js';
import { chooseForUpkeep } from '../upkeep-databases.js';

const EXAMPLES = `
Examples:
  callmonitor verify
  callmonitor verify runs/                  every database in a folder
  callmonitor verify call-monitor/solve/3   one call
  callmonitor verify --json | jq '.databases[].findings[]'

Checks every line of the log, every file of the view, every sidecar's header and
the summary. Nothing is changed. REPAIR says what 'callmonitor repair' does
about a finding: mends it; sets it aside, for it cannot be mended; or leaves it.`;

/** `callmonitor verify [db…]`: whether all is as the format says. */
export function addVerify(program: Command, session: Session): void {
  program
    .command('verify')
    .summary('check databases for damage')
    .description('Checks databases, or the folder of one call, for all that the format says.')
    .argument('[db...]', 'databases, folders of several, or folders of calls (default: the newest here)')
    .addOption(jsonOption())
    .addOption(progressOption())
    .addHelpText('after', EXAMPLES)
    .action((paths: string[], options: { json?: boolean }) => check(session, paths, options));
}

async function check(session: Session, paths: readonly string[], { json = false }): Promise<void> {
  const { terminal } = session;
  const places = paths.length > 0 && paths.every(isCallFolder) ? paths : chooseForUpkeep(paths);
  const reports = await eachDatabase(places, session, async (place) => {
    const report = isCallFolder(place) ? verifyCall(place) : await verifyWithBar(place, terminal);
    session.hasFoundDamage ||= report.damage > 0;
    if (!json) terminal.write(`${reportLines(report, place, terminal).join('\n')}\n`);
    return report;
  });
  if (json) terminal.write(jsonText({ databases: reports.map(describe) }));
}

function verifyWithBar(root: string, terminal: Terminal): Promise<VerifyReport> {
  return withProgress(terminal, 'verifying the', 0, (progress) =>
    verify(root, { onProgress: ({ done, total, phase }) => progress.reach(done, total, phase) }),
  );
}

function isCallFolder(path: string): boolean {
  return !isDatabase(path) && statsOf(join(path, 'input_descriptor.json')) !== undefined;
}

function describe(report: VerifyReport): object {
  return { ...report, counts: Object.fromEntries(report.counts) };
}

function reportLines(report: VerifyReport, place: string, terminal: Terminal): string[] {
  const { paint } = terminal;
  const { calls, functions, unfinished, dropped, damage, warnings } = report;
  const facts = {
    state: stateText(report, paint),
    holds: `${counted(calls, 'call')} of ${counted(functions, 'function')}${unfinished > 0 ? `, ${unfinished} unfinished` : ''}`,
    dropped: dropped > 0 ? paint.yellow(`${dropped} records were given up`) : undefined,
    damage: damage > 0 ? paint.red(counted(damage, 'finding')) : paint.green('none'),
    warnings: warnings > 0 ? paint.yellow(String(warnings)) : undefined,
  };
  return [
    paint.bold(safeLine(place)),
    ...factLines(facts, paint),
    ...findingLines(report.findings, report.counts, terminal),
  ];
}

function stateText({ state }: VerifyReport, paint: Paint): string {
  if (state === 'open') return paint.cyan('open: a process is writing it, and its view was not looked at');
  if (state === 'left') return paint.yellow("left: its writer is gone; 'callmonitor repair' closes it");
  return 'closed';
}
