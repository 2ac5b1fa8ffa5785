import { join } from 'node:path';
import type { Fault, FaultContext, FaultReport } from '../fault.js';
import { inLanes } from '../in-lanes.js';
import { RECORDING_WAYS, type RecordingWay } from '../recording-way.js';
import { ENDINGS, type Ending } from './endings.js';
import { tryFrozenDisk } from './frozen-disk.js';
import { tryStuckViews } from './stuck-view.js';
import { type EndingCheck, runBare, tryEnding } from './try-ending.js';

/** All ways in which programs and their threads end. */
export const exits: Fault = {
  name: 'exits',
  title: 'exits, errors, signals, terminate(), cluster, storms of forks, stuck views',
  run: tryAll,
};

/** Processes that a storm starts at once. */
const FORKS = { quick: 8, full: 64 } as const;
/** Of the short form: each ending is tried with one of these, in turn. */
const QUICK_WAYS: readonly RecordingWay[] = [
  { durability: 'batch', layout: 'folders' },
  { durability: 'batch', layout: 'packed' },
  { durability: 'call', layout: 'folders' },
];
/** Programs at a time. */
const LANES = 2;

async function tryAll(context: FaultContext): Promise<FaultReport> {
  const checks: EndingCheck[] = [];
  await inLanes(LANES, [...ENDINGS.entries()], async ([at, ending]) => {
    context.tell(ending.way);
    checks.push(...(await tryInWays(ending, at, context)));
  });
  const stuck = [await tryStuckViews(context), ...(context.isQuick ? [] : [await tryFrozenDisk(context)])];
  const sum = (key: 'told' | 'lost' | 'databases') => checks.reduce((total, check) => total + check[key], 0);
  return {
    tried: `${checks.length} ends, ${sum('databases')} databases`,
    lost: `${sum('lost')} of ${sum('told')} calls`,
    broken: [...checks.flatMap(({ broken }) => broken), ...stuck.flatMap(({ broken }) => broken)],
    notes: stuck.flatMap(({ notes }) => notes),
  };
}

async function tryInWays(
  ending: Ending,
  at: number,
  { isQuick, folder }: FaultContext,
): Promise<EndingCheck[]> {
  const forks = FORKS[isQuick ? 'quick' : 'full'];
  const bare = await runBare(ending, join(folder, `${at}-bare`), forks);
  const quickWay = QUICK_WAYS[at % QUICK_WAYS.length];
  const ways = isQuick && quickWay !== undefined ? [quickWay] : RECORDING_WAYS;
  const checks: EndingCheck[] = [];
  for (const way of ways) {
    const title = `${ending.way}, ${way.durability}, ${way.layout}`;
    const path = join(folder, `${at}-${way.durability}-${way.layout}`);
    const check = await tryEnding(ending, way, { folder: path, bare, forks });
    checks.push({ ...check, broken: check.broken.map((text) => `${title}: ${text}`) });
  }
  return checks;
}
