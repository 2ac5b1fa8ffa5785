import { Argument, type Command, Option } from 'commander';
import { safeLine } from '../../model/safe-text.js';
import { candidatesFor } from '../completion/candidates.js';
import { SHELL_SCRIPTS } from '../completion/shell-scripts.js';
import type { Session } from '../session.js';
import { UsageError } from '../usage-error.js';

const HELP = `
Examples:
  source <(callmonitor complete bash)       in ~/.bashrc
  source <(callmonitor complete zsh)        in ~/.zshrc, after compinit
  callmonitor complete fish | source        in ~/.config/fish/config.fish
  callmonitor complete powershell | Out-String | Invoke-Expression`;

const SHELLS = Object.keys(SHELL_SCRIPTS);

interface Options {
  /** Whether the words are those that are to be completed. */
  readonly words?: boolean;
  /** Whether the cursor is after a space. */
  readonly newWord?: boolean;
}

/** `callmonitor complete <shell>`: what has a shell complete commands, options, databases, functions and calls. */
export function addComplete(program: Command, session: Session): void {
  program
    .command('complete')
    .alias('completion')
    .summary('print what a shell needs to complete words')
    .description(
      'Prints a script by which a shell completes commands, options, databases, functions and calls.',
    )
    .usage('<shell>')
    .addArgument(new Argument('[shell...]', `${SHELLS.join(', ')}`))
    .addOption(new Option('--words').hideHelp())
    .addOption(new Option('--new-word').hideHelp())
    .addHelpText('after', HELP)
    .action((words: string[], options: Options) => {
      if (options.words) writeCandidates(program, options.newWord ? [...words, ''] : words, session);
      else session.terminal.write(scriptFor(words));
    });
}

function writeCandidates(program: Command, words: readonly string[], { terminal }: Session): void {
  const lines = candidatesFor(program, words).map(({ value, meaning }) => `${value}\t${safeLine(meaning)}\n`);
  terminal.write([...new Set(lines)].join(''));
}

function scriptFor([shell, ...others]: readonly string[]): string {
  const script =
    shell !== undefined && Object.hasOwn(SHELL_SCRIPTS, shell) ? SHELL_SCRIPTS[shell] : undefined;
  if (script !== undefined && others.length === 0) return script;
  const given = shell === undefined ? 'none' : `'${[shell, ...others].join(' ')}'`;
  throw new UsageError(`Expected one shell of ${SHELLS.join(', ')}, got ${given}`);
}
