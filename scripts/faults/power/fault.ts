import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { isDatabase } from '../../../src/database/find-databases.js';
import { checkRecorded, type RecordedCheck } from '../check-recorded.js';
import { checkUpkeep } from '../check-upkeep.js';
import type { Fault, FaultContext, FaultReport } from '../fault.js';
import { LoopDisk } from '../loop-disk.js';
import { RandomNumbers } from '../random-numbers.js';
import { startProgram } from '../run-program.js';
import { readTold, type ToldCall } from '../told-calls.js';

/** Loss of power, with durability `fsync`. */
export const power: Fault = {
  name: 'power',
  title: 'loss of power at random moments, durability fsync, ext4',
  run: loseManyTimes,
};

/** Losses in each layout, and the latest moment after all threads have begun. */
const SIZES = {
  quick: { losses: 1, latestMs: 500, layouts: ['folders'] },
  full: { losses: 20, latestMs: 2000, layouts: ['folders', 'packed'] },
} as const;
const THREADS = 5;
const DISK_MEGABYTES = 64;
/** In which what the threads have begun in the operating system comes to its end. */
const STOP_MS = 100;

async function loseManyTimes({ isQuick, folder, seed, tell }: FaultContext): Promise<FaultReport> {
  const { losses, latestMs, layouts } = SIZES[isQuick ? 'quick' : 'full'];
  const refusal = refusalToMount(folder);
  if (refusal !== undefined) return { tried: 'nothing', lost: '-', broken: [], notes: [refusal] };
  const random = new RandomNumbers(seed);
  const checks: RecordedCheck[] = [];
  for (let loss = 1; loss <= losses; loss++) {
    tell(`loss ${loss} of ${losses} in each layout`);
    for (const layout of layouts) {
      const afterMs = Math.round(random.between(0, latestMs));
      checks.push(await losePower(join(folder, `${layout}-${loss}`), layout, afterMs));
    }
  }
  const sum = (key: 'told' | 'lost') => checks.reduce((total, check) => total + check[key], 0);
  const broken = checks.flatMap((check) => check.broken);
  return { tried: `${checks.length} losses`, lost: `${sum('lost')} of ${sum('told')} calls`, broken };
}

function refusalToMount(folder: string): string | undefined {
  try {
    LoopDisk.make(folder, 'trial', 8).unmount();
    return undefined;
  } catch (error) {
    return `a disk of its own takes root on Linux, and mkfs.ext4: ${error}`;
  }
}

/** Stops the program at a moment, and looks at what its disk would hold without power. */
async function losePower(folder: string, layout: string, afterMs: number): Promise<RecordedCheck> {
  mkdirSync(folder);
  const disk = LoopDisk.make(folder, 'disk', DISK_MEGABYTES);
  const { child, end, allBegun } = startThreads(disk.path, join(folder, 'told'), layout);
  await Promise.race([allBegun, end]);
  await setTimeout(afterMs);
  child.kill('SIGSTOP');
  await setTimeout(STOP_MS);
  const told = readTold(join(folder, 'told'));
  const copy = disk.copyAfterLossOfPower('copy');
  child.kill('SIGKILL');
  await end;
  disk.unmount();
  try {
    return checkDisk(copy.path, told, layout);
  } finally {
    copy.unmount();
  }
}

function startThreads(cwd: string, told: string, layout: string) {
  const settings = { CALLMONITOR_DURABILITY: 'fsync', CALLMONITOR_MIN_FREE_BYTES: '0' };
  let begun = 0;
  let tellAllBegun = () => {};
  const allBegun = new Promise<void>((resolve) => {
    tellAllBegun = resolve;
  });
  const program = startProgram('telling-threads', {
    cwd,
    args: [told],
    env: { ...settings, CALLMONITOR_LAYOUT: layout },
    onOutput: (text) => {
      begun += text.length;
      if (begun >= THREADS) tellAllBegun();
    },
  });
  return { ...program, allBegun };
}

function checkDisk(path: string, told: readonly ToldCall[], layout: string): RecordedCheck {
  const roots = readdirSync(path)
    .map((name) => join(path, name))
    .filter(isDatabase);
  const check = checkRecorded(roots, told, { ends: true });
  const upkeep = roots.flatMap((root) => checkUpkeep(root, layout).broken);
  return { ...check, broken: [...check.broken, ...upkeep].map((text) => `${layout}: ${text}`) };
}
