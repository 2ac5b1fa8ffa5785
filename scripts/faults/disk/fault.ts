import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import type { Fault, FaultContext, FaultReport } from '../fault.js';
import { ACCESS_TROUBLES } from './access-troubles.js';
import type { TroubleRun } from './check-left.js';
import { DESCRIPTOR_TROUBLES } from './descriptor-troubles.js';
import { PLACE_TROUBLES } from './place-troubles.js';
import { runBare, runRecorded } from './run-trouble.js';
import { SPACE_TROUBLES } from './space-troubles.js';
import { NotPossibleHere } from './system-command.js';
import type { Trouble } from './trouble.js';
import { nameOf } from './variants.js';

/** A disk that cannot be written to: the program goes on, what is lost is counted, recording resumes. */
export const disk: Fault = {
  name: 'disk',
  title: 'a disk that fails while calls are recorded',
  run: runAll,
};

const TROUBLES = [...SPACE_TROUBLES, ...ACCESS_TROUBLES, ...PLACE_TROUBLES, ...DESCRIPTOR_TROUBLES];
/** Most of the time is spent waiting. */
const AT_ONCE = 2;
/** What has no way to be made here without FUSE, or without a package of its own. */
const NOT_TRIED =
  "not tried: a user's quota (EDQUOT), for which setquota would be needed; it is dealt with as a full disk is";

async function runAll(context: FaultContext): Promise<FaultReport> {
  chmodSync(context.folder, 0o711); // some programs run as another user
  const tally = new Tally();
  const waiting = TROUBLES.filter(({ isInShortForm }) => isInShortForm || !context.isQuick);
  const total = waiting.length;
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      context.tell(`${total - waiting.length} of ${total}, ${next.name}`);
      await runEach(next, context, tally);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return tally.report();
}

async function runEach(trouble: Trouble, { folder, isQuick }: FaultContext, tally: Tally): Promise<void> {
  const variants = isQuick ? trouble.variants.slice(0, 1) : trouble.variants;
  const own = join(folder, trouble.name.replaceAll(/\W/g, '-'));
  try {
    const bare = runBare(trouble, `${own}-bare`);
    for (const variant of variants) {
      const name = `${trouble.name}, ${nameOf(variant)}`;
      const place = `${own}-${nameOf(variant).replaceAll(' ', '-')}`;
      tally.add(name, await runRecorded(trouble, variant, place, bare));
    }
  } catch (error) {
    if (error instanceof NotPossibleHere)
      tally.notes.push(`not tried here: ${trouble.name}: ${error.message}`);
    else tally.broken.push(`${trouble.name}: ${error instanceof Error ? error.stack : error}`);
  }
}

class Tally {
  readonly broken: string[] = [];
  readonly notes: string[] = [];
  #runs = 0;
  #made = 0;
  #recorded = 0;
  #dropped = 0;
  #missing = 0;

  add(name: string, run: TroubleRun): void {
    this.#runs++;
    this.#made += run.made;
    this.#recorded += run.recorded;
    this.#dropped += run.dropped;
    this.#missing += run.missing;
    this.broken.push(...run.broken.map((what) => `${name}: ${what}`));
  }

  report(): FaultReport {
    const made = `${this.#made} calls: ${this.#recorded} recorded, ${this.#dropped} dropped and counted`;
    const rest = `${this.#missing} deleted with their database, or made where no database could be begun`;
    return {
      tried: `${this.#runs} troubles`,
      lost: `${this.broken.length === 0 ? 0 : 'some'} of ${this.#made} calls uncounted`,
      broken: this.broken,
      notes: [`${made}, ${rest}`, NOT_TRIED, ...this.notes],
    };
  }
}
