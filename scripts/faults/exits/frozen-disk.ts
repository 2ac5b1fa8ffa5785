import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { load } from 'callmonitor';
import { checkRecorded } from '../check-recorded.js';
import type { FaultContext } from '../fault.js';
import { LoopDisk } from '../loop-disk.js';
import { recorded, runProgram } from '../run-program.js';
import { CALL_NAMES, readTold } from '../told-calls.js';
import { endProblems } from './end-problems.js';
import type { StuckCheck } from './stuck-view.js';

const WAY = 'SIGTERM from outside, at work';
const FROZEN_MS = 3000;

/**
 * Ends a program whose disk takes no more writes. The kernel holds whoever writes there, and lets not even SIGKILL
 * through: that takes longer than `shutdownTimeoutMs`, but loses nothing.
 */
export async function tryFrozenDisk({ folder, tell }: FaultContext): Promise<StuckCheck> {
  tell('a frozen disk');
  const cwd = join(folder, 'frozen');
  mkdirSync(cwd);
  const disk = makeDisk(cwd);
  if (typeof disk === 'string') return { broken: [], notes: [disk] };
  try {
    const problems = await freezeAtEnd(disk, cwd);
    const note = `a frozen disk held the process in the kernel until it thawed after ${FROZEN_MS} ms, whatever shutdownTimeoutMs says`;
    return { broken: problems.map((text) => `a frozen disk: ${text}`), notes: [note] };
  } finally {
    disk.unmount();
  }
}

function makeDisk(folder: string): LoopDisk | string {
  try {
    return LoopDisk.make(folder, 'disk', 64);
  } catch (error) {
    return `a frozen disk takes root on Linux, mkfs.ext4 and fsfreeze: ${error}`;
  }
}

async function freezeAtEnd(disk: LoopDisk, folder: string): Promise<readonly string[]> {
  const told = join(folder, 'told');
  const bare = await runProgram('endings', {
    cwd: folder,
    args: [WAY, `${told}-bare`],
    onOutput: (_text, child) => void child.kill('SIGTERM'),
  });
  const settings = { CALLMONITOR_SHUTDOWN_TIMEOUT_MS: '500', CALLMONITOR_MIN_FREE_BYTES: '0' };
  const end = await runProgram('endings', {
    cwd: disk.path,
    args: [WAY, told],
    ...recorded('told-functions', CALL_NAMES, settings),
    async onOutput(_text, child) {
      disk.freeze();
      child.kill('SIGTERM');
      await setTimeout(FROZEN_MS);
      disk.thaw();
    },
  });
  const root = join(disk.path, 'call-monitor');
  const { broken } = checkRecorded([root], readTold(told));
  return [
    ...endProblems(end, bare),
    ...broken,
    ...(load(root).closed === 'well' ? [] : ['it was not closed']),
  ];
}
