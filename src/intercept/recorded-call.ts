import { type Context, createContextKey, type Span } from '@opentelemetry/api';
import type { CapturedInput } from '../capture/capture.js';
import type { CapturedValue } from '../capture/value-capture.js';
import type { Sidecar } from '../handlers/sidecar.js';
import type { FunctionInfo } from '../model/function-info.js';
import type { CallStatus } from '../model/log-line.js';
import type { RecordingPolicy } from './policy.js';
import { SPAN_KEY } from './span-key.js';

/** How a function is called. */
export interface Invocation {
  readonly receiver: unknown;
  readonly args: readonly unknown[];
}

/** How a call ended. Each is there even so: what is missing may be inherited, from the program's `Object.prototype`. */
export interface CallOutcome {
  readonly status: CallStatus;
  readonly result: CapturedValue | undefined;
  readonly error: CapturedValue | undefined;
  readonly argsAfter: CapturedValue | undefined;
}

/** What a processor needs again when the call ends. */
export interface Kept {
  readonly owner: object;
  /** Set by the call, for which it is a list: most have one processor. */
  next: Kept | undefined;
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
  /** Whether its span is for our processor alone, which has no need of attributes. */
  readonly isPrivate: boolean;
  readonly #policy: RecordingPolicy;
  #kept: Kept | undefined;
  #invocation: Invocation | undefined;
  #input: CapturedInput | undefined;

  constructor(policy: RecordingPolicy, invocation: Invocation, isPrivate: boolean) {
    this.function = policy.function;
    this.ordinal = policy.function.calls;
    this.invocation = this.ordinal;
    this.isPrivate = isPrivate;
    this.#policy = policy;
    this.#invocation = invocation;
  }

  /**
   * What the function is called with; written down when it is first asked for, before the function runs.
   * `undefined` once it was taken.
   */
  get input(): CapturedInput | undefined {
    if (this.#invocation !== undefined) {
      const { args, receiver } = this.#invocation;
      const { capture, keepsReceiver } = this.#policy;
      this.#invocation = undefined;
      this.#input = capture.input(args, keepsReceiver && receiver !== globalThis ? receiver : undefined);
    }
    return this.#input;
  }

  /** Keeps what a processor needs again when the call ends. */
  keep(kept: Kept): void {
    kept.next = this.#kept;
    this.#kept = kept;
  }

  /** What was kept for a processor; given once. */
  takeFor(owner: object): Kept | undefined {
    let before: Kept | undefined;
    for (let kept = this.#kept; kept !== undefined; kept = kept.next) {
      if (kept.owner === owner) {
        if (before === undefined) this.#kept = kept.next;
        else before.next = kept.next;
        return kept;
      }
      before = kept;
    }
    return undefined;
  }

  /**
   * The function is about to run: what nobody has taken is held, for from now on the program may change it; what
   * was taken is let go.
   */
  settleInput(): void {
    if (this.isTaken) this.#input = undefined;
    else hold(this.input?.sidecars);
  }

  /** The span has ended: what was taken is let go. */
  settleOutcome(): void {
    if (this.isTaken) this.outcome = undefined;
    else {
      hold(this.outcome?.result?.sidecars);
      hold(this.outcome?.error?.sidecars);
      hold(this.outcome?.argsAfter?.sidecars);
    }
  }
}

function hold(sidecars: readonly Sidecar[] | undefined): void {
  if (sidecars === undefined) return;
  for (let index = 0; index < sidecars.length; index++) sidecars[index]?.hold();
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
  readonly call: RecordedCall;
  readonly #parent: Context;

  constructor(parent: Context, call: RecordedCall) {
    this.call = call;
    this.#parent = parent;
  }

  getValue(key: symbol): unknown {
    return key === CALL_KEY ? this.call : this.#parent.getValue(key);
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
 * The context in which a call's function runs: its span is the active one. What is derived from it has the call, too,
 * so that it is known under other active spans. Contexts of nested calls do not grow longer.
 */
export class CallContext implements Context {
  readonly #outer: Context;
  readonly #call: RecordedCall;
  readonly #span: unknown;

  constructor(outer: Context, call: RecordedCall, span: unknown) {
    this.#outer = outer instanceof CallContext ? outer.#outer : outer;
    this.#call = call;
    this.#span = span;
  }

  getValue(key: symbol): unknown {
    if (key === SPAN_KEY) return this.#span;
    return key === ACTIVE_KEY ? this.#call : this.#outer.getValue(key);
  }

  setValue(key: symbol, value: unknown): Context {
    return key === SPAN_KEY
      ? new CallContext(this.#outer, this.#call, value)
      : new CallContext(this.#outer.setValue(key, value), this.#call, this.#span);
  }

  deleteValue(key: symbol): Context {
    return key === SPAN_KEY
      ? new CallContext(this.#outer, this.#call, undefined)
      : new CallContext(this.#outer.deleteValue(key), this.#call, this.#span);
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
export function attachCall(span: Span, call: RecordedCall): void {
  (span as Carrier)[CALL_ON_SPAN] = call;
}

/** The call that a span carries. */
export function callOf(span: object): RecordedCall | undefined {
  return (span as Carrier)[CALL_ON_SPAN];
}
