import { rmSync } from 'node:fs';
import { relative } from 'node:path';
import type { Command } from 'commander';
import { makeTemporaryFolder } from '../../model/private-files.js';
import { jsonText, safeLine } from '../../model/safe-text.js';
import { dieBy, runChild } from '../run-command/child-command.js';
import { withLargerStack } from '../run-command/node-command.js';
import { environmentOf, type RecordingOptions } from '../run-command/run-environment.js';
import { gatherReports, type RunOutcome } from '../run-command/run-outcome.js';
import type { Session } from '../session.js';
import { UsageError } from '../usage-error.js';
import { writeError } from '../write-error.js';

const EXAMPLES = `
Examples:
  callmonitor run --include 'src/**#*' -- node app.js
  callmonitor run --include 'src/**#solve' --include 'lodash#chunk' -- npm test
  callmonitor run --include 'less/**#*' --thin off -- lessc a.less
  callmonitor run -- tsx app.ts     with the targets of callmonitor.config.mjs

A target is <module>#<function>: a package's exports (lodash#chunk), its own
files (lodash/**#*), a built-in (node:fs#readFileSync), or your files by path or
glob (src/**#Mesh.*). Quote it: shells have a meaning for * and #.
Exit code: the command's own; 127 and 126 where it could not be started; 2 wrong
use.`;

/** What the options are, as commander hands them over. */
interface RunOptions extends RecordingOptions {
  readonly quiet?: boolean;
  readonly json?: boolean;
}

/** `callmonitor run [options] -- <command>`: runs a command with functions intercepted that its code says nothing of. */
export function addRun(program: Command, session: Session): void {
  const gather = (value: string, before: string[] = []) => [...before, value];
  program
    .command('run')
    .summary('run a command, its functions recorded')
    .description('Runs a command and records the calls of the functions that targets name.')
    .argument('<command...>', 'the command and its arguments, after --')
    .passThroughOptions()
    .option('-i, --include <target>', 'functions to record; may be repeated', gather)
    .option('-x, --exclude <target>', 'functions among them to leave alone; may be repeated', gather)
    .option('--root <dir>', 'folder of the database (default: call-monitor here)')
    .option('--layout <layout>', 'folders (default) or packed')
    .option('--durability <durability>', 'call (default), batch or fsync')
    .option('--limits <profile>', 'full or preview: how much of a call is kept')
    .option('--thin <n>', 'of functions of a wildcard, the first n calls, then fewer (default 1000), or off')
    .option('--config <file>', 'file of settings (default: callmonitor.config.* here or above)')
    .option('-q, --quiet', 'say nothing at the end')
    .option('--json', 'say what was recorded as JSON, on standard error')
    .addHelpText('after', EXAMPLES)
    .action((command: string[], options: RunOptions) => run(session, command, options));
}

async function run(session: Session, command: readonly string[], options: RunOptions): Promise<void> {
  const end = await runReporting(session, command, options);
  session.exitCode = end.kind === 'killed' ? dieBy(end.signal) : end.code;
}

async function runReporting(session: Session, command: readonly string[], options: RunOptions) {
  const folder = makeTemporaryFolder('callmonitor-run-');
  try {
    const env = environmentOf(options, folder);
    const end = await runChild(withLargerStack(command, env), env);
    if (end.kind === 'failed')
      writeError(new UsageError(`${command[0]} could not be run: ${end.error.message}`), session.terminal);
    else if (!options.quiet) tell(session, gatherReports(folder), options);
    return end;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function tell({ terminal }: Session, outcome: RunOutcome, { json = false }: RunOptions): void {
  if (json) return terminal.writeError(jsonText(outcome));
  for (const message of outcome.messages) terminal.writeError(`callmonitor: ${safeLine(message)}\n`);
  terminal.writeError(`callmonitor: ${closingLine(outcome)}\n`);
}

/** `recorded 1200 of 5000 calls of 40 functions in call-monitor; a limit cut 12 % of them` */
function closingLine({ calls, functions, databases }: RunOutcome): string {
  const recorded = databases.reduce((sum, each) => sum + each.recorded, 0);
  const cut = databases.reduce((sum, each) => sum + each.cut, 0);
  if (recorded === 0) return `recorded no calls; ${functions} functions were intercepted`;
  const [first, ...others] = databases.map(({ root }) => safeLine(relative(process.cwd(), root) || '.'));
  const where = others.length === 0 ? first : `${first} and ${others.length} more`;
  const share = cut === 0 ? 'no limit cut any' : `a limit cut ${percent(cut / recorded)} of them`;
  return `recorded ${recorded} of ${calls} calls in ${where}; ${share}`;
}

function percent(share: number): string {
  return share < 0.01 ? 'less than 1 %' : `${Math.round(share * 100)} %`;
}
