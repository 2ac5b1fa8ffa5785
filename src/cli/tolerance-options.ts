import { type Command, InvalidArgumentError } from 'commander';

/** What `--rtol` and `--atol` say. */
export interface ToleranceOptions {
  readonly rtol?: number;
  readonly atol?: number;
}

/** Adds the tolerances for numbers to a command. */
export function addTolerance(command: Command): Command {
  return command
    .option(
      '--rtol <number>',
      'numbers may differ by this share of the recorded one, as 1e-9',
      parseTolerance,
    )
    .option('--atol <number>', 'and by this much', parseTolerance);
}

function parseTolerance(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && Number.isFinite(value)) return value;
  throw new InvalidArgumentError('Expected a number from 0 on.');
}

/** Those of the options that a comparison takes. */
export function toleranceOf({ rtol, atol }: ToleranceOptions): ToleranceOptions {
  return { ...(rtol !== undefined && { rtol }), ...(atol !== undefined && { atol }) };
}
