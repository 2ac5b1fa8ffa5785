import { type Context, context, type Span } from '@opentelemetry/api';
import { captureValue } from '../capture/capture.js';
import type { CallStatus } from '../model/log-line.js';
import type { ActiveContext, ContextToken } from './active-context.js';
import { recordError, setResultAttribute } from './attributes.js';
import { observeGenerator } from './generators.js';
import type { Guard } from './guard.js';
import type { RecordingPolicy } from './policy.js';
import type { CallOutcome, RecordedCall } from './recorded-call.js';
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
  readonly args?: readonly unknown[];
  readonly policy: RecordingPolicy;
  /** What kind of generator the function makes, if it makes one. */
  readonly generator: 'sync' | 'async' | undefined;
  readonly guard: Guard;
  readonly settlements: SettlementWatcher;
}

const ENDING = 'the end of a call';

/** What stands for the value of a promise that may not be asked: asking a subclass would run its code. */
const UNASKED = { text: '{"$":"opaque","class":"Promise"}', sidecars: [] } as const;

/** As it was when this module was loaded: tests replace the clock. */
const now = performance.now.bind(performance);

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

  /** Makes the call's context the active one; `false` where that takes a callback: then `runInside` is the way. */
  enter(): boolean {
    this.#token = this.#parts.activeContext.enter(this.#parts.context);
    return this.#token !== undefined;
  }

  /** Runs a function in the call's context. */
  runInside(run: () => unknown): unknown {
    return context.with(this.#parts.context, run);
  }

  /** Makes the context before active again. */
  leave(): void {
    this.#token?.dispose();
    this.#token = undefined;
  }

  /** Takes what the function returned: the end of the call, unless that is still to come. */
  returned(result: unknown): void {
    const { guard, generator } = this.#parts;
    guard.run(ENDING, () => {
      if (generator !== undefined && typeof result === 'object' && result !== null) {
        observeGenerator(result, generator === 'async', this);
      } else if (isNativePromise(result)) {
        this.#watch(result, (value, isKnown) => this.#succeed('ok', value, isKnown));
      } else {
        this.#succeed('ok', result, true);
      }
    });
  }

  /** Ends the call with what it threw. */
  threw(error: unknown): void {
    this.#parts.guard.run(ENDING, () => this.#fail(error, true));
  }

  /** Ends the call of a generator. */
  finished(status: CallStatus, result: unknown): void {
    this.#parts.guard.run(ENDING, () => this.#succeed(status, result, true));
  }

  /** Calls back with an async generator's step when it is there; ends the call if the step is rejected. */
  watchStep(step: Promise<unknown>, onStep: (step: unknown) => void): void {
    this.#parts.guard.run(ENDING, () => this.#watch(step, onStep));
  }

  #watch(promise: Promise<unknown>, onFulfilled: (value: unknown, isKnown: boolean) => void): void {
    const { guard, settlements } = this.#parts;
    let settledAt: number | undefined;
    settlements.watch(promise, {
      onSettled: () => {
        settledAt = now();
      },
      onOutcome: (settlement) =>
        guard.run(ENDING, () => {
          this.#endTime = settledAt;
          if (settlement.status === 'rejected') this.#fail(settlement.reason, settlement.isKnown);
          else onFulfilled(settlement.value, settlement.isKnown);
        }),
    });
  }

  #succeed(status: CallStatus, value: unknown, isKnown: boolean): void {
    const { call, policy, span } = this.#parts;
    if (call === undefined || !policy.keepsResult || status === 'yielded') return this.#end({ status });
    const result = isKnown ? captureValue('result', value, policy.captureOptions) : UNASKED;
    setResultAttribute(span, result.text, policy.attributeBytes);
    this.#end({ status, result });
  }

  #fail(error: unknown, isKnown: boolean): void {
    const { call, policy, span } = this.#parts;
    if (call === undefined) return this.#end({ status: 'error' });
    recordError(span, error, policy.captureOptions.redaction);
    this.#end({
      status: 'error',
      error: isKnown ? captureValue('error', error, policy.captureOptions) : UNASKED,
    });
  }

  #end(outcome: CallOutcome): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    const { call, policy, span, args } = this.#parts;
    if (call !== undefined) {
      const argsAfter = args && captureValue('args_after', args, policy.captureOptions);
      call.outcome = argsAfter === undefined ? outcome : { ...outcome, argsAfter };
    }
    span.end(this.#endTime);
    call?.settleOutcome();
  }
}
