import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Fault, FaultContext, FaultReport } from '../fault.js';
import { RandomNumbers } from '../random-numbers.js';
import { RECORDING_WAYS, type RecordingWay } from '../recording-way.js';
import { type Moment, RunChain } from './run-chain.js';
import { Tally } from './tally.js';

/** SIGKILL at random moments of a program with worker threads. */
export const kills: Fault = {
  name: 'kills',
  title: 'SIGKILL at random moments, four worker threads',
  run: killMany,
};

/** Threads that record. */
const THREADS = 5;
/** Kills in each of the ways, and the latest moments after the program has started and after a thread has begun. */
const SIZES = {
  quick: { kills: 3, startMs: 300, latestMs: 300 },
  full: { kills: 84, startMs: 600, latestMs: 1500 },
} as const;
/** Where as much is broken, more of it tells nothing new. */
const MOST_BROKEN = 20;

async function killMany({ isQuick, folder, seed, tell }: FaultContext): Promise<FaultReport> {
  const size = SIZES[isQuick ? 'quick' : 'full'];
  const random = new RandomNumbers(seed);
  const tally = new Tally();
  const chains = RECORDING_WAYS.map((way) => makeChain(folder, way));
  for (let kill = 1; kill <= size.kills && tally.broken.length < MOST_BROKEN; kill++) {
    tell(`kill ${kill} of ${size.kills} in each of ${RECORDING_WAYS.length} ways`);
    await inPairs(chains, async (chain) => {
      const moment = momentFrom(random, size);
      const end = await chain.run(moment);
      const what = `killed ${moment.ms} ms after ${moment.threads} threads had begun`;
      return () => tally.add(chain.way, what, chain.check(end));
    });
  }
  for (const chain of chains) tally.addSettled(chain.way, chain.settle());
  return reportOf(tally);
}

function makeChain(folder: string, way: RecordingWay): RunChain {
  const path = join(folder, `${way.durability}-${way.layout}`);
  mkdirSync(path);
  return new RunChain(path, way);
}

/** Two programs at a time; what is to be looked at when one has ended waits for the other, whose moment it would delay. */
async function inPairs(
  chains: readonly RunChain[],
  run: (chain: RunChain) => Promise<() => void>,
): Promise<void> {
  for (let at = 0; at < chains.length; at += 2) {
    const looks = await Promise.all(chains.slice(at, at + 2).map(run));
    for (const look of looks) look();
  }
}

/** Before the first call, or while threads start, or when some or all of them record. */
function momentFrom(random: RandomNumbers, { startMs, latestMs }: (typeof SIZES)['quick' | 'full']): Moment {
  const threads = Math.floor(random.between(0, THREADS + 1));
  return { threads, ms: Math.round(random.between(0, threads === 0 ? startMs : latestMs)) };
}

function reportOf(tally: Tally): FaultReport {
  const { kept, batched, databases, claimed, early, viewFiles, leftovers, broken } = tally;
  return {
    tried: `${tally.kills} kills, ${databases} databases`,
    lost: `${kept.lost} of ${kept.told} calls`,
    broken,
    notes: [
      `${early} kills before the first call; ${claimed} directories were claimed and hold no database yet`,
      `with durability batch ${batched.lost} of ${batched.told} calls were in a batch that was not written yet`,
      `repair completed ${viewFiles} files of views; ${leftovers} sidecars belong to calls that had not started`,
    ],
  };
}
