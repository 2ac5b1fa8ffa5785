import { isDeepStrictEqual } from 'node:util';
import { type Call, load } from 'callmonitor';
import { getOrAdd } from '../../src/model/get-or-add.js';
import { argumentsOf, CALL_NAMES, type CallName, resultOf, type ToldCall } from './told-calls.js';

/** What databases may lack, and no promise is broken. */
export interface Allowances {
  /** The last calls of a thread. */
  readonly lastCalls?: boolean;
  /** The ends of calls. */
  readonly ends?: boolean;
}

/** What databases hold, beside what a program told. */
export interface RecordedCheck {
  /** Calls whose bodies had started. */
  readonly told: number;
  /** Those of them that no database has. */
  readonly lost: number;
  readonly broken: readonly string[];
}

/**
 * Reads every call of every database and compares it with what was told: each thread's database must hold the calls
 * that the thread told of, in that order, and perhaps one more, which was recorded and had no time to say so.
 */
export function checkRecorded(
  roots: readonly string[],
  told: readonly ToldCall[],
  { lastCalls = false, ends = false }: Allowances = {},
): RecordedCheck {
  const toldOf = byThread(told);
  const broken: string[] = [];
  let lost = 0;
  for (const root of roots) {
    const calls = readCalls(root, broken);
    const [first] = calls;
    if (first === undefined) continue;
    const toldHere = toldOf.get(first.thread) ?? [];
    compareOrder(root, calls, toldHere, broken);
    if (!ends) compareEnds(root, calls, toldHere, broken);
    lost += Math.max(toldHere.length - calls.length, 0);
    toldOf.delete(first.thread);
  }
  for (const calls of toldOf.values()) lost += calls.length;
  if (lost > 0 && !lastCalls) broken.push(`${lost} of ${told.length} calls that had started are not there`);
  return { told: told.length, lost, broken };
}

function byThread(told: readonly ToldCall[]): Map<number, ToldCall[]> {
  const threads = new Map<number, ToldCall[]>();
  for (const call of told) getOrAdd(threads, call.thread, () => []).push(call);
  return threads;
}

function readCalls(root: string, broken: string[]): ToldCall[] {
  const calls: ToldCall[] = [];
  try {
    const db = load(root);
    for (const call of db) {
      // Named one by one, functions have the name of their module before their own.
      const name = call.function.split('.').at(-1) as CallName;
      const [thread, step] = call.args as [number, number];
      const problem = problemOf(call, name, thread, step);
      if (problem !== undefined) broken.push(`${root}, ${call.location}: ${problem}`);
      calls.push({ thread, name, step, hasEnded: call.outputLine !== undefined });
    }
    if (db.damaged > 0) broken.push(`${root}: ${db.damaged} lines are damaged`);
  } catch (error) {
    broken.push(`${root} does not load: ${error}`);
  }
  return calls;
}

/** Functions that may throw. */
const THROWING: readonly CallName[] = ['fail', 'reject', 'end'];

function problemOf(call: Call, name: CallName, thread: number, step: number): string | undefined {
  if (!CALL_NAMES.includes(name)) return 'no such function';
  if (!isDeepStrictEqual(call.args, argumentsOf(name, thread, step))) return 'other arguments';
  if (call.status === 'error' && !THROWING.includes(name)) return 'ended with an error';
  if (call.status === 'ok' && call.result !== resultOf(name, step)) return `another result, ${call.result}`;
  return undefined;
}

function compareOrder(
  root: string,
  calls: readonly ToldCall[],
  told: readonly ToldCall[],
  broken: string[],
): void {
  const differs = calls.findIndex((call, at) => told[at] !== undefined && text(call) !== text(told[at]));
  if (differs !== -1)
    broken.push(
      `${root}: call ${differs + 1} is ${text(calls[differs])}, and was ${text(told[differs])} to the program`,
    );
  if (calls.length > told.length + 1)
    broken.push(`${root}: ${calls.length} calls, and ${told.length} had started`);
}

/** The last call that ended may have been about to be written. */
function compareEnds(
  root: string,
  calls: readonly ToldCall[],
  told: readonly ToldCall[],
  broken: string[],
): void {
  const without = calls.filter((call, at) => !call.hasEnded && told[at]?.hasEnded);
  if (without.length > 1) broken.push(`${root}: the ends of ${without.length} calls are not there`);
}

function text(call: ToldCall | undefined): string {
  return call === undefined ? 'none' : `${call.name} ${call.step} of thread ${call.thread}`;
}
