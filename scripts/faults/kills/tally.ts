import type { UpkeepCheck } from '../check-upkeep.js';
import type { RecordingWay } from '../recording-way.js';
import type { RunCheck } from './run-chain.js';

/** Sums of what the checks of many killed programs came to. */
export class Tally {
  readonly broken: string[] = [];
  kills = 0;
  /** Kills before a call had started. */
  early = 0;
  databases = 0;
  claimed = 0;
  viewFiles = 0;
  leftovers = 0;
  /** Where nothing may be lost. */
  readonly kept = { told: 0, lost: 0 };
  /** Where the last batch may be. */
  readonly batched = { told: 0, lost: 0 };

  add(way: RecordingWay, what: string, check: RunCheck): void {
    this.kills++;
    if (check.told === 0) this.early++;
    this.databases += check.databases;
    this.claimed += check.claimed;
    const calls = way.durability === 'batch' ? this.batched : this.kept;
    calls.told += check.told;
    calls.lost += check.lost;
    this.#tell(way, what, check.broken);
    this.addSettled(way, check.before);
  }

  addSettled(way: RecordingWay, { viewFiles, leftovers, broken }: UpkeepCheck): void {
    this.viewFiles += viewFiles;
    this.leftovers += leftovers;
    this.#tell(way, 'afterwards', broken);
  }

  #tell({ durability, layout }: RecordingWay, what: string, broken: readonly string[]): void {
    for (const text of broken) this.broken.push(`${durability}, ${layout}, ${what}: ${text}`);
  }
}
