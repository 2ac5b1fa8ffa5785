import { CommanderError } from 'commander';
import { RecordNotFoundError } from '../model/errors.js';
import { createProgram } from './program.js';
import type { Session } from './session.js';
import type { Terminal } from './terminal.js';
import { writeError } from './write-error.js';

/** How a command ends: well, with differences or damage found, or used wrongly. */
const WELL = 0;
const FOUND = 1;
const WRONG_USE = 2;

/** Runs the command line and returns the exit code. */
export async function run(words: readonly string[], terminal: Terminal): Promise<number> {
  const session: Session = { terminal, hasFoundDamage: false, hasFoundNothing: false };
  try {
    const program = await createProgram(session, words[0]);
    await program.parseAsync(words, { from: 'user' });
    const hasFound = session.hasFoundDamage || session.hasFoundNothing;
    return session.exitCode ?? (hasFound ? FOUND : WELL);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? WELL : WRONG_USE;
    writeError(error, terminal);
    return error instanceof RecordNotFoundError ? FOUND : WRONG_USE;
  }
}
