import type { Command } from 'commander';
import type { Session } from './session.js';

/** Adds a command to the program. */
export type AddCommand = (program: Command, session: Session) => void;

/** Every command, in the order of the help; most of what a command loads no other one needs. */
const COMMANDS: Readonly<Record<string, () => Promise<AddCommand>>> = {
  run: async () => (await import('./commands/run.js')).addRun,
  init: async () => (await import('./commands/init.js')).addInit,
  ls: async () => (await import('./commands/ls.js')).addLs,
  show: async () => (await import('./commands/show.js')).addShow,
  tree: async () => (await import('./commands/tree.js')).addTree,
  trace: async () => (await import('./commands/trace.js')).addTrace,
  tail: async () => (await import('./commands/tail.js')).addTail,
  grep: async () => (await import('./commands/grep.js')).addGrep,
  stats: async () => (await import('./commands/stats.js')).addStats,
  diff: async () => (await import('./commands/diff.js')).addDiff,
  replay: async () => (await import('./commands/replay.js')).addReplay,
  testgen: async () => (await import('./commands/testgen.js')).addTestgen,
  compare: async () => (await import('./commands/compare.js')).addCompare,
  export: async () => (await import('./commands/export.js')).addExport,
  verify: async () => (await import('./commands/verify.js')).addVerify,
  repair: async () => (await import('./commands/repair.js')).addRepair,
  pack: async () => (await import('./commands/pack.js')).addPack,
  unpack: async () => (await import('./commands/unpack.js')).addUnpack,
  prune: async () => (await import('./commands/prune.js')).addPrune,
  complete: async () => (await import('./commands/complete.js')).addComplete,
};

/** Needs the others, whose words it completes. */
const COMPLETE = 'complete';

/** What adds the command of that name alone; for any other word what adds all of them, for the help and for advice. */
export function loadCommands(name?: string): Promise<AddCommand[]> {
  const isAlone = name !== undefined && name !== COMPLETE && Object.hasOwn(COMMANDS, name);
  const chosen = Object.entries(COMMANDS).filter(([each]) => !isAlone || each === name);
  return Promise.all(chosen.map(([, load]) => load()));
}
