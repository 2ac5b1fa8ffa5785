import process from 'node:process';
import { onExit, signals } from 'signal-exit';
import { apply } from '../capture/intrinsics.js';
import { leaveStuckThreads } from './stuck-threads.js';

const tasks = new Set<() => void>();
let isRegistered = false;

/**
 * Has `task` done when this process or worker thread ends: by itself, by `process.exit()`, an uncaught error, or a
 * signal that kills it; after the program's own exit handlers. Each task once.
 */
export function whenProcessEnds(task: () => void): void {
  tasks.add(task);
  if (isRegistered) return;
  const before = signals.map((signal) => process.listeners(signal));
  isRegistered = true;
  const { emit } = process;
  onExit(
    (code, signal) => {
      for (const each of tasks) each();
      if (signal === null) leaveStuckThreads(code ?? 0);
    },
    { alwaysLast: true },
  );
  leaveEvents(emit);
  for (const [index, signal] of signals.entries()) placeListener(signal, before[index] ?? []);
}

/**
 * signal-exit has all events of the process pass by it, and does so by what the program may have replaced: an event that
 * it has no use for would throw in the middle of the program. Only the end concerns it. There it sets `process.exitCode`
 * to what the process is about to end with before the listeners of `exit` see it; Node's own sets it only where nobody
 * has: to 13, when the program still awaits something at its top level.
 */
function leaveEvents(emit: typeof process.emit): void {
  const watched = process.emit;
  if (watched === emit) return;
  let code: typeof process.exitCode;
  process.emit = ((...event: Parameters<typeof emit>) => {
    if ((event[0] as string) !== 'exit') return apply(emit, process, event);
    code = process.exitCode;
    return apply(watched, process, event);
  }) as typeof emit;
  process.prependListener('exit', () => {
    process.exitCode = code;
  });
}

/** What usually ends a program. Of the others none is held: SIGQUIT ends one that is too busy to listen. */
const AWAITED: readonly NodeJS.Signals[] = ['SIGHUP', 'SIGINT', 'SIGTERM', 'SIGUSR2'];

/**
 * signal-exit ends the process when it finds no listener but its own. After the program's `once` listener, which is
 * gone when it is called, it would cut a graceful shutdown short: so it has to look before that.
 */
function placeListener(signal: NodeJS.Signals, before: readonly unknown[]): void {
  const added = process.listeners(signal).filter((listener) => !before.includes(listener));
  for (const listener of added as NodeJS.SignalsListener[]) {
    if (AWAITED.includes(signal)) process.prependListener(signal, listener);
    process.removeListener(signal, listener); // the later one of the two
  }
}
