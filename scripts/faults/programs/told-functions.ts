import { openSync, writeSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { argumentsOf, type CallName, resultOf, toldLine } from '../told-calls.js';

/** Something that is to happen within a call. */
type Action = () => void;

/** Functions that tell of each call, from within its body, in a file: of one thread. */
export interface ToldFunctions {
  /** Five calls: with an array, nested ones, one that is not over when the round is, one that throws. */
  recordRound(step: number): void;
  /** A call in which something happens. */
  callDoing(step: number, action: Action): void;
  /** A call that rejects, and nobody handles it. */
  callRejecting(step: number): void;
}

/** @param wrap intercepts each function, or leaves it as it is */
export function toldFunctions(
  path: string,
  thread: number,
  wrap: <Fn extends (thread: number, step: number, ...rest: never[]) => unknown>(fn: Fn) => Fn,
): ToldFunctions {
  const file = openSync(path, 'a');
  const starts = (name: CallName, step: number) => writeSync(file, toldLine(thread, name, step, 'starts'));
  const ends = (name: CallName, step: number) => writeSync(file, toldLine(thread, name, step, 'ends'));
  let action: Action = () => {};

  const measure = wrap(function measure(_thread: number, step: number, _values: Float64Array): number {
    starts('measure', step);
    ends('measure', step);
    return resultOf('measure', step);
  });
  const inner = wrap(function inner(_thread: number, step: number, _order: object): number {
    starts('inner', step);
    ends('inner', step);
    return resultOf('inner', step);
  });
  const outer = wrap(function outer(_thread: number, step: number): number {
    starts('outer', step);
    inner(thread, step, argumentsOf('inner', thread, step)[2] as object);
    ends('outer', step);
    return resultOf('outer', step);
  });
  const settle = wrap(async function settle(_thread: number, step: number): Promise<number> {
    starts('settle', step);
    await setTimeout(step % 3);
    return resultOf('settle', step);
  });
  const fail = wrap(function fail(_thread: number, step: number): never {
    starts('fail', step);
    ends('fail', step);
    throw new Error(`failed at ${step}`);
  });
  const reject = wrap(async function reject(_thread: number, step: number): Promise<never> {
    starts('reject', step);
    await undefined;
    throw new Error('nobody handles this');
  });
  const end = wrap(function end(_thread: number, step: number): number {
    starts('end', step);
    action();
    ends('end', step);
    return resultOf('end', step);
  });

  return {
    recordRound(step) {
      measure(thread, step, argumentsOf('measure', thread, step)[2] as Float64Array);
      outer(thread, step);
      void settle(thread, step);
      try {
        fail(thread, step);
      } catch {}
    },
    callDoing(step, what) {
      action = what;
      end(thread, step);
    },
    callRejecting: (step) => void reject(thread, step),
  };
}
