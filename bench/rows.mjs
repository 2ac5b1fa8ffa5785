import appmap from './rows/appmap.mjs';
import bare from './rows/bare.mjs';
import callmonitor from './rows/callmonitor.mjs';
import disabled from './rows/callmonitor-disabled.mjs';
import filtered from './rows/callmonitor-filtered.mjs';
import foldersByHand from './rows/folders-by-hand.mjs';
import langfuse from './rows/langfuse.mjs';
import langsmith from './rows/langsmith.mjs';
import limits from './rows/limits.mjs';
import logfire from './rows/logfire.mjs';
import pino from './rows/pino.mjs';
import rawWrite from './rows/raw-write.mjs';
import spanByHand from './rows/span-by-hand.mjs';
import weave from './rows/weave.mjs';

/**
 * What is measured, in the order of the table. A row is
 *   name, note?               as the table shows it
 *   start(folder)             in a process of its own; gives { wrap(fn, workload), stop?() }
 *   or command(folder, calls, sizes)   words for `limits.c`
 *   prepare?(folder)          before its process starts; gives { nodeArgs, env, workloads }
 *   workloads?                the only ones that it makes sense for
 *   maxCalls?                 for those that are slow, or fill the disk
 *   isOnDisk?                 whether the calls are in files when the process has ended
 *   isAsync?                  whether it makes every function asynchronous
 *   isCheap?                  whether it records nothing, so that as many calls are made as fit into the time
 */
export const rows = [
  bare,
  spanByHand,
  foldersByHand,
  pino,
  langfuse,
  logfire,
  langsmith,
  weave,
  appmap,
  ...callmonitor,
  filtered,
  disabled,
  rawWrite,
  ...limits,
];

/** @throws RangeError for a name that is none */
export function rowNamed(name) {
  const row = rows.find((each) => each.name === name);
  if (row === undefined) throw new RangeError(`Expected the name of a row, got '${name}'`);
  return row;
}
