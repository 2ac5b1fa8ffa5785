import { types } from 'node:util';
import { isClass } from '../capture/own-data.js';
import { clearTimeout, setTimeout } from '../model/timers.js';

/** A function or class to be called again. */
export type ReplayedFunction =
  | ((this: never, ...args: never[]) => unknown)
  | (abstract new (
      ...args: never[]
    ) => unknown);

/** How a call is made again. */
export interface Drive {
  readonly receiver: unknown;
  readonly args: readonly unknown[];
  /** Whether the caller of a generator stopped it early: so is this one, after its first step. */
  readonly isStoppedEarly: boolean;
  /** How long a promise may take, in milliseconds; `undefined`: as long as it likes. */
  readonly timeoutMs: number | undefined;
}

/** How it ended. */
export type DrivenOutcome =
  | { readonly status: 'ok'; readonly result: unknown }
  | { readonly status: 'error'; readonly error: unknown }
  | { readonly status: 'yielded' }
  | { readonly status: 'timeout' };

type Step = IteratorResult<unknown>;

/**
 * Calls a function as the recorder saw it called: a class is constructed, a promise awaited, a generator driven to its
 * end. The outcome is a promise only where the function's is. Nothing that the function throws is thrown.
 */
export function driveCall(fn: ReplayedFunction, drive: Drive): DrivenOutcome | Promise<DrivenOutcome> {
  const { timeoutMs } = drive;
  const run = () => call(fn, drive);
  if (types.isGeneratorFunction(fn)) {
    return types.isAsyncFunction(fn)
      ? within(timeoutMs, driveAsyncGenerator(run, drive))
      : settle(() => driveGenerator(run() as Generator, drive));
  }
  const outcome = settle(() => ({ status: 'ok', result: run() }));
  if (outcome.status !== 'ok' || !types.isPromise(outcome.result)) return outcome;
  return within(timeoutMs, outcome.result.then(succeeded, failed));
}

function call(fn: ReplayedFunction, { receiver, args }: Drive): unknown {
  const callable = fn as new (...args: readonly unknown[]) => unknown; // what it is, its caller said
  return isClass(fn) ? Reflect.construct(callable, args) : Reflect.apply(callable, receiver, args);
}

function settle(run: () => DrivenOutcome): DrivenOutcome {
  try {
    return run();
  } catch (error) {
    return failed(error);
  }
}

function driveGenerator(generator: Generator, { isStoppedEarly }: Drive): DrivenOutcome {
  let step: Step = generator.next();
  if (isStoppedEarly) {
    generator.return(undefined);
    return { status: 'yielded' };
  }
  while (!step.done) step = generator.next();
  return succeeded(step.value);
}

async function driveAsyncGenerator(run: () => unknown, { isStoppedEarly }: Drive): Promise<DrivenOutcome> {
  try {
    const generator = run() as AsyncGenerator;
    let step: Step = await generator.next();
    if (isStoppedEarly) {
      await generator.return(undefined);
      return { status: 'yielded' };
    }
    while (!step.done) step = await generator.next();
    return succeeded(step.value);
  } catch (error) {
    return failed(error);
  }
}

function within(timeoutMs: number | undefined, outcome: Promise<DrivenOutcome>): Promise<DrivenOutcome> {
  if (timeoutMs === undefined) return outcome;
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve({ status: 'timeout' }), timeoutMs);
    void outcome.then((ended) => {
      clearTimeout(timer);
      resolve(ended);
    });
  });
}

function succeeded(result: unknown): DrivenOutcome {
  return { status: 'ok', result };
}

function failed(error: unknown): DrivenOutcome {
  return { status: 'error', error };
}
