import type { Argument, Command, Option } from 'commander';
import { argumentCandidates } from './argument-candidates.js';

/** One way to complete a word. */
export interface Candidate {
  readonly value: string;
  readonly meaning: string;
}

/**
 * How the last of the words after `callmonitor` may go on; empty where the program does not know better than a shell.
 * @param words as they stand before the cursor; the last one may be empty
 */
export function candidatesFor(program: Command, words: readonly string[]): readonly Candidate[] {
  const given = words.filter((word) => word !== '='); // bash makes it a word of its own
  const current = given.at(-1) ?? '';
  return possible(program, given.slice(0, -1), current).filter(({ value }) => value.startsWith(current));
}

function possible(program: Command, before: readonly string[], current: string): readonly Candidate[] {
  const [name, ...rest] = before.filter((word, at) => at > 0 || !word.startsWith('-'));
  if (name === undefined) return current.startsWith('-') ? optionsOf(program) : commandsOf(program);
  const command = program.commands.find((each) => each.name() === name || each.aliases().includes(name));
  if (name === 'help') return rest.length === 0 ? commandsOf(program) : [];
  return command === undefined ? [] : possibleWords(command, rest, current);
}

function possibleWords(command: Command, before: readonly string[], current: string): readonly Candidate[] {
  const [, flag] = /^(--[\w-]+)=/.exec(current) ?? [];
  const valued = optionWithValue(command, flag ?? before.at(-1));
  if (valued !== undefined) return valuesOf(valued, flag === undefined ? '' : `${flag}=`);
  if (current.startsWith('-')) return optionsOf(command);
  const positional = positionalWords(command, before);
  const argument = argumentAt(command, positional.length);
  if (argument === undefined) return [];
  return choicesOf(argument.argChoices) ?? argumentCandidates(argument.name(), positional, current);
}

function argumentAt({ registeredArguments }: Command, at: number): Argument | undefined {
  const last = registeredArguments.at(-1);
  return registeredArguments[at] ?? (last?.variadic ? last : undefined);
}

function positionalWords(command: Command, words: readonly string[]): readonly string[] {
  return words.filter((word, at) => {
    const isValue = optionWithValue(command, words[at - 1]) !== undefined;
    return !isValue && !word.startsWith('-');
  });
}

function optionWithValue(command: Command, flag: string | undefined): Option | undefined {
  const option = command.options.find(
    ({ short, long }) => flag !== undefined && (flag === long || flag === short),
  );
  return option?.required || option?.optional ? option : undefined;
}

function valuesOf(option: Option, prefix: string): readonly Candidate[] {
  const values = choicesOf(option.argChoices) ?? argumentCandidates(option.name(), [], '');
  return values.map(({ value, meaning }) => ({ value: prefix + value, meaning }));
}

function choicesOf(choices: readonly string[] | undefined): readonly Candidate[] | undefined {
  return choices?.map((value) => ({ value, meaning: '' }));
}

function commandsOf(program: Command): readonly Candidate[] {
  const commands = program.createHelp().visibleCommands(program);
  return commands.map((command) => ({
    value: command.name(),
    meaning: command.summary() || command.description(),
  }));
}

function optionsOf(command: Command): readonly Candidate[] {
  return command
    .createHelp()
    .visibleOptions(command)
    .flatMap(({ short, long, description }) =>
      [long, short].filter((flag) => flag !== undefined).map((value) => ({ value, meaning: description })),
    );
}
