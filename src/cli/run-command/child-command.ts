import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** How a command ended. */
export type CommandEnd =
  | { readonly kind: 'exited'; readonly code: number }
  | { readonly kind: 'killed'; readonly signal: NodeJS.Signals }
  /** It could not be started: 127 where there is no such command, 126 where it may not be run, as a shell has it. */
  | { readonly kind: 'failed'; readonly code: number; readonly error: Error };

/** Ended by the terminal's keys, which reach the command as well. */
const FROM_KEYBOARD: readonly NodeJS.Signals[] = ['SIGINT', 'SIGQUIT'];
const FORWARDED: readonly NodeJS.Signals[] = [
  ...FROM_KEYBOARD,
  'SIGTERM',
  'SIGHUP',
  'SIGUSR2',
  'SIGALRM',
  'SIGPIPE',
];

/** Runs a command with our own standard streams; signals that we are sent are sent on to it. */
export async function runChild(
  [program = '', ...args]: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<CommandEnd> {
  const child = spawn(program, args, { stdio: 'inherit', env });
  const forward = (signal: NodeJS.Signals) => {
    if (!(FROM_KEYBOARD.includes(signal) && process.stdin.isTTY)) child.kill(signal);
  };
  for (const signal of FORWARDED) process.on(signal, forward);
  try {
    return await new Promise((resolve) => {
      child.on('error', (error: NodeJS.ErrnoException) =>
        resolve({ kind: 'failed', code: error.code === 'ENOENT' ? 127 : 126, error }),
      );
      child.on('exit', (code, signal) =>
        resolve(signal === null ? { kind: 'exited', code: code ?? 0 } : { kind: 'killed', signal }),
      );
    });
  } finally {
    for (const signal of FORWARDED) process.removeListener(signal, forward);
  }
}

/** Ends this process by the signal that ended the command; the number is for where that does not do. */
export function dieBy(signal: NodeJS.Signals): number {
  process.kill(process.pid, signal);
  return 128 + constants.signals[signal];
}
