import { existsSync, writeFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import type { Command } from 'commander';
import { jsonText } from '../../model/safe-text.js';
import type { Session } from '../session.js';
import { settingsFileText } from '../settings-file-text.js';
import { UsageError } from '../usage-error.js';

const NAME = 'callmonitor.config.mjs';

const EXAMPLES = `
Examples:
  callmonitor init
  callmonitor init --include 'src/**#*'
  callmonitor init --force`;

/** What the options are, as commander hands them over. */
interface InitOptions {
  readonly include?: string[];
  readonly force?: boolean;
  readonly json?: boolean;
}

/** `callmonitor init`: writes a file of settings, with all that can be set. */
export function addInit(program: Command, session: Session): void {
  const gather = (value: string, before: string[] = []) => [...before, value];
  program
    .command('init')
    .summary(`write a commented ${NAME}`)
    .description(`Writes ${NAME} here, with every setting, what it is for and its default.`)
    .option('-i, --include <target>', 'a target to begin with; may be repeated', gather)
    .option('--force', 'overwrite one that is there')
    .option('--json', 'print JSON')
    .addHelpText('after', EXAMPLES)
    .action((options: InitOptions) => init(session, options));
}

function init(
  { terminal }: Session,
  { include = ['src/**#*'], force = false, json = false }: InitOptions,
): void {
  const path = resolve(NAME);
  if (!force && existsSync(path)) throw new UsageError(`${NAME} is here already: --force overwrites it`);
  writeFileSync(path, settingsFileText(include));
  if (json) return terminal.write(jsonText({ path }));
  terminal.write(`wrote ${relative(process.cwd(), path)}; now: npx callmonitor run -- node app.js\n`);
}
