import { readFileSync } from 'node:fs';

/** Elements of most arrays; these fit into a line of a packed database. */
const SMALL = 8;
/** Elements of an array that is a sidecar in any layout. */
const LARGE = 600;

/** The functions whose calls are told of. */
export const CALL_NAMES = ['measure', 'outer', 'inner', 'settle', 'fail', 'reject', 'end'] as const;
export type CallName = (typeof CALL_NAMES)[number];

/** A call whose body has started. */
export interface ToldCall {
  readonly thread: number;
  readonly name: CallName;
  readonly step: number;
  /** Whether its body was about to return or throw. */
  hasEnded: boolean;
}

/** What a call is called with. */
export function argumentsOf(name: CallName, thread: number, step: number): unknown[] {
  if (name === 'measure') return [thread, step, new Float64Array(sizeAt(step)).fill(step)];
  return name === 'inner' ? [thread, step, { step, tags: ['α', `n${step}`] }] : [thread, step];
}

/** What a call comes back with, if it does. */
export function resultOf(name: CallName, step: number): number {
  if (name === 'measure') return step * sizeAt(step);
  return name === 'outer' ? step * 2 + 1 : step * 2;
}

/** The line by which a call tells of itself. */
export function toldLine(thread: number, name: CallName, step: number, what: 'starts' | 'ends'): string {
  return `${thread} ${name} ${step} ${what}\n`;
}

/** The calls that a file tells of, in the order in which their bodies started; of each thread in that of its steps. */
export function readTold(path: string): ToldCall[] {
  const calls = new Map<string, ToldCall>();
  for (const line of readFileSync(path, 'utf8').split('\n').slice(0, -1)) {
    const [thread, name, step, what] = line.split(' ');
    const key = `${thread} ${name} ${step}`;
    const call = calls.get(key);
    if (call !== undefined) call.hasEnded = what === 'ends';
    else
      calls.set(key, {
        thread: Number(thread),
        name: name as CallName,
        step: Number(step),
        hasEnded: false,
      });
  }
  return [...calls.values()];
}

function sizeAt(step: number): number {
  return step % 8 === 0 ? LARGE : SMALL;
}
