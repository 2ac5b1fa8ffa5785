import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { jsonText, safeLine } from '../../model/safe-text.js';
import { FILE_VARIABLE, REPORT_VARIABLE } from '../../settings/environment.js';
import { resolveSettings } from '../../settings/resolve-settings.js';
import { SETTINGS_TABLE, variableOf } from '../../settings/settings-table.js';
import { dieBy, runChild } from '../run-command/child-command.js';
import { withLargerStack } from '../run-command/node-command.js';
import { gatherReports, type RunOutcome } from '../run-command/run-outcome.js';
import type { Session } from '../session.js';
import { UsageError } from '../usage-error.js';
import { writeError } from '../write-error.js';

const EXAMPLES = `
Examples:
  callmonitor run --include 'src/**#*' -- node app.js
  callmonitor run --include './src/solver.js#solve' --include 'lodash#chunk' -- npm test
  callmonitor run --include 'prettier/**#*' --layout packed --thin off -- prettier --check src
  callmonitor run -- tsx app.ts         with the targets of callmonitor.config.mjs

A target is <module>#<function>: a package's exports (lodash#chunk), its own
files (lodash/**#*), a built-in (node:fs#readFileSync), or your files by path or
glob (src/**#Mesh.*). Quote it: shells have a meaning for * and #.
Exit code: the command's own; 127 and 126 where it could not be started; 2 wrong use.`;

const REGISTER = fileURLToPath(new URL('../../../instrumentations/register.js', import.meta.url));
/** Not `--import`: with that, Node starts CommonJS programs by its loader of modules, which their stacks show. */
const PRELOAD = `--require=${JSON.stringify(REGISTER)}`;

/** What the options are, as commander hands them over. */
interface RunOptions {
  readonly include?: string[];
  readonly exclude?: string[];
  readonly root?: string;
  readonly layout?: string;
  readonly durability?: string;
  readonly limits?: string;
  readonly thin?: string;
  readonly config?: string;
  readonly quiet?: boolean;
  readonly json?: boolean;
}

/** Options that are settings of the same name. */
const SETTINGS = ['layout', 'durability', 'limits', 'thin'] as const;

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
  const folder = mkdtempSync(join(tmpdir(), 'callmonitor-run-'));
  try {
    const env = environmentOf(options, folder);
    const end = await runChild(withLargerStack(command, env), env);
    if (end.kind === 'failed')
      writeError(new UsageError(`${command[0]} could not be run: ${end.error.message}`), session.terminal);
    else if (!options.quiet) tell(session, gatherReports(folder), options);
    session.exitCode = end.kind === 'killed' ? dieBy(end.signal) : end.code;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @throws UsageError for a bad option, or when there is nothing to intercept */
function environmentOf(options: RunOptions, folder: string): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env };
  const { include, exclude, config, root } = options;
  if (include !== undefined) env[variableOf('include')] = JSON.stringify(include);
  if (exclude !== undefined) env[variableOf('exclude')] = JSON.stringify(exclude);
  if (config !== undefined) env[FILE_VARIABLE] = resolve(config);
  for (const key of SETTINGS)
    if (options[key] !== undefined) env[variableOf(key)] = checked(key, options[key]);
  const settings = resolveSettings({}, { env });
  if (settings.include.length === 0) {
    throw new UsageError(
      "Expected a target, got none: --include 'src/**#*', or include in callmonitor.config.mjs",
    );
  }
  env[variableOf('root')] = resolve(root ?? settings.root);
  env[REPORT_VARIABLE] = folder;
  env['NODE_OPTIONS'] = [env['NODE_OPTIONS'], PRELOAD].filter(Boolean).join(' ');
  return env;
}

/** A bad option is wrong use, where a bad variable would only be warned of. */
function checked(key: (typeof SETTINGS)[number], value: string): string {
  const setting = SETTINGS_TABLE[key];
  try {
    setting.check(setting.parse(value), `--${key}`);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  return value;
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
