import { onExit } from 'signal-exit';

const tasks = new Set<() => void>();
let isRegistered = false;

/**
 * Has `task` done when this process or worker thread ends: by itself, by `process.exit()`, an uncaught error, or a
 * signal that kills it; after the program's own exit handlers. Each task once.
 */
export function whenProcessEnds(task: () => void): void {
  tasks.add(task);
  if (isRegistered) return;
  isRegistered = true;
  onExit(
    () => {
      for (const each of tasks) each();
    },
    { alwaysLast: true },
  );
}
