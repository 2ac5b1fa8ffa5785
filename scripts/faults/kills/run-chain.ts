import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isDatabase } from '../../../src/database/find-databases.js';
import { checkRecorded } from '../check-recorded.js';
import { checkUpkeep, type UpkeepCheck } from '../check-upkeep.js';
import type { RecordingWay } from '../recording-way.js';
import { type ProgramEnd, startProgram } from '../run-program.js';
import { readTold } from '../told-calls.js';
import { treeDigest } from '../tree-digest.js';

/** What became of one run. */
export interface RunCheck {
  /** Calls whose bodies had started, and those of them that are not in the databases. */
  readonly told: number;
  readonly lost: number;
  /** Databases, and directories that were claimed for one and hold none. */
  readonly databases: number;
  readonly claimed: number;
  readonly broken: readonly string[];
  /** What became of what the run before had left. */
  readonly before: UpkeepCheck;
}

/** When a program is killed: so many milliseconds after so many of its threads have begun their first call. */
export interface Moment {
  /** 0: after its start. */
  readonly threads: number;
  readonly ms: number;
}

/**
 * Runs of one program in one folder, one after the other. What a run left is repaired only after the next, which is
 * to find other names and to leave it alone.
 */
export class RunChain {
  readonly way: RecordingWay;
  readonly #folder: string;
  /** What each database came to that is not settled yet. */
  readonly #digests = new Map<string, string>();
  /** Directories that were claimed and hold no database: they stay. */
  readonly #claimed = new Set<string>();
  #runs = 0;

  constructor(folder: string, way: RecordingWay) {
    this.#folder = folder;
    this.way = way;
  }

  /** Runs the program until it is killed. */
  run({ threads, ms }: Moment): Promise<ProgramEnd> {
    this.#runs++;
    let begun = 0;
    const { child, end } = startProgram('telling-threads', {
      cwd: this.#folder,
      args: [this.#toldName],
      env: { CALLMONITOR_DURABILITY: this.way.durability, CALLMONITOR_LAYOUT: this.way.layout },
      onOutput: (text) => {
        const before = begun;
        begun += text.length;
        if (before < threads && begun >= threads) killLater();
      },
    });
    const killLater = () => setTimeout(() => child.kill('SIGKILL'), ms);
    if (threads === 0) killLater();
    return end;
  }

  /** Looks at what the last run left, and settles what the one before had left. */
  check({ signal, code, stderr }: ProgramEnd): RunCheck {
    const roots = this.#roots().filter((root) => !this.#digests.has(root) && !this.#claimed.has(root));
    const databases = roots.filter(isDatabase);
    const claimed = roots.filter((root) => !isDatabase(root));
    const before = this.settle();
    const toldPath = join(this.#folder, this.#toldName);
    const told = existsSync(toldPath) ? readTold(toldPath) : [];
    const recorded = checkRecorded(databases, told, {
      lastCalls: this.way.durability === 'batch',
      ends: true,
    });
    const broken = [...recorded.broken];
    if (signal !== 'SIGKILL') broken.push(`the program ended by itself, with ${signal ?? code}`);
    if (stderr !== '') broken.push(`the program said ${stderr}`);
    for (const root of databases) this.#digests.set(root, treeDigest(root));
    for (const root of claimed) this.#claimed.add(root);
    broken.push(...claimed.filter(holdsMore).map((root) => `${root} holds something, and is no database`));
    return { ...recorded, databases: databases.length, claimed: claimed.length, broken, before };
  }

  /** The databases of the run before: untouched since, in order after a repair; and then gone. */
  settle(): UpkeepCheck {
    const broken: string[] = [];
    const settled = { viewFiles: 0, leftovers: 0, broken };
    for (const [root, digest] of this.#digests) {
      const isTouched = treeDigest(root) !== digest;
      const upkeep = checkUpkeep(root, this.way.layout);
      settled.viewFiles += upkeep.viewFiles;
      settled.leftovers += upkeep.leftovers;
      broken.push(...upkeep.broken);
      if (isTouched) broken.push(`${root} was touched by the run after it`);
      else if (upkeep.broken.length === 0) rmSync(root, { recursive: true });
    }
    this.#digests.clear();
    return settled;
  }

  get #toldName(): string {
    return `told-${this.#runs}`;
  }

  #roots(): string[] {
    const names = readdirSync(this.#folder).filter((name) => name.startsWith('call-monitor'));
    return names.map((name) => join(this.#folder, name));
  }
}

/** Whether there is more than a summary that is not in its place yet. */
function holdsMore(root: string): boolean {
  return readdirSync(root).some((name) => !name.endsWith('.tmp'));
}
