import { isDeepStrictEqual } from 'node:util';
import { type Call, load } from 'callmonitor';
import { getOrAdd } from '../../../src/model/get-or-add.js';
import {
  argumentsOf,
  CALL_NAMES,
  type CallName,
  LARGE,
  resultOf,
  SMALL,
  type ToldCall,
} from './told-calls.js';

/** What the databases of a killed program hold, beside what it told. */
export interface RecordedCheck {
  /** Calls whose bodies had started. */
  readonly told: number;
  /** Those of them that no database has. */
  readonly lost: number;
  readonly broken: readonly string[];
}

/**
 * Reads every call of every database and compares it with what was told: each thread's database must hold the calls
 * that the thread told of, in that order; perhaps one more, which was recorded and had no time to say so; and fewer
 * at the end only where `mayLoseLast`.
 */
export function checkRecorded(
  roots: readonly string[],
  told: readonly ToldCall[],
  mayLoseLast: boolean,
): RecordedCheck {
  const toldOf = byThread(told);
  const broken: string[] = [];
  let lost = 0;
  for (const root of roots) {
    const calls = readCalls(root, broken);
    const [first] = calls;
    if (first === undefined) continue;
    const { thread } = first;
    compareOrder(root, calls, toldOf.get(thread) ?? [], broken);
    lost += Math.max((toldOf.get(thread)?.length ?? 0) - calls.length, 0);
    toldOf.delete(thread);
  }
  for (const calls of toldOf.values()) lost += calls.length;
  if (lost > 0 && !mayLoseLast) broken.push(`${lost} of ${told.length} calls that had started are not there`);
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
      const problem = problemOf(call);
      if (problem !== undefined) broken.push(`${root}, ${call.location}: ${problem}`);
      const [thread, step] = call.args as [number, number];
      calls.push({ thread, name: call.function as CallName, step });
    }
    if (db.damaged > 0) broken.push(`${root}: ${db.damaged} lines are damaged`);
  } catch (error) {
    broken.push(`${root} does not load: ${error}`);
  }
  return calls;
}

function problemOf(call: Call): string | undefined {
  const name = CALL_NAMES.find((each) => each === call.function);
  if (name === undefined) return 'no such function';
  const [thread, step] = call.args as [number, number];
  if (!isDeepStrictEqual(call.args, argumentsOf(name, thread, step))) return 'other arguments';
  if (name === 'fail' ? call.status === 'ok' : call.status === 'error') return `ended as ${call.status}`;
  if (call.status === 'ok' && call.result !== resultOf(name, step, step % 8 === 0 ? LARGE : SMALL))
    return `another result, ${call.result}`;
  return undefined;
}

function compareOrder(
  root: string,
  calls: readonly ToldCall[],
  told: readonly ToldCall[],
  broken: string[],
): void {
  const differs = calls.findIndex((call, at) => told[at] !== undefined && !isDeepStrictEqual(call, told[at]));
  if (differs !== -1)
    broken.push(
      `${root}: call ${differs + 1} is ${text(calls[differs])}, and was ${text(told[differs])} to the program`,
    );
  if (calls.length > told.length + 1)
    broken.push(`${root}: ${calls.length} calls, and ${told.length} had started`);
}

function text(call: ToldCall | undefined): string {
  return call === undefined ? 'none' : `${call.name} ${call.step} of thread ${call.thread}`;
}
