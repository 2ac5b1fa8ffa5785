import { readFileSync } from 'node:fs';

/** Worker threads that record, beside the main thread. */
export const WORKERS = 4;
/** Elements of most arrays; these fit into a line of a packed database. */
export const SMALL = 8;
/** Elements of an array that is a sidecar in any layout. */
export const LARGE = 600;

/** The functions whose calls are told of. */
export type CallName = 'measure' | 'outer' | 'inner' | 'settle' | 'fail';
export const CALL_NAMES: readonly CallName[] = ['measure', 'outer', 'inner', 'settle', 'fail'];

/** A call whose body has started. */
export interface ToldCall {
  readonly thread: number;
  readonly name: CallName;
  readonly step: number;
}

/** What a call is called with. */
export function argumentsOf(name: CallName, thread: number, step: number): unknown[] {
  if (name === 'measure') {
    return [thread, step, new Float64Array(step % 8 === 0 ? LARGE : SMALL).fill(step)];
  }
  return name === 'inner' ? [thread, step, { step, tags: ['α', `n${step}`] }] : [thread, step];
}

/** What a call comes back with, if it does. */
export function resultOf(name: CallName, step: number, length = 0): number {
  if (name === 'measure') return step * length;
  return name === 'outer' ? step * 2 + 1 : step * 2;
}

/** The calls that a file tells of, in the order in which their bodies started; of each thread in that of its steps. */
export function readTold(path: string): ToldCall[] {
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => {
    const [thread, name, step] = line.split(' ');
    return { thread: Number(thread), name: name as CallName, step: Number(step) };
  });
}
