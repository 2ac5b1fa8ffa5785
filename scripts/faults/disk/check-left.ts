import { readdirSync } from 'node:fs';
import { load } from 'callmonitor';
import { repair } from '../../../src/database/upkeep/repair.js';
import { type VerifyReport, verify } from '../../../src/database/upkeep/verify.js';
import type { ToldEnd } from '../told-program.js';
import { databasesIn, readCalls } from './read-databases.js';
import type { Situation, Variant } from './trouble.js';

/** What a program left. */
export interface Left {
  readonly end: ToldEnd;
  /** What it was told through `diag`. */
  readonly said: readonly string[];
  /** How many calls it made. */
  readonly made: number;
  /** Whether calls were recorded again when all was well. */
  readonly hasResumed: boolean;
}

/** What a trouble came to, with one variant. */
export interface TroubleRun {
  readonly made: number;
  readonly recorded: number;
  readonly dropped: number;
  /** Calls that were deleted with their database, or that nobody could count. */
  readonly missing: number;
  readonly broken: readonly string[];
}

/** Holds what is left against what was promised. */
export function checkLeft(left: Left, situation: Situation, variant: Variant, bare: ToldEnd): TroubleRun {
  const { home, untouched, needsRepair = false } = situation;
  const roots = databasesIn(home);
  const { whole, dropped, wrong } = readCalls(roots, variant.calls === 'arrays');
  const missing = left.made - whole.size - dropped;
  const broken = [
    ...checkEnd(left, bare, situation),
    ...wrong,
    ...checkMissing(missing, situation, `${whole.size} of ${left.made} calls are whole, ${dropped} dropped`),
    ...roots.flatMap((root) => checkDatabase(root, needsRepair)),
  ];
  const added = untouched === undefined ? [] : readdirSync(untouched);
  if (added.length > 0) broken.push(`${added} was written into another folder`);
  return { made: left.made, recorded: whole.size, dropped, missing, broken };
}

function checkEnd({ end, said, hasResumed }: Left, bare: ToldEnd, { errors = 1 }: Situation): string[] {
  const others = (['code', 'signal', 'stdout', 'stderr'] as const)
    .filter((key) => end[key] !== bare[key])
    .map((key) => `${key} was ${JSON.stringify(end[key])}, and bare ${JSON.stringify(bare[key])}`);
  if (said.length !== errors) others.push(`${said.length} errors instead of ${errors}: ${said.join(' | ')}`);
  if (!hasResumed) others.push('nothing was recorded when all was well again');
  return others;
}

function checkMissing(
  missing: number,
  { deleted = [0, 0], mostUncounted = 0, mostOvercounted = 0 }: Situation,
  found: string,
): string[] {
  const [least, most] = [deleted[0] - mostOvercounted, deleted[1] + mostUncounted];
  return missing >= least && missing <= most ? [] : [`${found}: ${missing} missing, not ${least} to ${most}`];
}

function checkDatabase(root: string, needsRepair: boolean): string[] {
  const before = verify(root);
  const broken = before.state === 'closed' && !needsRepair ? checkClosed(root, before) : [];
  repair(root);
  const after = verify(root);
  if (after.dropped < before.dropped) broken.push(`repair of ${root} lost count`);
  return [...broken, ...damageOf(after, 'after repair, ')];
}

function checkClosed(root: string, report: VerifyReport): string[] {
  const { dropped } = load(root).metadata;
  const counts = `${root} has ${dropped} dropped in db.json, ${report.dropped} in its log`;
  return [...(dropped === report.dropped ? [] : [counts]), ...damageOf(report, '')];
}

function damageOf({ path, damage, findings }: VerifyReport, when: string): string[] {
  const first = findings.find(({ severity }) => severity === 'damage');
  return damage === 0 ? [] : [`${when}${path} has ${damage} damages: ${JSON.stringify(first)}`];
}
