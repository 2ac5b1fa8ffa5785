import { type Context, createContextKey } from '@opentelemetry/api';
import type { CapturedInput, CapturedValue } from '../capture/capture.js';
import type { FunctionInfo } from '../model/function-info.js';
import type { CallStatus } from '../model/log-line.js';

/** How a call ended. */
export interface CallOutcome {
  readonly status: CallStatus;
  readonly result?: CapturedValue | undefined;
  readonly error?: CapturedValue | undefined;
  readonly argsAfter?: CapturedValue | undefined;
}

/**
 * A call that is being recorded. It travels to the processors in the context with which its span is started, and
 * to the exporters on the span itself, so that nothing is copied.
 */
export class RecordedCall {
  readonly function: FunctionInfo;
  /** Which call of the function it is in this process, recorded ones and others, from 1. */
  readonly ordinal: number;
  /** Its number in the database, which a processor that writes it there may know otherwise. */
  invocation: number;
  /** Set before the span ends. */
  outcome: CallOutcome | undefined;
  /** Whether a processor took what was captured; an exporter then knows the call from its span's attributes. */
  isTaken = false;
  #kept: Kept | undefined;
  #capture: (() => CapturedInput) | undefined;
  #input: CapturedInput | undefined;

  constructor(fn: FunctionInfo, ordinal: number, capture: () => CapturedInput) {
    this.function = fn;
    this.ordinal = ordinal;
    this.invocation = ordinal;
    this.#capture = capture;
  }

  /**
   * What the function is called with; written down when it is first asked for, before the function runs.
   * `undefined` once it was taken.
   */
  get input(): CapturedInput | undefined {
    if (this.#capture !== undefined) {
      const capture = this.#capture;
      this.#capture = undefined;
      this.#input = capture();
    }
    return this.#input;
  }

  /** Keeps what a processor needs again when the call ends. */
  keepFor(owner: object, value: object): void {
    this.#kept = { owner, value, next: this.#kept };
  }

  /** What was kept for a processor; given once. */
  takeFor(owner: object): object | undefined {
    for (let kept = this.#kept; kept !== undefined; kept = kept.next) {
      if (kept.owner !== owner) continue;
      const { value } = kept;
      kept.value = undefined;
      return value;
    }
    return undefined;
  }

  /**
   * The function is about to run: what nobody has taken is held, for from now on the program may change it; what
   * was taken is let go.
   */
  settleInput(): void {
    if (this.isTaken) this.#input = undefined;
    else for (const sidecar of this.input?.sidecars ?? []) sidecar.hold();
  }

  /** The span has ended: what was taken is let go. */
  settleOutcome(): void {
    if (this.isTaken) this.outcome = undefined;
    else for (const value of valuesOf(this.outcome)) for (const sidecar of value.sidecars) sidecar.hold();
  }
}

/** A list: most calls have one processor. */
interface Kept {
  readonly owner: object;
  value: object | undefined;
  readonly next: Kept | undefined;
}

function valuesOf(outcome: CallOutcome | undefined): CapturedValue[] {
  const { result, error, argsAfter } = outcome ?? {};
  return [result, error, argsAfter].filter((value) => value !== undefined);
}

const CALL_KEY = createContextKey('callmonitor call');
const CALL_ON_SPAN: unique symbol = Symbol.for('callmonitor.call') as never;

interface Carrier {
  [CALL_ON_SPAN]?: RecordedCall;
}

/**
 * The parent's context with the call that is being started. What is derived from it does not have the call: a
 * span that is started inside the function is no start of this call.
 */
export class StartContext implements Context {
  readonly #parent: Context;
  readonly #call: RecordedCall;

  constructor(parent: Context, call: RecordedCall) {
    this.#parent = parent;
    this.#call = call;
  }

  getValue(key: symbol): unknown {
    return key === CALL_KEY ? this.#call : this.#parent.getValue(key);
  }

  setValue(key: symbol, value: unknown): Context {
    return this.#parent.setValue(key, value);
  }

  deleteValue(key: symbol): Context {
    return this.#parent.deleteValue(key);
  }
}

const ACTIVE_KEY = createContextKey('callmonitor active call');

/**
 * The context in which a call's function runs: what is derived from it has the call, too, so that it is known under
 * other active spans. Contexts of nested calls do not grow longer.
 */
export class CallContext implements Context {
  readonly #inner: Context;
  readonly #call: RecordedCall;

  constructor(inner: Context, call: RecordedCall) {
    this.#inner = inner instanceof CallContext ? inner.#inner : inner;
    this.#call = call;
  }

  getValue(key: symbol): unknown {
    return key === ACTIVE_KEY ? this.#call : this.#inner.getValue(key);
  }

  setValue(key: symbol, value: unknown): Context {
    return new CallContext(this.#inner.setValue(key, value), this.#call);
  }

  deleteValue(key: symbol): Context {
    return new CallContext(this.#inner.deleteValue(key), this.#call);
  }
}

/** The innermost recorded call that a context is of. */
export function activeCallOf(context: Context): RecordedCall | undefined {
  return context.getValue(ACTIVE_KEY) as RecordedCall | undefined;
}

/** The call whose span is started with this context. */
export function startedCall(context: Context): RecordedCall | undefined {
  return context.getValue(CALL_KEY) as RecordedCall | undefined;
}

/** Has a span carry its call. */
export function attachCall(span: object, call: RecordedCall): void {
  (span as Carrier)[CALL_ON_SPAN] = call;
}

/** The call that a span carries. */
export function callOf(span: object): RecordedCall | undefined {
  return (span as Carrier)[CALL_ON_SPAN];
}
