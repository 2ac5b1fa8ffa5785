import type { Context, Span } from '@opentelemetry/api';
import type { CapturedValue } from '../capture/value-capture.js';
import type { CallStatus } from '../model/log-line.js';
import type { ActiveContext, ContextToken } from './active-context.js';
import { recordError, setResultAttribute } from './attributes.js';
import { observeGenerator } from './generators.js';
import type { Guard } from './guard.js';
import type { RecordingPolicy } from './policy.js';
import type { RecordedCall } from './recorded-call.js';
import { isNativePromise, type SettlementWatcher } from './settlement.js';

/** What a running call is made of. */
export interface RunningCallParts {
  readonly span: Span;
  /** The context in which the function runs, and what makes it the active one. */
  readonly context: Context;
  readonly activeContext: ActiveContext;
  /** `undefined` when the call is only passed through: its span was not sampled. */
  readonly call: RecordedCall | undefined;
  /** Only where they are recorded again at the end; otherwise the program may let go of them. */
  readonly argsAfter: readonly unknown[] | undefined;
  readonly policy: RecordingPolicy;
  /** What kind of generator the function makes, if it makes one. */
  readonly generator: 'sync' | 'async' | undefined;
  readonly guard: Guard;
  readonly settlements: SettlementWatcher;
}

const ENDING = 'the end of a call';

/** What stands for the value of a promise that may not be asked: asking a subclass would run its code. */
const UNASKED = { text: '{"$":"opaque","class":"Promise"}', sidecars: [], isCut: false } as const;

/** A call from its start to its end. Nothing that fails in here reaches the program. */
export class RunningCall {
  readonly #parts: RunningCallParts;
  #token: ContextToken | undefined;
  #isEnded = false;
  /** When it ended, where that is said later than it happened; as `performance.now()` has it. */
  #endTime: number | undefined;

  constructor(parts: RunningCallParts) {
    this.#parts = parts;
  }

  /** Whether the call's context is the active one. */
  get isEntered(): boolean {
    return this.#token !== undefined;
  }

  /** Makes the call's context the active one, where that takes no callback: else `runInside` is the way. */
  enter(): void {
    this.#token = this.#openContext();
  }

  /** Runs a step of a generator in the call's context; steps may be nested. */
  runStep(run: () => unknown): unknown {
    const token = this.#openContext();
    if (token === undefined) return this.runInside(run);
    try {
      return run();
    } finally {
      this.#closeContext(token);
    }
  }

  /** Runs a function of the program in the call's context; once, whatever becomes of the context. */
  runInside(run: () => unknown): unknown {
    const { activeContext, context, guard } = this.#parts;
    let state: 'waiting' | 'running' | 'done' = 'waiting';
    let result: unknown;
    try {
      activeContext.with(context, () => {
        state = 'running';
        result = run();
        state = 'done';
      });
    } catch (error) {
      if ((state as string) === 'running') throw error;
      guard.report('the context of a call', error);
    }
    return state === 'waiting' ? run() : result;
  }

  /** Takes what the function returned, and gives it back: the end of the call, unless that is still to come. */
  returned<T>(result: T): T {
    const { guard } = this.#parts;
    this.#closeContext(this.#token);
    guard.enter();
    try {
      if (typeof result === 'object' && result !== null) this.#takeObject(result);
      else this.#succeed('ok', result, true);
    } catch (error) {
      guard.report(ENDING, error);
    } finally {
      guard.leave();
    }
    return result;
  }

  /** Ends the call with what it threw, and gives that back. */
  threw(error: unknown): unknown {
    this.#closeContext(this.#token);
    this.#parts.guard.run(ENDING, () => this.#fail(error, true));
    return error;
  }

  /** Ends the call of a generator. */
  finished(status: CallStatus, result: unknown): void {
    this.#parts.guard.run(ENDING, () => this.#succeed(status, result, true));
  }

  /** Calls back with an async generator's step when it is there; ends the call if the step is rejected. */
  watchStep(step: Promise<unknown>, onStep: (step: unknown) => void): void {
    this.#parts.guard.run(ENDING, () => this.#watch(step, onStep));
  }

  /** Of a generator and of a promise the end is still to come. */
  #takeObject(result: object): void {
    const { generator } = this.#parts;
    if (generator !== undefined) observeGenerator(result, generator === 'async', this);
    else if (isNativePromise(result))
      this.#watch(result, (value, isKnown) => this.#succeed('ok', value, isKnown));
    else this.#succeed('ok', result, true);
  }

  #openContext(): ContextToken | undefined {
    const { activeContext, context, guard } = this.#parts;
    try {
      return activeContext.enter(context);
    } catch (error) {
      guard.report('the context of a call', error);
      return undefined;
    }
  }

  #closeContext(token: ContextToken | undefined): void {
    try {
      token?.dispose();
    } catch (error) {
      this.#parts.guard.report('the context of a call', error);
    }
  }

  #watch(promise: Promise<unknown>, onFulfilled: (value: unknown, isKnown: boolean) => void): void {
    const { guard, settlements } = this.#parts;
    settlements.watch(promise, ({ status, value, isKnown }, endTime) =>
      guard.run(ENDING, () => {
        this.#endTime = endTime;
        if (status === 'rejected') this.#fail(value, isKnown);
        else onFulfilled(value, isKnown);
      }),
    );
  }

  #succeed(status: CallStatus, value: unknown, isKnown: boolean): void {
    const { call, policy, span } = this.#parts;
    if (call === undefined || !policy.keepsResult || status === 'yielded') return this.#end(status);
    const result = isKnown ? policy.capture.value('result', value) : UNASKED;
    if (!call.isPrivate) setResultAttribute(span, result.text, policy.attributeBytes);
    this.#end(status, result);
  }

  #fail(error: unknown, isKnown: boolean): void {
    const { call, policy, span } = this.#parts;
    if (call === undefined) return this.#end('error');
    if (!call.isPrivate) recordError(span, error, policy.redaction);
    this.#end('error', undefined, isKnown ? policy.capture.value('error', error) : UNASKED);
  }

  #end(status: CallStatus, result?: CapturedValue, error?: CapturedValue): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    const { call, policy, span, argsAfter } = this.#parts;
    if (call !== undefined) {
      const after = argsAfter && policy.capture.argsAfter(argsAfter);
      call.outcome = { status, result, error, argsAfter: after };
    }
    try {
      span.end(this.#endTime);
    } finally {
      call?.settleOutcome();
    }
  }
}
