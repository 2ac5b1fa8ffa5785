/** A way in which a program ends. */
export interface Ending {
  readonly program: 'endings' | 'ending-threads' | 'ending-cluster' | 'ending-forks';
  readonly way: string;
  /** Sent from outside when the program says that it is ready. */
  readonly signal?: NodeJS.Signals;
  /** Whether worker threads are ended from outside, so that nobody closes their databases. */
  readonly leavesThreads?: boolean;
}

/** All endings that are tried. */
export const ENDINGS: readonly Ending[] = [
  { program: 'endings', way: 'process.exit() in a call' },
  { program: 'endings', way: 'process.exit() in a beforeExit handler' },
  { program: 'endings', way: 'process.exitCode in a beforeExit handler' },
  { program: 'endings', way: 'an uncaught error' },
  { program: 'endings', way: 'an unhandled rejection' },
  { program: 'endings', way: 'a top-level await that never settles' },
  { program: 'endings', way: 'SIGTERM in a call' },
  { program: 'endings', way: 'SIGINT in a call' },
  { program: 'endings', way: 'SIGHUP in a call' },
  { program: 'endings', way: 'SIGTERM from outside, at work', signal: 'SIGTERM' },
  { program: 'endings', way: 'SIGINT from outside, at work', signal: 'SIGINT' },
  { program: 'endings', way: 'SIGHUP from outside, at rest', signal: 'SIGHUP' },
  { program: 'ending-threads', way: 'terminate()', leavesThreads: true },
  { program: 'ending-threads', way: 'process.exit() while workers record', leavesThreads: true },
  { program: 'ending-threads', way: 'an uncaught error while workers record', leavesThreads: true },
  { program: 'ending-threads', way: 'SIGTERM while workers record', leavesThreads: true },
  { program: 'ending-threads', way: 'process.exit() in a worker' },
  { program: 'ending-threads', way: 'an uncaught error in a worker' },
  { program: 'ending-cluster', way: 'deaths of cluster workers' },
  { program: 'ending-forks', way: 'a storm of forks' },
];
