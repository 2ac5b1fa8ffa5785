import { type Attributes, isSpanContextValid, type Span, trace } from '@opentelemetry/api';
import { apply } from '../capture/intrinsics.js';
import { redactArgSpec } from '../capture/redact-argspec.js';
import { functionAttributes, setInputAttributes, setLocationAttributes } from './attributes.js';
import type { KnownFunction } from './function-table.js';
import type { InterceptionState } from './interception-state.js';
import { type InterceptOptions, ownOptions } from './options.js';
import type { RecordingPolicy } from './policy.js';
import { attachCall, CallContext, type Invocation, RecordedCall, StartContext } from './recorded-call.js';
import { RunningCall } from './running-call.js';
import { nextKept } from './thinning.js';
import type { Tracing } from './tracer-source.js';

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

const NO_ATTRIBUTES: Attributes = Object.freeze({});

/** Starts the recording of one function's calls. */
export class FunctionRecorder {
  readonly #parts: RecorderParts;
  #known: KnownFunction | undefined;
  #attributes: Attributes = NO_ATTRIBUTES;
  #policy: RecordingPolicy | undefined;
  #policyVersion = -1;
  /** Calls before this one are passed over. */
  #nextKept = 0;

  constructor(parts: RecorderParts) {
    this.#parts = { ...parts, options: ownOptions(parts.options) };
  }

  /** Starts a call, its context entered; `undefined` when the call is not to be recorded, or cannot be. */
  begin(receiver: unknown, args: readonly unknown[]): RunningCall | undefined {
    const { guard, isActive } = this.#parts.state;
    if (!isActive || guard.isBusy || this.#isThinnedOut()) return undefined;
    guard.enter();
    try {
      return this.#begin(receiver, args);
    } catch (error) {
      guard.report('the start of a call', error);
      return undefined;
    } finally {
      guard.leave();
    }
  }

  #begin(receiver: unknown, args: readonly unknown[]): RunningCall | undefined {
    const policy = this.#currentPolicy(receiver);
    const ordinal = ++policy.function.calls;
    if (!policy.isEnabled || !this.#isKept(ordinal, policy) || !this.#isWanted(receiver, args))
      return undefined;
    const tracing = this.#parts.state.tracers.current();
    return tracing && this.#start(policy, tracing, { receiver, args });
  }

  #start(policy: RecordingPolicy, tracing: Tracing, invocation: Invocation): RunningCall | undefined {
    const call = new RecordedCall(policy, invocation, tracing.isPrivate);
    const parent = tracing.context.active();
    const span = this.#startSpan(tracing, new StartContext(parent, call), invocation);
    const isRecorded = span.isRecording();
    if (isRecorded) this.#recordInput(span, call, policy);
    else if (!isSpanContextValid(span.spanContext())) return undefined;
    const { state, generator } = this.#parts;
    const running = new RunningCall({
      span,
      context: isRecorded ? new CallContext(parent, call, span) : trace.setSpan(parent, span),
      activeContext: tracing.context,
      call: isRecorded ? call : undefined,
      argsAfter: policy.keepsArgsAfter ? invocation.args : undefined,
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
    if (this.#nextKept === 0) return false;
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

  #currentPolicy(receiver: unknown): RecordingPolicy {
    const { state } = this.#parts;
    const isCurrent = this.#policyVersion === state.settingsVersion;
    return (isCurrent ? this.#policy : undefined) ?? this.#renewPolicy(receiver);
  }

  #renewPolicy(receiver: unknown): RecordingPolicy {
    const { state, options, isWildcard } = this.#parts;
    const known = this.#known ?? this.#introduce(receiver);
    const policy = state.policyFor({ known, options, isWildcard });
    known.info.argspec = redactArgSpec(known.info.argspec, policy.redaction);
    if (policy.isEnabled) state.tracers.current(); // who writes calls counts them from now on; may throw
    this.#policy = policy;
    this.#policyVersion = state.settingsVersion;
    return policy;
  }

  #isWanted(receiver: unknown, args: readonly unknown[]): boolean {
    const { options, state } = this.#parts;
    const { when, sample } = options;
    try {
      if (when !== undefined && !apply(when, receiver, args)) return false;
    } catch (error) {
      state.guard.report('a call for which `when` failed', error);
      return false;
    }
    return sample === undefined || state.random() < sample;
  }

  /** A span that nobody but us sees goes without attributes. */
  #startSpan({ tracer, isPrivate }: Tracing, context: StartContext, invocation: Invocation): Span {
    const { name } = context.call.function;
    const attributes = isPrivate ? undefined : this.#attributesOf(invocation);
    return tracer.startSpan(name, attributes && { attributes }, context);
  }

  #attributesOf({ receiver, args }: Invocation): Attributes {
    const { options, state } = this.#parts;
    const { attributes: own } = options;
    if (own === undefined) return this.#attributes;
    const added =
      typeof own === 'function'
        ? state.guard.run("a call's own attributes", () => ({
            ...(apply(own, receiver, args) as Attributes),
          }))
        : own;
    return { ...this.#attributes, ...added };
  }

  /** Completes what is recorded before the function runs. */
  #recordInput(span: Span, call: RecordedCall, { attributeBytes }: RecordingPolicy): void {
    try {
      const { input } = call;
      if (!call.isPrivate) {
        if (input !== undefined) setInputAttributes(span, input, attributeBytes);
        if (!call.isTaken) setLocationAttributes(span, call.function.name, call.ordinal);
      }
      attachCall(span, call);
      call.settleInput();
    } catch (error) {
      this.#parts.state.guard.report('the input of a call', error);
    }
  }
}
