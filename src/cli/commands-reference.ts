import type { Command, Help, Option } from 'commander';
import { commandUsage } from './command-usage.js';
import { jsonOption, progressOption } from './shared-options.js';

/** The commands in Markdown, as the program itself describes them: what README.md shows. */
export function commandsReference(program: Command): string {
  const help = program.createHelp();
  const commands = help.visibleCommands(program).filter((command) => command.name() !== 'help');
  return commands.map((command) => `\n${describe(command, help)}`).join('');
}

function describe(command: Command, help: Help): string {
  const rows = [
    ...help
      .visibleArguments(command)
      .map((argument) => [help.argumentTerm(argument), help.argumentDescription(argument)]),
    ...help
      .visibleOptions(command)
      .filter((option) => option.long !== '--help' && !isEverywhere(option))
      .map((option) => [help.optionTerm(option), help.optionDescription(option)]),
  ];
  const table = rows.map(([term = '', text = '']) => `| \`${cell(term)}\` | ${cell(text)} |\n`).join('');
  return `**\`callmonitor ${commandUsage(command)}\`**: ${command.description()}\n\n| | |\n| --- | --- |\n${table}`;
}

/** What the reference says once of all commands. */
function isEverywhere({ long, description }: Option): boolean {
  return [jsonOption(), progressOption()].some(
    (each) => each.long === long && each.description === description,
  );
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
