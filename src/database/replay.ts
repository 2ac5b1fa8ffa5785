import { types } from 'node:util';
import { StandInClasses } from '../capture/stand-in-classes.js';
import { Comparison, type ComparisonOptions } from '../comparison/compare-values.js';
import type { Difference } from '../comparison/difference.js';
import { NotReplayableError, ReplayTimeoutError } from '../model/errors.js';
import { originalOf } from '../model/originals.js';
import type { Call } from './call.js';
import { type DrivenOutcome, driveCall, type ReplayedFunction } from './drive-call.js';

/** How a call is made again, and what counts as the same outcome. */
export interface ReplayOptions extends ComparisonOptions {
  /** What the function is called on, in place of the recorded `this`: a module, a class, a mesh. */
  readonly receiver?: unknown;
  /** Milliseconds that a promise may take to settle; default: no limit. A synchronous function cannot be stopped. */
  readonly timeoutMs?: number;
}

/** What came of calling a function again with what was recorded. */
export interface Replay {
  /** The recorded call. */
  readonly call: Call;
  /** How it ended today. */
  readonly status: 'ok' | 'error' | 'yielded';
  /** What the function returned today. */
  readonly result?: unknown;
  /** What it threw today. */
  readonly error?: unknown;
  /** Whether nothing differs from what was recorded. */
  readonly same: boolean;
  /** In what the outcomes differ: the first 20, unless `maxDifferences` says otherwise. */
  readonly diff: readonly Difference[];
  /** How many differences there are. */
  readonly differing: number;
  /** How many values were not captured, so that nobody can tell. */
  readonly notCompared: number;
  /** What the function changed in its arguments and receiver: `args[0][3]`, `this.count`. */
  readonly mutated: readonly string[];
}

/** What `db.replay` returns: for a function that returns a promise, or an async generator, a promise. */
export type ReplayOf<F> = F extends (this: never, ...args: never[]) => infer Returned
  ? [Returned] extends [never]
    ? Replay
    : Returned extends PromiseLike<unknown> | AsyncGenerator
      ? Promise<Replay>
      : Replay
  : Replay;

/**
 * Calls a function with the arguments of a recorded call and compares the outcome. Of an intercepted function the
 * original is called, so that this call is not recorded; those that it calls are, as ever.
 * @throws NotReplayableError where values of the call, or its outcome, were not recorded, ReplayTimeoutError
 */
export function replayCall(
  call: Call,
  fn: ReplayedFunction,
  options: ReplayOptions = {},
): Replay | Promise<Replay> {
  const standIns = new StandInClasses();
  const [recorded, live] = [call.anew({ standIns }), call.anew({ standIns })];
  const why = obstaclesTo(recorded, live, { standIns, hasReceiver: 'receiver' in options });
  if (why.length > 0)
    throw new NotReplayableError(`${call.location} cannot be replayed: ${why.join(', ')}`, why);
  const args = live.arguments;
  const outcome = driveCall((originalOf(fn) ?? fn) as ReplayedFunction, {
    receiver: 'receiver' in options ? options.receiver : live.this,
    args,
    isStoppedEarly: recorded.status === 'yielded',
    timeoutMs: options.timeoutMs,
  });
  const finish = (ended: DrivenOutcome) => report({ call, recorded, live, args }, ended, options);
  return types.isPromise(outcome) ? outcome.then(finish) : finish(outcome);
}

interface Replayed {
  readonly call: Call;
  /** Two revivals of it: what it was, and what the function was given. */
  readonly recorded: Call;
  readonly live: Call;
  readonly args: readonly unknown[];
}

function report(
  { call, recorded, live, args }: Replayed,
  outcome: DrivenOutcome,
  options: ReplayOptions,
): Replay {
  if (outcome.status === 'timeout') {
    throw new ReplayTimeoutError(`Expected ${call.location} to settle within ${options.timeoutMs} ms`);
  }
  const found = new Comparison(options);
  compareOutcome(found, recorded, outcome);
  if (recorded.argsAfter !== undefined) {
    const after = new Comparison(options).compare('args_after', recorded.argsAfter, args);
    found.add(after);
  }
  return {
    call,
    ...outcome,
    same: found.same,
    diff: found.differences,
    differing: found.differing,
    notCompared: found.notCompared,
    mutated: mutationsOf(recorded, live),
  };
}

function compareOutcome(
  found: Comparison,
  recorded: Call,
  outcome: Exclude<DrivenOutcome, { status: 'timeout' }>,
): void {
  const { status } = recorded;
  if (status === 'yielded' && outcome.status !== 'error') return;
  if (status !== outcome.status) {
    const actual =
      outcome.status === 'error' ? outcome.error : outcome.status === 'ok' ? outcome.result : undefined;
    found.addOutcome(status === 'error' ? 'error' : 'result', outcomeOf(recorded), actual);
  } else if (outcome.status === 'error') found.compare('error', recorded.error, outcome.error);
  else if (outcome.status === 'ok') {
    if (recorded.hasResult) found.compare('result', recorded.result, outcome.result);
    else found.skip('result: not recorded');
  }
}

function outcomeOf({ status, error, result }: Call): unknown {
  return status === 'error' ? error : result;
}

function mutationsOf(before: Call, after: Call): string[] {
  const found = compareInputs(before, after);
  return found.differences.map(({ path }) => path);
}

function compareInputs(before: Call, after: Call): Comparison {
  return new Comparison({})
    .compare('this', before.this, after.this)
    .compare('args', before.args, after.args)
    .compare('kwargs', before.kwargs, after.kwargs);
}

interface Circumstances {
  readonly standIns: StandInClasses;
  readonly hasReceiver: boolean;
}

/** Why a call cannot be made again; two revivals of it only differ in what did not come back. */
function obstaclesTo(recorded: Call, live: Call, { standIns, hasReceiver }: Circumstances): string[] {
  if (recorded.outputLine === undefined)
    return ['it never came back, so that there is nothing to compare with'];
  const ofReceiver = (why: string) => /^\/?this\b/.test(why);
  const lost = compareInputs(recorded, live).notComparedAt.filter((why) => !(hasReceiver && ofReceiver(why)));
  if (lost.length > 0) return lost;
  const { ok, why } = recorded.replayable;
  if (!ok && (why.length === 0 || !(hasReceiver && why.every(ofReceiver))))
    return [...why, ...(why.length === 0 ? ['no reason was recorded'] : [])];
  const stranger = hasReceiver ? undefined : standIns.classNameOf(live.this);
  return stranger === undefined ? [] : [`this: the class ${stranger} is not known`];
}
