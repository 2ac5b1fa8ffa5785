import { type Attributes, type Context, isSpanContextValid, type Span, trace } from '@opentelemetry/api';
import { captureInput } from '../capture/capture.js';
import { apply } from '../capture/intrinsics.js';
import { functionAttributes, setInputAttributes, setLocationAttributes } from './attributes.js';
import type { KnownFunction } from './function-table.js';
import type { InterceptionState } from './interception-state.js';
import type { InterceptOptions } from './options.js';
import type { RecordingPolicy } from './policy.js';
import { attachCall, CallContext, RecordedCall, StartContext } from './recorded-call.js';
import { RunningCall } from './running-call.js';
import { nextKept } from './thinning.js';
import type { Tracing } from './tracer-source.js';

/** How a function is called. */
export interface Invocation {
  readonly receiver: unknown;
  readonly args: readonly unknown[];
}

/** What a recorder needs to know of its function. */
export interface RecorderParts {
  readonly state: InterceptionState;
  readonly options: InterceptOptions;
  /** Whether a wildcard reached the function. */
  readonly isWildcard: boolean;
  /** The function's entry, asked for at its first call: only then has a decorated method a class. */
  readonly describe: (receiver: unknown) => KnownFunction;
  readonly generator: 'sync' | 'async' | undefined;
}

/** Starts the recording of one function's calls. */
export class FunctionRecorder {
  readonly #parts: RecorderParts;
  #known: KnownFunction | undefined;
  #attributes: Attributes = {};
  #policy: RecordingPolicy | undefined;
  #policyVersion = -1;
  /** Calls before this one are passed over. */
  #nextKept = 0;

  constructor(parts: RecorderParts) {
    this.#parts = parts;
  }

  /** Starts a call, its context entered; `undefined` when the call is not to be recorded, or cannot be. */
  begin(receiver: unknown, args: readonly unknown[]): RunningCall | undefined {
    const { guard, isActive } = this.#parts.state;
    if (!isActive || guard.isBusy) return undefined;
    if (this.#isThinnedOut()) return undefined;
    return guard.run('the start of a call', () => this.#begin({ receiver, args }));
  }

  #begin(invocation: Invocation): RunningCall | undefined {
    const { state, generator } = this.#parts;
    const known = this.#known ?? this.#introduce(invocation.receiver);
    const policy = this.#currentPolicy();
    const tracing = policy.isEnabled ? state.tracers.current() : undefined; // may begin to count calls
    const ordinal = ++known.info.calls;
    if (tracing === undefined || !this.#isKept(ordinal, policy) || !this.#isWanted(invocation))
      return undefined;
    const call = new RecordedCall(known.info, ordinal, () => captureCall(known, policy, invocation));
    const parent = tracing.context.active();
    const span = this.#startSpan(tracing, parent, call, invocation);
    const isRecorded = span.isRecording();
    if (!isRecorded && !isSpanContextValid(span.spanContext())) return undefined;
    if (isRecorded) state.guard.run('the input of a call', () => recordInput(span, call, policy));
    const running = new RunningCall({
      span,
      context: isRecorded ? new CallContext(trace.setSpan(parent, span), call) : trace.setSpan(parent, span),
      activeContext: tracing.context,
      call: isRecorded ? call : undefined,
      argsAfter: policy.keepsArgsAfter ? { args: invocation.args, signature: known.signature } : undefined,
      policy,
      generator,
      guard: state.guard,
      settlements: state.settlements,
    });
    running.enter();
    return running;
  }

  /** Passes over a call that is known beforehand not to be recorded, at the cost of counting it. */
  #isThinnedOut(): boolean {
    const info = this.#known?.info;
    if (info === undefined || info.calls + 1 >= this.#nextKept) return false;
    if (info.calls === 0)
      this.#nextKept = 0; // a new database counts anew
    else info.calls++;
    return info.calls > 0;
  }

  #isKept(ordinal: number, { thin }: RecordingPolicy): boolean {
    if (thin === false) return true;
    this.#nextKept = nextKept(ordinal, thin);
    return this.#nextKept === ordinal;
  }

  #introduce(receiver: unknown): KnownFunction {
    this.#known = this.#parts.describe(receiver);
    this.#attributes = functionAttributes(this.#known.info);
    return this.#known;
  }

  #currentPolicy(): RecordingPolicy {
    const { state, options, isWildcard } = this.#parts;
    if (this.#policy === undefined || this.#policyVersion !== state.settingsVersion) {
      this.#policy = state.policyFor(options, isWildcard);
      this.#policyVersion = state.settingsVersion;
    }
    return this.#policy;
  }

  #isWanted({ receiver, args }: Invocation): boolean {
    const { options, state } = this.#parts;
    const { when, sample } = options;
    if (when !== undefined) {
      if (!state.guard.run('a call for which `when` failed', () => apply(when, receiver, args))) return false;
    }
    return sample === undefined || state.random() < sample;
  }

  #startSpan({ tracer }: Tracing, parent: Context, call: RecordedCall, { receiver, args }: Invocation): Span {
    const { options, state } = this.#parts;
    const { attributes: own } = options;
    const added =
      typeof own === 'function'
        ? state.guard.run("a call's own attributes", () => ({
            ...(apply(own, receiver, args) as Attributes),
          }))
        : own;
    const attributes = added === undefined ? this.#attributes : { ...this.#attributes, ...added };
    return tracer.startSpan(call.function.name, { attributes }, new StartContext(parent, call));
  }
}

function captureCall({ signature }: KnownFunction, policy: RecordingPolicy, { receiver, args }: Invocation) {
  const isKept = policy.keepsReceiver && receiver !== undefined && receiver !== globalThis;
  return captureInput(
    { args, signature, receiver: isKept ? { value: receiver } : undefined },
    policy.captureOptions,
  );
}

/** Completes what is recorded before the function runs. */
function recordInput(span: Span, call: RecordedCall, policy: RecordingPolicy): void {
  const { input } = call;
  if (input !== undefined) setInputAttributes(span, input, policy.attributeBytes);
  if (!call.isTaken) setLocationAttributes(span, call.function.name, call.ordinal);
  attachCall(span, call);
  call.settleInput();
}
