import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Fault, FaultContext, FaultReport } from '../fault.js';
import { ATTACKS } from './attacks.js';
import { type PoolEnd, READERS, readInPool } from './reader-pool.js';

const RECORD = fileURLToPath(new URL('../programs/record-varied.js', import.meta.url));
const LAYOUTS = ['folders', 'packed'];
const MUTATIONS = 100_000;
const QUICK_MUTATIONS = 150;
/** The quick form takes every so many of the attacks. */
const QUICK_STEP = 32;
const MOST_BYTES = 2 ** 30;

/** Damages databases in every way, and reads them. */
export const databases: Fault = {
  name: 'databases',
  title: 'hostile databases are read, repaired and exported',

  async run(context) {
    const folder = folderFor(context);
    try {
      return await damage(context, folder);
    } finally {
      if (folder !== context.folder) rmSync(folder, { recursive: true });
    }
  },
};

async function damage(context: FaultContext, folder: string): Promise<FaultReport> {
  const { isQuick, seed, tell } = context;
  const subjects = await Promise.all(LAYOUTS.map((layout) => record(folder, layout)));
  const task = { subjects, seed, kept: context.folder };
  const step = isQuick ? QUICK_STEP : 1;
  const attacks = await readInPool(
    { ...task, kind: 'attacks', from: seed % step, to: ATTACKS.length, step },
    folder,
    (tried) => tell(`attack ${tried}`),
  );
  const to = isQuick ? QUICK_MUTATIONS : MUTATIONS;
  const mutations = await readInPool({ ...task, kind: 'mutations', from: 0, to, step: 1 }, folder, (tried) =>
    tell(`mutation ${tried} of ${to}`),
  );
  return reportOf(attacks, mutations);
}

/** Records a database with all that there can be in one. */
async function record(folder: string, layout: string): Promise<string> {
  const root = join(folder, layout);
  await promisify(execFile)(process.execPath, [RECORD, root, layout], { cwd: folder });
  return root;
}

function reportOf(attacks: PoolEnd, mutations: PoolEnd): FaultReport {
  const peakBytes = Math.max(attacks.peakBytes, mutations.peakBytes);
  const broken = [...attacks.broken, ...mutations.broken];
  const isTooMuch = peakBytes > MOST_BYTES;
  const aSecond = (mutations.tried / mutations.seconds).toFixed(1);
  return {
    tried: `${mutations.tried} mutations, ${attacks.tried} attacks`,
    lost: broken.length === 0 ? 'no undamaged call' : 'see below',
    broken: isTooMuch ? [...broken, `a reader took ${megabytes(peakBytes)} of memory`] : broken,
    notes: [
      `${aSecond} mutations a second by ${READERS} readers; a reader took at most ${megabytes(peakBytes)} of memory`,
    ],
  };
}

/** Millions of files are made: in memory, where there is such a file system. */
function folderFor({ folder }: FaultContext): string {
  return existsSync('/dev/shm') ? mkdtempSync('/dev/shm/callmonitor-databases-') : folder;
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20)} MB`;
}
