import type { Command } from 'commander';

/** A command and its arguments: `grep <expression> [db...]`. That it has options goes without saying. */
export function commandUsage(command: Command): string {
  const usage = command.usage().replace(/\[options\] ?/, '');
  return `${command.name()} ${usage}`.trimEnd();
}
