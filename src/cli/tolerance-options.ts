import type { Command } from 'commander';
import { amountOption } from './option-values.js';

/** What `--rtol` and `--atol` say. */
export interface ToleranceOptions {
  readonly rtol?: number;
  readonly atol?: number;
}

/** Adds the tolerances for numbers to a command. */
export function addTolerance(command: Command): Command {
  return command
    .option('--rtol <number>', 'numbers may differ by this share of the recorded one, as 1e-9', amountOption)
    .option('--atol <number>', 'and by this much', amountOption);
}

/** Those of the options that a comparison takes. */
export function toleranceOf({ rtol, atol }: ToleranceOptions): ToleranceOptions {
  return { ...(rtol !== undefined && { rtol }), ...(atol !== undefined && { atol }) };
}
