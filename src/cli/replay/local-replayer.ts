import type { Call } from '../../database/call.js';
import type { DB } from '../../database/db.js';
import { load } from '../../database/load.js';
import { type Replay, replayCall } from '../../database/replay.js';
import { NotReplayableError, RecordNotFoundError, ReplayTimeoutError } from '../../model/errors.js';
import { reportDifference } from '../difference-report.js';
import { durationText } from '../time-text.js';
import {
  type CallReport,
  type ReplayedName,
  type Replayer,
  type ReplaySetup,
  withoutOutcome,
} from './call-report.js';
import {
  classesOf,
  describeMissing,
  type FoundFunction,
  findFunction,
  loadModule,
  type ModuleExports,
} from './module-exports.js';

/** What V8 says where an object has not the private members of its class: a recording has none of these. */
const PRIVATE =
  /^(?:Cannot (?:read|write) private member|Receiver must be |Object must be an instance of class)/;

/** Makes calls again in this process. */
export class LocalReplayer implements Replayer {
  readonly #db: DB;
  readonly #module: ModuleExports;
  readonly #setup: ReplaySetup;

  private constructor(db: DB, module: ModuleExports, setup: ReplaySetup) {
    this.#db = db;
    this.#module = module;
    this.#setup = setup;
  }

  /** Loads today's code, with nothing recorded of what it does. @throws UsageError where it cannot be loaded */
  static async open(setup: ReplaySetup): Promise<LocalReplayer> {
    process.env['CALLMONITOR_ENABLED'] = 'false';
    const module = await loadModule(setup.module);
    const others = await Promise.all(setup.classes.map(loadModule));
    const db = load(setup.root, { classes: [module, ...others].flatMap(classesOf) });
    return new LocalReplayer(db, module, setup);
  }

  obstacle({ exportName }: ReplayedName): Promise<string | undefined> {
    const isFound = findFunction(this.#module, exportName) !== undefined;
    return Promise.resolve(isFound ? undefined : describeMissing(this.#module, exportName));
  }

  async replay({ function: name, exportName }: ReplayedName, invocation: number): Promise<CallReport> {
    const found = findFunction(this.#module, exportName);
    if (found === undefined)
      return withoutOutcome(name, invocation, 'impossible', describeMissing(this.#module, exportName));
    try {
      const replay = await this.#replay(this.#db.call(name, invocation), found);
      return (
        reportOf(replay) ??
        withoutOutcome(name, invocation, 'impossible', 'this: private members are not recorded')
      );
    } catch (error) {
      return this.#reportFailure(name, invocation, error);
    }
  }

  close(): void {}

  async #replay(call: Call, found: FoundFunction): Promise<Replay> {
    const { rtol = 0, atol = 0, timeoutMs } = this.#setup;
    return await replayCall(call, found.fn, { rtol, atol, timeoutMs, ...receiverOf(call, found) });
  }

  #reportFailure(name: string, invocation: number, error: unknown): CallReport {
    if (error instanceof NotReplayableError)
      return withoutOutcome(name, invocation, 'impossible', error.why.join(', '));
    if (error instanceof RecordNotFoundError)
      return withoutOutcome(name, invocation, 'impossible', error.message);
    if (!(error instanceof ReplayTimeoutError)) throw error;
    return withoutOutcome(
      name,
      invocation,
      'failed',
      `took longer than ${durationText(this.#setup.timeoutMs * 1e6)}`,
    );
  }
}

/**
 * A method needs the recorded receiver. What a module or class itself was called on does not come back, but is there.
 * @throws NotReplayableError for a method without its receiver
 */
function receiverOf(call: Call, { holder }: FoundFunction): { receiver?: unknown } {
  const isRecorded = call.inputLine.this !== undefined;
  if (holder === undefined && !isRecorded) throw new NotReplayableError('', ['this: not recorded']);
  if (holder === undefined || (!isRecorded && typeof holder !== 'function')) return {};
  const comesBack = isRecorded && call.replayable.why.every((why) => !why.startsWith('/this'));
  return comesBack ? {} : { receiver: holder };
}

/** `undefined` where the call failed for want of private members. */
function reportOf({
  call,
  same,
  diff,
  differing,
  notCompared,
  mutated,
  error,
}: Replay): CallReport | undefined {
  if (!same && error instanceof TypeError && PRIVATE.test(error.message)) return undefined;
  return {
    function: call.function,
    invocation: call.invocation,
    outcome: same ? 'same' : 'different',
    differences: diff.map(reportDifference),
    differing,
    notCompared,
    mutated,
  };
}
