import { rows } from './rows.mjs';
import { WORKLOADS } from './workloads.mjs';

export const BY_HAND = 'span by hand';
export const BARE = 'bare function';

/** What the targets are about; measured at least five times even when it is to be quick. */
const WITH_TARGETS = {
  w1: [
    ...[
      BARE,
      BY_HAND,
      'pino',
      'callmonitor call packed',
      'callmonitor batch packed',
      'callmonitor call folders',
    ],
    ...['callmonitor filtered by `when`', 'callmonitor disabled', 'C: mkdir, two files per call'],
  ],
  w2: [BARE, BY_HAND, 'callmonitor call packed'],
  w3: [BARE, 'fs.writeSync of the 8 MB', 'callmonitor call packed', 'callmonitor batch packed'],
};
/** Two more ways to measure: at a pace that the view can keep up with, and what a large value needs of memory. */
const GENTLE = [BARE, BY_HAND, 'callmonitor call folders'];
const MEMORY = ['callmonitor call packed'];

/** The tasks, those of one round in the order in which they are done: `{ row, workload, mode, rounds }`. */
export function schedule({ quick, only, rounds = 7 }) {
  const few = quick ? Math.min(rounds, 5) : rounds;
  return allTasks()
    .filter(({ row }) => isWanted(row, only))
    .map((task) => ({ ...task, rounds: hasTarget(task) ? few : quick ? 1 : rounds }))
    .filter((task) => !quick || hasTarget(task) || task.workload === 'w1' || task.row.command !== undefined);
}

function allTasks() {
  const burst = WORKLOADS.flatMap((workload) =>
    rows
      .filter((row) => row.workloads === undefined || row.workloads.includes(workload))
      .map((row) => ({ row, workload, mode: 'burst' })),
  );
  const named = (names, rest) =>
    rows.filter(({ name }) => names.includes(name)).map((row) => ({ row, ...rest }));
  return [
    ...burst,
    ...named(GENTLE, { workload: 'w1', mode: 'gentle' }),
    ...named(MEMORY, { workload: 'w3', mode: 'memory' }),
  ];
}

function hasTarget({ row, workload, mode }) {
  return mode !== 'burst' || (WITH_TARGETS[workload] ?? []).includes(row.name);
}

function isWanted({ name }, words) {
  return words.length === 0 || [BARE, BY_HAND].includes(name) || words.some((word) => name.includes(word));
}
