import type { Command } from 'commander';
import type { PackOptions, PackReport } from '../database/upkeep/pack.js';
import { jsonText, safeLine } from '../model/safe-text.js';
import { counted } from './counted.js';
import { eachDatabase } from './each-database.js';

import { withProgress } from './progress.js';
import type { Session } from './session.js';
import { jsonOption, progressOption } from './shared-options.js';
import { chooseForUpkeep } from './upkeep-databases.js';

/** A command that changes the layout of databases. */
export interface LayoutCommand {
  readonly name: string;
  readonly summary: string;
  readonly description: string;
  readonly examples: string;
  /** What happens to the files of the view. */
  readonly done: string;
  change(path: string, options: PackOptions): PackReport;
}

/** Adds a command that packs or unpacks databases. */
export function addLayoutCommand(program: Command, session: Session, command: LayoutCommand): void {
  program
    .command(command.name)
    .summary(command.summary)
    .description(command.description)
    .argument('[db...]', 'databases, or folders of several (default: the newest here)')
    .option('--dry-run', 'only find out whether it could be done')
    .addOption(jsonOption())
    .addOption(progressOption())
    .addHelpText('after', command.examples)
    .action((paths: string[], words: { json?: boolean; dryRun?: boolean }) =>
      changeEach(session, paths, command, words),
    );
}

async function changeEach(
  session: Session,
  paths: readonly string[],
  { name, done, change }: LayoutCommand,
  { json = false, dryRun = false }: { json?: boolean; dryRun?: boolean },
): Promise<void> {
  const { terminal } = session;
  const reports = await eachDatabase(chooseForUpkeep(paths), session, async (root) => {
    const report = await withProgress(terminal, `${name}ing the`, 0, (progress) =>
      change(root, {
        dryRun,
        onProgress: ({ done, total, phase }) => progress.reach(done, total, phase),
      }),
    );
    const calls = counted(report.calls, 'call');
    const text = dryRun
      ? `${calls}, nothing was changed: --dry-run`
      : `${calls}, ${counted(report.files, 'file')} ${done}`;
    if (!json) terminal.write(`${terminal.paint.bold(safeLine(root))}  ${text}\n`);
    return report;
  });
  if (json) terminal.write(jsonText({ databases: reports }));
}
