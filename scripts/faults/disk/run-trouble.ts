import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type ToldEnd, ToldProgram } from '../told-program.js';
import { checkLeft, type Left, type TroubleRun } from './check-left.js';
import { latestCall } from './read-databases.js';
import type { Situation, Trouble, Variant } from './trouble.js';

const PLAIN: Variant = { durability: 'call', layout: 'folders', calls: 'plain' };
/** So long all is well. */
const WELL_MS = 100;
const LASTS_MS = 300;
/** For what is waited no longer than this. */
const MOST_WAITING_MS = 10_000;

/** Runs the program without us while a trouble comes and goes. */
export async function runBare(trouble: Trouble, folder: string): Promise<ToldEnd> {
  const { situation, end } = await drive('bare', trouble, PLAIN, folder);
  situation.remove();
  return end;
}

/** Runs it recorded, and checks what is left. @param bare how it ends without us */
export async function runRecorded(
  trouble: Trouble,
  variant: Variant,
  folder: string,
  bare: Promise<ToldEnd>,
): Promise<TroubleRun> {
  const [run, end] = await Promise.all([drive('recorded', trouble, variant, folder), bare]);
  try {
    run.situation.afterwards?.();
    return checkLeft(run, run.situation, variant, end);
  } finally {
    run.situation.remove();
  }
}

interface Driven extends Left {
  readonly situation: Situation;
}

async function drive(
  way: 'bare' | 'recorded',
  { setUp, isThereFirst = false, lastsMs = LASTS_MS }: Trouble,
  variant: Variant,
  folder: string,
): Promise<Driven> {
  mkdirSync(folder);
  chmodSync(folder, 0o711);
  const situation = setUp(folder, variant);
  const program = start(way, situation, variant, folder);
  try {
    await program.tell('');
    if (isThereFirst) await situation.begin(program);
    await program.tell('begin');
    const isRecorded = way === 'recorded';
    if (isRecorded && !isThereFirst) await recordsAgain(program, situation);
    if (!isThereFirst) await situation.begin(program);
    if (isRecorded) await hasComeAbout(program, situation, lastsMs);
    await situation.end?.(program);
    const hasResumed = situation.end === undefined || !isRecorded || (await recordsAgain(program, situation));
    await program.tell('rest');
    const made = await program.tell('end');
    return { situation, end: await program.end, said: program.said, made, hasResumed };
  } catch (error) {
    program.kill();
    situation.remove();
    throw error;
  }
}

function start(way: string, situation: Situation, variant: Variant, folder: string): ToldProgram {
  const { durability, layout, calls } = variant;
  const { env, ...rest } = situation.start ?? {};
  return new ToldProgram('does-as-told', {
    cwd: folder,
    args: [way, calls],
    env: {
      CALLMONITOR_ROOT: join(situation.home, 'call-monitor'),
      CALLMONITOR_DURABILITY: durability,
      CALLMONITOR_LAYOUT: layout,
      CALLMONITOR_MIN_FREE_BYTES: '0',
      ...env,
    },
    ...rest,
  });
}

/** Waits until calls were made meanwhile, and the program was told if it is to be. */
async function hasComeAbout(program: ToldProgram, { errors = 1 }: Situation, lastsMs: number): Promise<void> {
  const made = await program.tell('');
  await setTimeout(lastsMs);
  await waitUntil(async () => program.said.length >= errors && (await program.tell('')) > made);
}

/** Waits until calls that are made from now on are recorded; `false` if they are not. */
async function recordsAgain(program: ToldProgram, { home }: Situation): Promise<boolean> {
  const made = await program.tell('');
  const isSo = await waitUntil(async () => latestCall(home) > made);
  await setTimeout(WELL_MS);
  return isSo;
}

/** Returns `false` if it does not come to be so. */
async function waitUntil(isSo: () => Promise<boolean>): Promise<boolean> {
  const deadline = performance.now() + MOST_WAITING_MS;
  while (!(await isSo())) {
    if (performance.now() > deadline) return false;
    await setTimeout(25);
  }
  return true;
}
